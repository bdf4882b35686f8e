import { h, type Child } from "../element";
import type { Asking, Given } from "../given";
import { copier, share } from "../share";
import { filterOf } from "./cql2";
import { answerAddress, downloads, type Question } from "./question";

/** The question as others can ask it: its CQL2, its links. */
export function queryBlock(given: Given, asking: Asking, question: Question): HTMLElement {
  const text = given.text();
  const { find } = given.page.get();
  const address = () => new URL(answerAddress(question), document.baseURI).href;
  const write = () => {
    const before = given.page.get().find;
    if (before === null) return;
    given.page.change({ find: { ...before, bounds: null, written: filterOf(before, asking.queryables) ?? "" } });
    document.querySelector<HTMLElement>("#find-cql")?.focus();
  };
  const shown = h("textarea", { class: "find-cql2", id: "find-cql2", rows: question.filter === null ? 1 : Math.min(8, 1 + Math.ceil(question.filter.length / 38)), readonly: true, dir: "ltr", spellcheck: "false", "data-key": "find-cql2", placeholder: text.t("find.unfiltered") });
  shown.value = question.filter ?? "";
  const byHand = text.t("share.byHand");
  const field = text.t("find.apiAddress");
  return h(
    "section",
    { class: "find-query", "aria-label": text.t("find.query") },
    h("h3", { class: "section", tabindex: -1, "data-key": "find-query-title" }, text.t("find.query")),
    h("p", { class: "find-line" }, h("label", { for: "find-cql2" }, text.t("find.cql"))),
    shown,
    h(
      "div",
      { class: "find-buttons" },
      question.filter === null ? null : copier(given, { key: "find-copy-cql", label: text.t("find.copyCql"), field: text.t("find.cql"), done: text.t("find.copied"), byHand, words: () => question.filter ?? "" }),
      share(given, "find-copy-link"),
      copier(given, { key: "find-copy-api", label: text.t("find.copyApi"), field, done: text.t("find.copied"), byHand, words: address }),
    ),
    h(
      "p",
      { class: "find-buttons" },
      find?.written === null ? h("button", { type: "button", class: "plain", "data-key": "find-write", on: { click: write } }, text.t("find.write")) : null,
      h("a", { href: answerAddress(question, { f: "html" }), target: "_blank", rel: "noopener" }, text.t("find.page")),
    ),
  );
}

/** What is found as files: the whole of it, whatever the list shows. */
export function downloadBlock(given: Given, asking: Asking, question: Question, matched: number | null): HTMLElement {
  const text = given.text();
  const link = (each: ReturnType<typeof downloads>[number]): Child =>
    h("li", {}, h("a", { href: each.href, download: each.file, "data-format": each.format, "data-key": `find-download-${each.format}` }, h("bdi", {}, each.title)), each.first ? h("small", { class: "quiet" }, ` ${text.t("find.first", { n: 10_000 })}`) : null);
  return h(
    "section",
    { class: "find-download", "aria-label": text.t("find.download") },
    h("h3", { class: "section", tabindex: -1, "data-key": "find-download-title" }, text.t("find.download")),
    h("ul", { class: "find-formats" }, ...downloads(question, asking.collection, matched).map(link)),
  );
}
