/** Where somebody gives the token, and chooses what to write. */
import { h, type Child } from "../element";
import { collectionWords } from "../find/words";
import type { Given } from "../given";
import { data } from "../names";
import { titleOf } from "../title";
import { forms } from "./form";
import type { Wanted } from "./pen";
import type { Stock } from "./stock";
import { isToken } from "./token";
import type { Said } from "./words";

/** How a token is made. */
export const command = "cairn token create --store FILE \\\n  --name NAME --can write";

/** Asks for the token. `go` returns what is wrong with it, null if it is good. */
export function tokenView(said: Said, why: string | null, go: (token: string, device: boolean) => Promise<string | null>): { element: HTMLElement; focus(): void } {
  const input = h("input", { type: "password", id: "edit-token", "data-key": "edit-token", autocomplete: "off", spellcheck: "false", dir: "ltr", "aria-describedby": "edit-token-why edit-token-help edit-token-fault" });
  const device = h("input", { type: "checkbox", id: "edit-device", "data-key": "edit-device", "aria-describedby": "edit-device-help" });
  const fault = h("p", { class: "edit-fault", id: "edit-token-fault", role: "alert" });
  const button = h("button", { type: "submit", class: "tool edit-save", "data-key": "edit-token-go" }, said.t("token.go"));
  const blame = (words: string) => {
    fault.textContent = words;
    input.setAttribute("aria-invalid", String(words !== ""));
    if (words !== "") input.focus();
  };
  const body = h(
    "form",
    { class: "edit-form", novalidate: true },
    h("div", { class: "edit-field" }, h("label", { for: "edit-token" }, said.t("token.label")), input, fault, h("p", { class: "quiet edit-help", id: "edit-token-help" }, said.t("token.help"))),
    h("div", { class: "edit-field" }, h("label", { class: "edit-check", for: "edit-device" }, device, h("span", {}, said.t("token.remember"))), h("p", { class: "quiet edit-help", id: "edit-device-help" }, said.t("token.rememberHelp"))),
    h("div", { class: "edit-foot" }, button),
  );
  body.addEventListener("submit", (event) => {
    event.preventDefault();
    const token = input.value.trim();
    if (!isToken(token)) return blame(said.t("token.shape"));
    blame("");
    button.disabled = true;
    button.textContent = said.t("token.checking");
    void go(token, device.checked).then((wrong) => {
      button.disabled = false;
      button.textContent = said.t("token.go");
      if (wrong !== null) blame(wrong);
    });
  });
  const title = h("h2", { tabindex: -1, "data-key": "edit-title" }, said.t("token.title"));
  const element = h(
    "div",
    { class: "edit-sheet" },
    title,
    why === null ? null : h("p", { class: "alert", id: "edit-token-why" }, why),
    h("p", {}, said.t("token.why")),
    h("p", { class: "quiet" }, said.t("token.where")),
    h("pre", { class: "edit-command", dir: "ltr", tabindex: 0 }, command),
    body,
  );
  return { element, focus: () => input.focus() };
}

interface Choice {
  readonly words: string;
  readonly help: string | null;
  readonly wanted: Wanted;
}

function choices(given: Given, said: Said, stock: Stock, wanted: Wanted): Choice[] {
  const may = given.may.get() ?? [];
  const { about } = wanted;
  const shown = given.drawn.get()?.value?.flatMap((each) => each.features.filter(({ id }) => `${each.collection.id}/${String(id)}` === about))[0];
  const slash = about?.indexOf("/") ?? -1;
  const [collection, id] = about === null ? ["", ""] : [about.slice(0, slash), about.slice(slash + 1)];
  const all: Choice[] = [];
  const correct = (name: string) => all.push({ words: said.t("choose.correct", { name }), help: given.told.get() === null ? null : said.t("choose.correct.help"), wanted: { ...wanted, does: "correct", collection, id } });
  if (given.told.get() === null) {
    if (about !== null && may.includes(collection)) correct(shown === undefined ? id : titleOf(said.text, shown));
    for (const each of given.listed.get()) if (may.includes(each.id)) all.push({ words: said.t("choose.into", { collection: collectionWords(given, each) }), help: null, wanted: { ...wanted, does: "add", collection: each.id } });
    return all;
  }
  for (const { collection: into } of forms) {
    // Of an event one does not say who holds it.
    if (!may.includes(into) || (collection === "events" && (into === "control" || into === "events"))) continue;
    all.push({ words: said.any(`choose.${into}`) ?? into, help: said.any(`choose.${into}.help`), wanted: { ...wanted, does: "add", collection: into, about: into === "places" || into === "sources" ? null : about } });
  }
  const name = about === null ? null : stock.nameOf(about);
  if (name !== null && may.includes(collection)) correct(name);
  return all;
}

/** Lets somebody choose what to write. */
export function chooseView(given: Given, said: Said, stock: Stock, wanted: Wanted, open: (wanted: Wanted) => void): HTMLElement {
  const name = wanted.about === null || given.told.get() === null ? null : stock.nameOf(wanted.about);
  const row = (each: Choice, index: number): Child =>
    h("li", {}, h("button", { type: "button", class: "row", "data-key": `choose-${index}`, on: { click: () => open(each.wanted) } }, h("span", { class: "row-words" }, h("span", { class: "row-name" }, each.words), each.help === null ? null : h("span", { class: "row-facts" }, each.help))));
  return h(
    "div",
    { class: "edit-sheet" },
    name === null ? null : h("p", { class: "kicker" }, data(said.t("choose.about", { name }))),
    h("h2", { tabindex: -1, "data-key": "edit-title" }, said.t("choose.title")),
    h("p", { class: "lead" }, said.t("choose.lead")),
    h("ul", { class: "rows" }, ...choices(given, said, stock, wanted).map(row)),
  );
}
