import type { Feature } from "geojson";
import { items } from "../api";
import { follow } from "../cell";
import { h, paint, type Child } from "../element";
import type { Asking, Found, Given } from "../given";
import { data, failureWords, momentWords, sourcesWords } from "../names";
import { tame } from "../text";
import { more } from "./course";
import { around, opens } from "./open";
import { downloadBlock, queryBlock } from "./query";
import type { Queryable } from "./queryables";
import { telling } from "./telling";
import { foundTitle, propertyWords, valueWords } from "./words";

/** So many rows at a time. */
const step = 20;

/** A value of what was found, for people. */
function said(given: Given, collection: string, property: Queryable, value: string | number | boolean): string {
  const text = given.text();
  if (typeof value === "boolean") return text.t(value ? "list.yes" : "list.no");
  if (typeof value === "number") return property.unit === null ? text.number(value) : `${text.number(value)} ${tame(property.unit)}`;
  if (property.kind === "date" || property.kind === "time") return text.day(value);
  return valueWords(given, collection, property.name, value);
}

function facts(given: Given, asking: Asking, feature: Feature, title: string): Child[] {
  const conditions = given.page.get().find?.conditions ?? [];
  return telling(feature, title, asking.queryables.properties, conditions).flatMap(({ property, value }, at) => [
    at === 0 ? null : " · ",
    data(propertyWords(given, property)),
    ": ",
    data(said(given, asking.collection.id, property, value)),
  ]);
}

function row(given: Given, asking: Asking, feature: Feature, at: number): HTMLElement {
  const text = given.text();
  const collection = asking.collection.id;
  const title = foundTitle(given, collection, feature);
  const words = h("span", { class: "row-words" }, h("span", { class: "row-name" }, data(title)), h("span", { class: "row-facts" }, ...facts(given, asking, feature, title)), feature.geometry ? null : h("span", { class: "row-facts" }, text.t("feature.nowhere")));
  const chosen = opens(given, collection, feature);
  const key = `found-${at}`;
  if (chosen !== null) return h("li", {}, h("button", { type: "button", class: "row", "data-key": key, "data-found": String(feature.id), on: { click: () => given.page.change({ chosen }) } }, words));
  if (feature.id === undefined) return h("li", { class: "row" }, words);
  return h("li", {}, h("a", { class: "row", "data-key": key, "data-found": String(feature.id), href: `${items(collection)}/${encodeURIComponent(String(feature.id))}?f=html` }, words));
}

/** What else than the conditions the answer depends on. */
function circumstances(given: Given, { question }: Found): Child {
  const text = given.text();
  if (question.datetime === null && question.accordingTo === null) return null;
  if (given.told.get() === null) return h("p", { class: "quiet" }, text.t("find.during", { day: text.day(given.page.get().moment ?? "") }));
  return h("p", { class: "quiet" }, text.t("list.asOf", { day: momentWords(given), sources: sourcesWords(given, given.page.get().sources) }));
}

function trouble(given: Given, why: string | null): HTMLElement {
  const text = given.text();
  const words = why === null ? failureWords(text, null) : `${text.t("find.refused")} ${tame(why)}`;
  return h("div", { class: "alert", "data-key": "find-trouble" }, h("p", {}, data(words)), h("p", {}, h("button", { type: "button", class: "plain", "data-key": "find-again", on: { click: () => given.again.set(given.again.get() + 1) } }, text.t("again"))));
}

/** Leads past the list to what stands below it. */
function jump(words: string, to: string): HTMLElement {
  const go = () => {
    const title = document.querySelector<HTMLElement>(`[data-key=${to}-title]`);
    title?.scrollIntoView({ block: "start" });
    title?.focus({ preventScroll: true });
  };
  return h("button", { type: "button", class: "plain", "data-key": `${to}-jump`, on: { click: go } }, words);
}

interface Listing {
  /** How many are shown. */
  readonly rows: number;
  /** The rows that are made already. */
  readonly made: HTMLElement[];
  more(): void;
  fit(corners: readonly (readonly [number, number])[]): void;
}

function listed(given: Given, asking: Asking, found: Found, listing: Listing): Child[] {
  const text = given.text();
  const matched = found.matched ?? found.features.length;
  const corners = around(found.features);
  const shown = found.features.slice(0, listing.rows);
  for (const [at, feature] of shown.entries()) listing.made[at] ??= row(given, asking, feature, at);
  const rest = matched - Math.min(listing.rows, found.features.length);
  return [
    circumstances(given, found),
    matched === 0 ? h("p", {}, text.t("find.nothing")) : null,
    h(
      "p",
      { class: "find-buttons" },
      corners === null ? null : h("button", { type: "button", class: "plain", "data-key": "find-fit", on: { click: () => listing.fit(corners) } }, text.t("find.fit")),
      matched === 0 ? null : jump(text.t("find.download"), "find-download"),
      jump(text.t("find.query"), "find-query"),
    ),
    matched > found.features.length ? h("p", { class: "quiet" }, text.t("find.some", { n: found.features.length })) : null,
    matched === 0 ? null : h("ol", { class: "rows found-rows" }, ...listing.made.slice(0, shown.length)),
    rest > 0 && (listing.rows < found.features.length || found.next !== null) ? h("p", {}, h("button", { type: "button", class: "plain", "data-key": "find-more", on: { click: listing.more } }, text.count("find.more", Math.min(step, rest)))) : null,
  ];
}

/** What was found: how many, the first of them, the question in CQL2, and files to take home. */
export function results(given: Given, element: HTMLElement, fit: Listing["fit"]): () => void {
  let rows = step;
  let made: HTMLElement[] = [];
  let last: readonly unknown[] = [];
  const onward = () => {
    const found = given.found.get()?.value;
    rows += step;
    if (found && rows > found.features.length && found.next !== null) void more(given);
    render();
  };
  const render = () => {
    const { find } = given.page.get();
    if (find === null) return paint(element);
    const text = given.text();
    const asking = given.asking.get();
    const found = given.found.get();
    if (asking?.is === "failed") return paint(element, trouble(given, asking.why));
    const value = found?.value ?? null;
    if (asking?.value && found?.is === "failed" && value === null) return paint(element, trouble(given, found.why));
    if (!asking?.value || value === null) return paint(element, h("p", { class: "quiet" }, text.t("loading")));
    const now = [value.question, text.lang, given.told.get()?.value, value.features[0]];
    if (value.question !== last[0]) rows = step;
    if (now.some((each, at) => each !== last[at])) made = [];
    last = now;
    const matched = value.matched ?? value.features.length;
    paint(
      element,
      h("h3", { class: "section", "data-key": "find-count" }, text.count("find.found", matched)),
      found?.is === "failed" ? trouble(given, found.why) : null,
      ...listed(given, asking.value, value, { rows, made, more: onward, fit }),
      matched === 0 ? null : downloadBlock(given, asking.value, value.question, value.matched),
      queryBlock(given, asking.value, value.question),
    );
    element.setAttribute("aria-busy", String(found?.is === "loading"));
  };
  return follow([given.page, given.asking, given.found, given.told], render, () => [given.page.get().lang, given.page.get().find === null, given.asking.get(), given.found.get(), given.told.get()?.value]);
}
