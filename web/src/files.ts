import { h, type Child } from "./element";
import type { Drawn, Given } from "./given";
import { data } from "./names";
import { colourOf } from "./symbols";
import { titleOf } from "./title";

/** The list of what is in view is cut here; the map shows more. */
const listed = 50;

function toggle(given: Given, all: readonly Drawn[], one: Drawn): void {
  const shown = all.filter((each) => (each === one ? !each.shown : each.shown)).map((each) => each.collection.id);
  // No name in the address means all of them; none at all is a name that no collection has.
  given.page.change({ collections: shown.length === all.length ? [] : shown.length === 0 ? ["-"] : shown });
}

function row(given: Given, all: readonly Drawn[], one: Drawn): HTMLElement {
  const text = given.text();
  const { id, title } = one.collection;
  const count = one.matched !== null && one.matched > one.features.length ? text.t("files.some", { shown: one.features.length, matched: one.matched }) : text.t("files.all", { shown: one.features.length });
  return h(
    "li",
    { class: "file", "data-collection": id },
    h("label", {}, h("input", { type: "checkbox", checked: one.shown, "data-key": `file-${id}`, on: { change: () => toggle(given, all, one) } }), " ", h("span", { class: `swatch ${colourOf(all.indexOf(one))}`, "aria-hidden": "true" }), " ", h("span", { class: "row-name" }, data(title ?? id))),
    h("p", { class: "row-facts" }, one.shown ? count : text.t("files.hidden")),
  );
}

function features(given: Given, all: readonly Drawn[]): Child[] {
  const text = given.text();
  const inView = all.filter((each) => each.shown).flatMap((each) => each.features.map((feature) => ({ feature, from: each.collection.id })));
  if (inView.length === 0) return [h("p", { class: "quiet" }, text.t("files.nothing"))];
  return [
    h(
      "ul",
      { class: "rows" },
      ...inView.slice(0, listed).map(({ feature, from }) =>
        h(
          "li",
          {},
          h(
            "button",
            { type: "button", class: "row", "data-key": `feature-${from}/${String(feature.id)}`, on: { click: () => given.page.change({ chosen: `${from}/${String(feature.id)}` }) } },
            h("span", { class: "row-words" }, h("span", { class: "row-name" }, data(titleOf(text, feature))), h("span", { class: "row-facts" }, data(from))),
          ),
        ),
      ),
    ),
    inView.length > listed ? h("p", { class: "quiet" }, text.t("files.more", { n: inView.length - listed })) : null,
  ];
}

/** The collections of files, how much of each is drawn, and what is in view. */
export function fileBlocks(given: Given, drawn: readonly Drawn[]): Child[] {
  const text = given.text();
  return [
    h("h2", { tabindex: -1, "data-key": "title" }, text.t("files.title")),
    h("ul", { class: "files" }, ...drawn.map((each) => row(given, drawn, each))),
    h("h3", { class: "section" }, text.t("files.inView")),
    ...features(given, drawn),
  ];
}
