import { follow } from "../cell";
import { h, paint } from "../element";
import type { Given } from "../given";
import { tame, type Text } from "../text";
import type { Change } from "./change";
import { go, leads } from "./entry";
import { changeTitle } from "./words";
import { data } from "../names";

/** So many changes are read out, and so many shown one by one. */
const named = 3;
const rows = 4;

/** What has changed, in one line to listen to. */
export function noticeNames(text: Text, titles: readonly string[], all: boolean): string {
  const each = [...new Set(titles.map((title) => tame(title).replace(/[.。]$/, "")))];
  const some = each.slice(0, named);
  return all && each.length <= named ? text.list(some) : `${some.join(text.t("notice.comma"))} …`;
}

function row(given: Given, change: Change): HTMLElement {
  const words = data(changeTitle(given, change));
  const what = h("span", { class: "notice-op" }, `${given.text().word("change", change.op)}: `);
  return h("li", {}, what, leads(given, change) ? h("button", { type: "button", class: "plain", "data-key": `notice-${change.rev}`, on: { click: () => go(given, change) } }, words) : words);
}

/** Tells of changes as they come: quietly, until it is put away. */
export function notice(given: Given, element: HTMLElement): () => void {
  let heard = "";
  const said = h("p", { class: "notice-said", role: "status", "aria-live": "polite" });
  const rest = h("div", { class: "notice-rest" });
  const close = () => {
    given.arrived.set(null);
    document.querySelector<HTMLElement>("[data-key=since]")?.focus({ preventScroll: true });
  };
  element.append(said, rest);
  const render = () => {
    const arrived = given.arrived.get();
    const text = given.text();
    element.classList.toggle("shown", arrived !== null);
    const words = arrived === null ? [] : [text.count("past.count", arrived.count), noticeNames(text, arrived.latest.map((each) => changeTitle(given, each)), arrived.count <= arrived.latest.length)];
    // What is there already is not read out again. The names stand below for those who look.
    if (words.join() !== heard) said.replaceChildren(words[0] ?? "", h("span", { class: "hidden" }, words.length > 0 ? `: ${words[1]}` : ""));
    heard = words.join();
    if (arrived === null) return paint(rest);
    const see = () => {
      given.arrived.set(null);
      given.page.change({ since: String(arrived.after), find: null, chosen: null });
    };
    const older = given.page.get().known !== null;
    paint(
      rest,
      h("ul", { class: "notice-rows" }, ...arrived.latest.slice(0, rows).map((each) => row(given, each))),
      arrived.count > rows ? h("p", { class: "quiet" }, text.count("past.more", arrived.count - Math.min(rows, arrived.latest.length))) : null,
      older ? h("p", { class: "quiet" }, text.t("notice.older")) : null,
      h(
        "p",
        { class: "notice-buttons" },
        h("button", { type: "button", class: "plain", "data-key": "notice-see", on: { click: see } }, text.t("notice.see")),
        h("button", { type: "button", class: "plain", "data-key": "notice-close", on: { click: close } }, text.t("notice.close")),
      ),
    );
  };
  return follow([given.arrived, given.page, given.told], render, () => [given.arrived.get(), given.page.get().lang, given.page.get().known, given.told.get()?.value]);
}
