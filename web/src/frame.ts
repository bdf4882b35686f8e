import { h, s } from "./element";
import type { Given } from "./given";

/** The places of the page that the parts fill. */
export interface Slots {
  readonly search: HTMLElement;
  readonly tools: HTMLElement;
  readonly map: HTMLElement;
  readonly middle: HTMLElement;
  readonly jump: HTMLElement;
  readonly legend: HTMLElement;
  readonly list: HTMLElement;
  readonly time: HTMLElement;
  readonly voices: HTMLElement;
  readonly panel: HTMLElement;
  /** Inside the panel: what is told, and what is looked for. */
  readonly words: HTMLElement;
  readonly find: HTMLElement;
  readonly past: HTMLElement;
  readonly edit: HTMLElement;
  /** Above everything: that an older state of knowledge is shown. */
  readonly known: HTMLElement;
  readonly notice: HTMLElement;
  readonly said: HTMLElement;
}

function mark(): SVGElement {
  return s(
    "svg",
    { class: "mark", viewBox: "0 0 32 32", width: 26, height: 26, "aria-hidden": "true" },
    s("ellipse", { cx: 16, cy: 26, rx: 12, ry: 4 }),
    s("ellipse", { cx: 15, cy: 17.5, rx: 8.5, ry: 3.6 }),
    s("ellipse", { cx: 17, cy: 9.5, rx: 5, ry: 3.4 }),
  );
}

/** Builds the empty page and keeps its fixed words in the language that is chosen. */
export function frame(given: Given, body: HTMLElement): { slots: Slots; remove: () => void } {
  const slots: Slots = {
    search: h("div", { class: "search", role: "search" }),
    tools: h("div", { class: "tools" }),
    map: h("div", { class: "map", role: "application", tabindex: 0 }),
    middle: h("button", { type: "button", class: "tool middle" }),
    jump: h("div", { class: "jump" }),
    legend: h("div", { class: "legend-box" }),
    list: h("section", { class: "list", hidden: true }),
    time: h("div", { class: "time" }),
    voices: h("div", { class: "voices" }),
    panel: h("aside", { class: "panel", id: "panel", tabindex: -1 }),
    words: h("div", { class: "words" }),
    find: h("section", { class: "find", id: "find", hidden: true }),
    past: h("section", { class: "past", id: "past", hidden: true }),
    edit: h("section", { class: "edit", id: "edit", hidden: true }),
    known: h("div", { class: "known", role: "status", "aria-live": "polite" }),
    notice: h("div", { class: "notice" }),
    said: h("div", { class: "said", role: "status", "aria-live": "polite" }),
  };
  slots.panel.append(slots.words, slots.find, slots.past, slots.edit);
  const skip = h("a", { href: "#panel", class: "skip", on: { click: (event) => (event.preventDefault(), slots.panel.focus()) } });
  const claim = h("p", { class: "claim-line" });
  const hint = h("p", { class: "hint", id: "map-hint" });
  slots.map.setAttribute("aria-describedby", "map-hint");
  const links = h("footer", { class: "links" });
  const chart = h(
    "section",
    { class: "chart" },
    h("div", { class: "map-box" }, slots.map, h("span", { class: "middle-mark", "aria-hidden": "true" }), slots.middle, hint, slots.jump),
    slots.legend,
  );
  const page = h(
    "div",
    { class: "page" },
    h("header", { class: "bar" }, h("h1", {}, mark(), h("span", {}, "Cairn")), claim, slots.search, slots.tools),
    slots.known,
    h("main", { class: "stage" }, chart, slots.list, h("section", { class: "when" }, slots.time, slots.voices), slots.notice, slots.panel),
    links,
  );
  const end = given.page.on((now, before) => now.lang !== before.lang && words());
  const endKind = given.drawn.on((now, before) => (now === null) !== (before === null) && words());
  const words = () => {
    const text = given.text();
    document.documentElement.lang = text.lang;
    document.documentElement.dir = text.dir;
    document.title = text.t(given.drawn.get() === null ? "page.title" : "page.titleFiles");
    skip.textContent = text.t("page.skip");
    const files = given.drawn.get() !== null;
    claim.textContent = files ? "" : text.t("page.claim");
    slots.middle.textContent = text.t("near.middle");
    hint.textContent = text.t(files ? "map.hintFiles" : "map.hint");
    slots.panel.setAttribute("aria-label", text.t("panel.label"));
    slots.list.setAttribute("aria-label", text.t("list.title"));
    links.replaceChildren(
      h("a", { href: "?f=json" }, text.t("links.service")),
      h("a", { href: "collections?f=html" }, text.t("links.collections")),
      h("a", { href: "api?f=html" }, text.t("links.api")),
      h("span", {}, text.t("links.fonts")),
    );
  };
  words();
  const endTable = given.page.on(({ table }) => page.classList.toggle("reading", table !== null));
  page.classList.toggle("reading", given.page.get().table !== null);
  body.append(skip, page, slots.said);
  return {
    slots,
    remove() {
      end();
      endKind();
      endTable();
      skip.remove();
      page.remove();
      slots.said.remove();
    },
  };
}
