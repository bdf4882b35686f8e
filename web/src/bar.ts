import { follow } from "./cell";
import { h, paint } from "./element";
import type { Given } from "./given";
import { share } from "./share";
import { speak } from "./text";

/** The tools at the top: map or list, the other language, the address to share. */
export function bar(given: Given, element: HTMLElement): () => void {
  let shown = "";
  const render = () => {
    const text = given.text();
    const { lang, table } = given.page.get();
    const hasList = given.told.get() !== null;
    const now = `${lang} ${table} ${hasList}`;
    if (now === shown) return;
    shown = now;
    const other = lang === "en" ? "ar" : "en";
    paint(
      element,
      hasList
        ? h("button", { type: "button", class: "tool", "data-key": "list", "aria-pressed": String(table !== null), on: { click: () => given.page.change({ table: table === null ? "places" : null }) } }, text.t(table === null ? "bar.list" : "bar.map"))
        : null,
      share(given),
      h("button", { type: "button", class: "tool", "data-key": "language", lang: other, on: { click: () => given.page.change({ lang: other }) } }, speak(other).t("language.name")),
    );
  };
  return follow([given.page, given.told, given.drawn], render);
}
