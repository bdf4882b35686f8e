import { follow } from "./cell";
import { h, paint } from "./element";
import { unasked } from "./find/condition";
import type { Given } from "./given";
import { share } from "./share";
import { speak } from "./text";

/** The tools at the top: map or list, the other language, the address to share. */
export function bar(given: Given, element: HTMLElement): () => void {
  let shown = "";
  const render = () => {
    const text = given.text();
    const { lang, table, find, since } = given.page.get();
    const keeps = given.keeps.get();
    const hasList = given.told.get() !== null;
    // Nothing can be looked for before it is known what there is.
    const canFind = hasList || given.drawn.get() !== null;
    const now = `${lang} ${table} ${hasList} ${canFind} ${find !== null} ${keeps} ${since !== null}`;
    if (now === shown) return;
    shown = now;
    const other = lang === "en" ? "ar" : "en";
    paint(
      element,
      hasList
        ? h("button", { type: "button", class: "tool", "data-key": "list", "aria-pressed": String(table !== null), on: { click: () => given.page.change({ table: table === null ? "places" : null }) } }, text.t(table === null ? "bar.list" : "bar.map"))
        : null,
      canFind
        ? h("button", { type: "button", class: "tool", "data-key": "find", "aria-pressed": String(find !== null), "aria-controls": "find", on: { click: () => given.page.change(find === null ? { find: unasked, chosen: null, since: null } : { find: null }) } }, text.t("find.open"))
        : null,
      keeps
        ? h("button", { type: "button", class: "tool", "data-key": "since", "aria-pressed": String(since !== null), "aria-controls": "past", on: { click: () => given.page.change(since === null ? { since: given.visit.get() === null ? "day" : "visit", find: null, chosen: null } : { since: null }) } }, text.t("past.open"))
        : null,
      share(given),
      h("button", { type: "button", class: "tool", "data-key": "language", lang: other, on: { click: () => given.page.change({ lang: other }) } }, speak(other).t("language.name")),
    );
  };
  return follow([given.page, given.told, given.drawn, given.keeps], render);
}
