import { h, type Child } from "./element";
import type { Given, Told } from "./given";
import { data, eventTitle, momentWords, placeName, sourcesWords, statusSentence } from "./names";
import type { Happening, Place } from "./situation";
import { draw, symbolOf } from "./symbols";

function placeRow(given: Given, told: Told, place: Place): HTMLElement {
  const text = given.text();
  const facts = [place.events.length > 0 ? text.count("events", place.events.length) : null, place.disputed ? text.t("place.disputedShort") : null].filter((each) => each !== null);
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", class: "row", "data-key": `row-${place.id}`, "data-place": place.id, on: { click: () => given.page.change({ chosen: place.id }) } },
      draw(symbolOf(place), 40),
      h(
        "span",
        { class: "row-words" },
        h("span", { class: "row-name" }, data(placeName(text, place))),
        h("span", { class: "row-status" }, statusSentence(text, told.now, place)),
        facts.length > 0 ? h("span", { class: "row-facts" }, facts.join(" · ")) : null,
      ),
    ),
  );
}

function elsewhereRow(given: Given, event: Happening): HTMLElement {
  const text = given.text();
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", class: "row", "data-key": `row-${event.id}`, "data-event": event.id, on: { click: () => given.page.change({ chosen: event.id }) } },
      h("span", { class: "row-words" }, h("span", { class: "row-name" }, data(eventTitle(text, event))), h("span", { class: "row-facts" }, text.when(event))),
    ),
  );
}

/** Who holds what, place by place, and what happened without a place. */
export function overviewBlocks(given: Given, told: Told): Child[] {
  const text = given.text();
  const places = told.now.places.filter((place) => !place.reference_only);
  const asked = told.asked.sources;
  return [
    h("p", { class: "kicker" }, momentWords(given)),
    h("h2", { tabindex: -1, "data-key": "title" }, text.t("overview.title")),
    h("p", { class: "lead" }, asked.length === 0 ? text.t("overview.everyone") : text.t("overview.sources", { sources: sourcesWords(given, asked) })),
    places.length > 0 ? h("ul", { class: "rows" }, ...places.map((place) => placeRow(given, told, place))) : h("p", { class: "quiet" }, text.t("overview.empty")),
    told.now.elsewhere.length > 0 ? h("h3", { class: "section" }, text.t("overview.elsewhere")) : null,
    told.now.elsewhere.length > 0 ? h("p", { class: "quiet" }, text.t("overview.elsewhereHint")) : null,
    told.now.elsewhere.length > 0 ? h("ul", { class: "rows" }, ...told.now.elsewhere.map((event) => elsewhereRow(given, event))) : null,
  ];
}
