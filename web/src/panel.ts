import { follow } from "./cell";
import { h, paint, type Child } from "./element";
import { penBlock, pensOf } from "./edit/pen";
import { eventBlock } from "./event";
import { featureBlocks } from "./feature";
import { fileBlocks } from "./files";
import type { Drawn, Given, Told } from "./given";
import { data, failureWords, momentWords, placeName, sourcesWords } from "./names";
import { nearbyBlock } from "./nearby";
import { overviewBlocks } from "./overview";
import { historyBlock } from "./past/history";
import { placeBlocks } from "./place";
import { happening } from "./situation";

/** Where the words stand below the map, they lead back to it. */
export function toMap(): void {
  const map = document.querySelector<HTMLElement>(".map");
  map?.scrollIntoView({ block: "start" });
  map?.focus({ preventScroll: true });
}

function back(given: Given): HTMLElement {
  const text = given.text();
  const { find, since } = given.page.get();
  const words = find !== null ? "panel.backFind" : since !== null && given.keeps.get() ? "panel.backChanges" : given.drawn.get() === null ? "panel.back" : "panel.backFiles";
  return h(
    "nav",
    { class: "panel-nav", "aria-label": text.t("panel.where") },
    h("button", { type: "button", class: "plain back", "data-key": "back", on: { click: () => given.page.change({ chosen: null }) } }, text.t(words)),
    h("button", { type: "button", class: "plain to-map", "data-key": "to-map", on: { click: toMap } }, text.t("panel.toMap")),
  );
}

/** An event without a place, or one that the address names. */
function eventView(given: Given, told: Told, id: string): Child[] | null {
  const text = given.text();
  const found = happening(told.now, id) ?? happening(told.latest, id);
  if (found === null) return null;
  const { event, place } = found;
  const where = place
    ? h("button", { type: "button", class: "plain", "data-key": "its-place", on: { click: () => given.page.change({ chosen: place.id }) } }, text.t("event.at", { place: placeName(text, place) }))
    : h("p", { class: "quiet" }, text.t("event.nowhere"));
  return [where, eventBlock(text, told.now, event, "h2", pensOf(given)), penBlock(given, `events/${id}`), historyBlock(given, { collection: "events", id, about: [id] })];
}

function chosenView(given: Given, told: Told, id: string): Child[] {
  const text = given.text();
  const place = told.now.places.find((each) => each.id === id);
  const about = () => [id, ...(told.latest.places.find((each) => each.id === id)?.events ?? []).map((each) => each.id)];
  if (place) return [back(given), ...placeBlocks(given, told, place), penBlock(given, `places/${id}`), historyBlock(given, { collection: "places", id, about: about() })];
  return [back(given), ...(eventView(given, told, id) ?? [h("p", { class: "alert" }, text.t("panel.notFound"), " ", data(id))])];
}

function featureView(given: Given, all: readonly Drawn[], chosen: string): Child[] {
  const [collection = "", ...rest] = chosen.split("/");
  const id = rest.join("/");
  const found = given.found.get()?.value;
  const known = [...(all.find((each) => each.collection.id === collection)?.features ?? []), ...(found?.question.collection === collection ? found.features : [])];
  const feature = known.find((each) => String(each.id) === id);
  const text = given.text();
  return [back(given), ...(feature ? featureBlocks(text, collection, feature) : [h("p", { class: "quiet" }, text.t("files.notInView"), " ", data(chosen))]), penBlock(given, feature ? chosen : null), historyBlock(given, { collection, id, about: [] })];
}

function content(given: Given): Child[] {
  const { chosen, find, since } = given.page.get();
  // What is looked for stands below, in a place of its own.
  if (chosen === null && (find !== null || (since !== null && given.keeps.get()))) return [];
  const told = given.told.get()?.value;
  if (told) return chosen === null ? [...overviewBlocks(given, told), penBlock(given, null)] : chosenView(given, told, chosen);
  const drawn = given.drawn.get()?.value;
  if (drawn) return chosen === null ? [...fileBlocks(given, drawn), penBlock(given, null)] : featureView(given, drawn, chosen);
  return [];
}

function trouble(given: Given): Child[] {
  const text = given.text();
  const load = given.told.get() ?? given.drawn.get();
  if (load?.is === "failed") {
    const { moment, sources, known } = given.page.get();
    const told = given.told.get()?.value;
    const button = (key: string, words: string, click: () => void) => h("p", {}, h("button", { type: "button", class: "plain", "data-key": key, on: { click } }, words));
    return [
      h(
        "div",
        { class: "alert" },
        h("p", {}, data(failureWords(text, load.why))),
        told ? h("p", {}, text.t("stale", { day: momentWords(given), sources: sourcesWords(given, told.asked.sources) })) : null,
        button("again", text.t("again"), () => given.again.set(given.again.get() + 1)),
        moment === null && sources.length === 0 && known === null ? null : button("fresh", text.t("fresh"), () => given.page.change({ moment: null, sources: [], known: null })),
      ),
    ];
  }
  return load === null || load.value === null ? [h("p", { class: "quiet" }, text.t("loading"))] : [];
}

/** The words beside the map: everything, or one place, event or feature, and the nearest facilities. `element` holds the `words`. */
export function panel(given: Given, element: HTMLElement, words: HTMLElement): () => void {
  let chosen = given.page.get().chosen;
  let focus = false;

  const render = () => {
    paint(words, ...trouble(given), nearbyBlock(given), ...content(given));
    element.setAttribute("aria-busy", String((given.told.get() ?? given.drawn.get())?.is === "loading"));
    const now = given.page.get().chosen;
    if (now !== chosen) focus = true;
    chosen = now;
    const title = words.querySelector<HTMLElement>("[data-key=title], .event h2");
    if (!focus || title === null) return;
    focus = false;
    element.scrollTop = 0;
    title.tabIndex = -1;
    title.focus({ preventScroll: false });
  };
  const pick = () => {
    const { lang, chosen, near, moment, sources, find, since, known } = given.page.get();
    return [lang, chosen, near, moment, sources, known, find === null, since === null, given.keeps.get(), given.takes.get(), given.may.get(), given.history.get(), given.told.get(), given.drawn.get(), given.nearby.get(), given.found.get()];
  };
  return follow([given.page, given.told, given.drawn, given.nearby, given.found, given.keeps, given.takes, given.may, given.history], render, pick);
}
