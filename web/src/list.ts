import { follow } from "./cell";
import { h, paint, webAddress, type Child } from "./element";
import type { Given, Told } from "./given";
import { data, eventTitle, momentWords, placeName, sourceName, sourcesWords, statusSentence } from "./names";
import { happenings, inOrder, sideBySide, type Attribute, type Claim, type Place } from "./situation";
import { tables, type Table } from "./state";
import { draw, symbolOf } from "./symbols";
import type { Text } from "./text";

type Row = readonly Child[];

function table(caption: string, heads: readonly string[], rows: readonly Row[], empty: string): HTMLElement {
  const body = rows.map((cells) => h("tr", {}, ...cells.map((cell, index) => (index === 0 ? h("th", { scope: "row" }, cell) : h("td", { "data-head": heads[index] ?? "" }, cell)))));
  return h(
    "div",
    { class: "table-box", tabindex: 0, role: "region", "aria-label": caption },
    h("table", {}, h("caption", {}, caption), h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))), h("tbody", {}, ...body)),
    rows.length === 0 ? h("p", { class: "quiet" }, empty) : null,
  );
}

function opener(given: Given, id: string, words: string): HTMLElement {
  return h("button", { type: "button", class: "plain", "data-key": `open-${id}`, on: { click: () => given.page.change({ chosen: id }) } }, data(words));
}

function accuracy(text: Text, place: Place): string {
  return place.position_accuracy === null ? "–" : text.t("list.within", { length: text.length(place.position_accuracy) });
}

function places(given: Given, told: Told): HTMLElement {
  const text = given.text();
  const rows = told.now.places.map((place): Row => [
    opener(given, place.id, placeName(text, place)),
    text.word("kind", place.kind),
    place.reference_only ? text.t("place.reference") : h("span", { class: "with-symbol" }, draw(symbolOf(place), 26), statusSentence(text, told.now, place)),
    place.control.since ? text.day(place.control.since) : "–",
    place.disputed ? text.t("list.yes") : text.t("list.no"),
    text.number(place.events.length),
    accuracy(text, place),
  ]);
  const heads = ["list.place", "list.kind", "list.control", "list.since", "list.disputed", "list.events", "list.position"] as const;
  return table(text.t("list.placesCaption"), heads.map((head) => text.t(head)), rows, text.t("overview.empty"));
}

function numbers(text: Text, attributes: readonly Attribute[]): HTMLElement | string {
  const ranges = inOrder(attributes).map((each) => ({ each, range: text.range(each) })).filter(({ range }) => range !== null);
  if (ranges.length === 0) return "–";
  return h("ul", {}, ...ranges.map(({ each, range }) => h("li", {}, `${text.word("attribute", each.attribute)}: ${range}`, each.disputed ? ` (${text.t("claim.disputed")})` : null)));
}

function events(given: Given, told: Told): HTMLElement {
  const text = given.text();
  const rows = happenings(told.now).map(({ event, place }): Row => [
    opener(given, event.id, eventTitle(text, event)),
    text.when(event),
    text.word("happening", event.kind),
    place ? opener(given, place.id, placeName(text, place)) : text.t("list.elsewhere"),
    numbers(text, event.attributes),
  ]);
  const heads = ["list.event", "list.when", "list.kind", "list.place", "list.numbers"] as const;
  return table(text.t("list.eventsCaption"), heads.map((head) => text.t(head)), rows, text.t("list.noEvents"));
}

function claimRow(text: Text, told: Told, about: string, claim: Claim): Row {
  const href = webAddress(claim.link);
  return [
    data(text.own(claim.paraphrase, claim.paraphrase_ar)),
    data(about),
    text.word("attribute", claim.attribute),
    claim.stance === "could_not_verify" ? text.t("claim.couldNotVerify") : data(text.value(claim)),
    data(text.own(claim.claimed_by_name, claim.claimed_by_name_ar)),
    claim.claimed_at ? text.day(claim.claimed_at) : text.t("claim.noDay"),
    h("span", {}, data(sourceName(text, told.latest, claim.reported_by)), href ? ": " : null, href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, text.t("list.report")) : null),
    claim.stance === "could_not_verify" ? "–" : text.word("verification", claim.verification ?? "unverified"),
  ];
}

function claims(given: Given, told: Told): HTMLElement {
  const text = given.text();
  const rows = (about: string, attributes: readonly Attribute[]) =>
    inOrder(attributes).flatMap(({ claims }) => {
      const { said, unverified } = sideBySide(claims);
      return [...said, ...unverified].map((claim) => claimRow(text, told, about, claim));
    });
  const ofPlaces = told.now.places.flatMap((place) => rows(placeName(text, place), place.attributes));
  const ofEvents = happenings(told.now).flatMap(({ event }) => rows(eventTitle(text, event), event.attributes));
  const heads = ["list.claim", "list.about", "list.attribute", "list.value", "list.who", "list.said", "list.reportedBy", "list.verification"] as const;
  return table(text.t("list.claimsCaption"), heads.map((head) => text.t(head)), [...ofEvents, ...ofPlaces], text.t("list.noClaims"));
}

const parts: Readonly<Record<Table, (given: Given, told: Told) => HTMLElement>> = { places, events, claims };

/** The same as the map shows, as tables. */
export function list(given: Given, element: HTMLElement): () => void {
  const render = () => {
    const chosen = given.page.get().table;
    element.hidden = chosen === null;
    if (chosen === null) return paint(element);
    const text = given.text();
    const told = given.told.get()?.value;
    if (!told) return paint(element, h("p", { class: "quiet" }, text.t("loading")));
    const tab = (each: Table) => h("button", { type: "button", class: "tab", "data-key": `tab-${each}`, "aria-pressed": String(each === chosen), on: { click: () => given.page.change({ table: each }) } }, text.t(`list.${each}`));
    paint(
      element,
      h("header", { class: "list-head" }, h("h2", {}, text.t("list.title")), h("p", { class: "quiet" }, text.t("list.asOf", { day: momentWords(given), sources: sourcesWords(given, told.asked.sources) }))),
      h("div", { class: "tabs", role: "group", "aria-label": text.t("list.title") }, ...tables.map(tab)),
      parts[chosen](given, told),
    );
  };
  return follow([given.page, given.told], render, () => [given.page.get().lang, given.page.get().table, given.told.get()]);
}
