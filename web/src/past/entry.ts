import { items } from "../api";
import { h, type Child } from "../element";
import { around, opens } from "../find/open";
import type { Given } from "../given";
import { data } from "../names";
import { featureIn, type Change } from "./change";
import { changeCollection, changeLines, changeTitle, type Line } from "./words";

/** So near the map goes at least when it is led to a change. */
const near = 9;

/** The hour of a change (UTC). */
function clock(given: Given, at: string): string {
  const time = Date.parse(at);
  if (Number.isNaN(time)) return "";
  return new Intl.DateTimeFormat(given.text().lang === "ar" ? "ar-u-nu-arab" : "en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "UTC" }).format(time);
}

/** Opens what was changed; of files, the map goes there. */
export function go(given: Given, change: Change): void {
  const feature = featureIn(change);
  const chosen = feature === null ? null : opens(given, change.collection, feature);
  if (feature === null || chosen === null) return;
  const corners = given.told.get() === null ? around([feature]) : null;
  if (corners === null) return given.page.change({ chosen });
  const [[west, south], [east, north]] = corners;
  const zoom = Math.max(given.page.get().view?.zoom ?? near, near);
  given.page.change({ chosen, view: { lng: (west + east) / 2, lat: (south + north) / 2, zoom } });
}

/** Whether what was changed can be opened as it is now. */
export function leads(given: Given, change: Change): boolean {
  return change.op !== "deleted" && change.feature !== null && opens(given, change.collection, change.feature) !== null;
}

function title(given: Given, change: Change, key: string): HTMLElement {
  const words = data(changeTitle(given, change));
  if (leads(given, change)) return h("button", { type: "button", class: "plain change-title", "data-key": key, on: { click: () => go(given, change) } }, words);
  if (change.op === "deleted") return h("span", { class: "change-title" }, words);
  return h("a", { class: "change-title", "data-key": key, href: `${items(change.collection)}/${encodeURIComponent(change.id)}?f=html` }, words);
}

function side(given: Given, tag: "del" | "ins", before: string, value: string | null): Child[] {
  const inner = value === null ? h("span", { class: "nothing" }, given.text().t("change.nothing")) : data(value);
  return [h("span", { class: "hidden" }, ` ${before} `), h(tag, {}, inner)];
}

/** One property: what it was, and what it is. */
function line(given: Given, { what, before, after, note }: Line): HTMLElement {
  const text = given.text();
  const both = before === null && note === null && after !== null ? side(given, "ins", "", after) : [...side(given, "del", text.t("change.from"), before), h("span", { class: "becomes", "aria-hidden": "true" }), ...side(given, "ins", text.t("change.to"), after)];
  return h("li", {}, h("span", { class: "difference-name" }, data(what), ":"), " ", ...both, note === null ? null : h("span", { class: "quiet" }, ` ${note}`));
}

/** The state of knowledge that a change left, or, of what was taken away, the one before it. */
function thenButton(given: Given, change: Change, key: string): HTMLElement {
  const gone = change.op === "deleted";
  const known = String(gone ? change.rev - 1 : change.rev);
  const open = () => {
    const feature = featureIn(change);
    const chosen = feature === null ? null : opens(given, change.collection, feature);
    given.page.change({ known, ...(chosen === null ? {} : { chosen }) });
  };
  return h("button", { type: "button", class: "plain then", "data-key": `then-${key}`, on: { click: open } }, given.text().t(gone ? "change.before" : "change.then"));
}

/** One change: what it was about, when and by whom it was made, and what it altered. `dated`: no heading tells the day. */
export function changeEntry(given: Given, change: Change, prefix: string, dated: boolean): HTMLElement {
  const text = given.text();
  const key = `${prefix}-${change.rev}`;
  const lines = changeLines(given, change);
  const when = dated ? text.day(change.at) : clock(given, change.at);
  const by = change.by === null ? null : h("span", {}, " · ", text.t("change.by", { who: change.by }));
  return h(
    "li",
    { class: `change is-${change.op}`, "data-rev": change.rev },
    h("p", { class: "change-head" }, h("span", { class: "tag" }, text.word("change", change.op)), " ", title(given, change, key)),
    h("p", { class: "quiet" }, h("time", { datetime: change.at }, when), " · ", data(changeCollection(given, change)), by),
    lines.length > 0 ? h("ul", { class: "differences" }, ...lines.map((each) => line(given, each))) : null,
    change.op === "changed" && change.old === null ? h("p", { class: "quiet" }, text.t("change.unknownBefore")) : null,
    change.op === "changed" && change.old !== null && lines.length === 0 ? h("p", { class: "quiet" }, text.t("change.same")) : null,
    given.page.get().known === String(change.op === "deleted" ? change.rev - 1 : change.rev) ? null : thenButton(given, change, key),
  );
}
