import L from "leaflet";
import { arrange, covered, smallRim, spotHalf, type Item, type Rect, type Side, type Spot } from "./arrange";
import type { Box } from "./basemap-project";
import { follow } from "./cell";
import { h, s } from "./element";
import type { Given } from "./given";
import type { Chart } from "./map";
import { placeName, statusLabel, statusSentence } from "./names";
import { facilities } from "./nearest";
import { isVague, type Place } from "./situation";
import { draw, partyClass, patternOf, patterns, symbolOf } from "./symbols";

const facilitySize = 42;
const townSize = 32;
const referenceSize = 16;

/** Circles of uncertainty, in metres on the ground. */
function area(given: Given, place: Place, at: L.LatLngExpression): L.Circle {
  const symbol = symbolOf(place);
  const chosen = given.page.get().chosen === place.id;
  const circle = L.circle(at, {
    radius: place.position_accuracy ?? 0,
    className: `area is-${symbol.status} ${partyClass(symbol.holders[0])}${chosen ? " chosen" : ""}`,
    stroke: true,
    fill: true,
    fillOpacity: 1,
    fillColor: `url(#${patternOf(symbol)})`,
    bubblingMouseEvents: false,
  });
  return circle.on("click", () => given.page.change({ chosen: place.id }));
}

function measure(words: string, font: string): number {
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) return words.length * 8;
  context.font = font;
  return context.measureText(words).width;
}

interface Named {
  readonly place: Place;
  readonly name: string;
  /** Who holds it, in as few words as fit on a map. */
  readonly status: string;
  /** The same in a whole sentence. */
  readonly sentence: string;
}

function sizeOf(place: Place): number {
  if (place.reference_only) return referenceSize;
  return facilities.has(place.kind) ? facilitySize : townSize;
}

/** What the name and the status beside a badge cover, in pixels; letters are as large as the reader has them. */
function labelSize({ place, name, status }: Named, narrow: boolean): { labelWidth: number; labelHeight: number } {
  const em = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const family = "'IBM Plex Sans', 'IBM Plex Sans Arabic', sans-serif";
  const first = measure(name, `600 ${0.875 * em}px ${family}`);
  const second = narrow || status === "" ? 0 : measure(status, `400 ${0.75 * em}px ${family}`);
  const most = 12.5 * em;
  if (place.reference_only) return { labelWidth: Math.ceil(first), labelHeight: 1.2 * em };
  return { labelWidth: Math.ceil(Math.min(Math.max(first, second) + 0.75 * em, most)), labelHeight: second === 0 ? 1.4 * em : 2.45 * em };
}

/** What a place covers in all: its sign and its name, its spot, the line between them, and its circle while that is small. */
function occupied(item: Item, spot: Spot): Rect[] {
  const boxes = covered(item, spot);
  if (item.rim > smallRim) return boxes;
  const half = Math.max(item.rim, spotHalf);
  return [...boxes, { left: item.x - half, right: item.x + half, top: item.y - half, bottom: item.y + half }];
}

function items(map: L.Map, all: readonly Named[], narrow: boolean): Item[] {
  return all.flatMap((named) => {
    const { place } = named;
    if (place.position === null) return [];
    const [lng, lat] = place.position;
    const { x, y } = map.latLngToContainerPoint([lat, lng]);
    const north = map.latLngToContainerPoint(L.latLng(lat, lng).toBounds(2 * (place.position_accuracy ?? 0)).getNorthWest());
    return [{ id: place.id, x, y, rim: isVague(place) ? Math.max(y - north.y, 6) : 0, badge: sizeOf(place), fast: place.reference_only, ...labelSize(named, narrow) }];
  });
}

/** A line from the badge to the rim of the circle or to the spot that it speaks of. */
function leader(spot: Spot, rim: number, badge: number): SVGElement | null {
  const far = Math.hypot(spot.dx, spot.dy);
  if (far < badge / 2) return null;
  const unit = { x: spot.dx / far, y: spot.dy / far };
  const end = far - badge / 2;
  return s(
    "svg",
    { class: "leader", width: 1, height: 1, "aria-hidden": "true" },
    s("line", { x1: unit.x * rim, y1: unit.y * rim, x2: unit.x * end, y2: unit.y * end }),
    rim === 0 ? s("circle", { r: 3 }) : null,
  );
}

function badge(given: Given, named: Named, item: Item, spot: Spot): HTMLElement {
  const { place, name, status, sentence } = named;
  const text = given.text();
  const chosen = given.page.get().chosen === place.id;
  const label = [name, place.reference_only ? text.t("place.reference") : sentence, place.disputed ? text.t("place.disputed") : ""].filter((each) => each !== "").join(": ");
  const button = h(
    "button",
    {
      type: "button",
      class: `badge${place.reference_only ? " reference" : ""}${chosen ? " chosen" : ""} label-${spot.label ?? "none"}`,
      "aria-label": label,
      "aria-pressed": String(chosen),
      "data-place": place.id,
      "data-key": `badge-${place.id}`,
      title: label,
    },
    place.reference_only ? h("span", { class: "reference-dot" }) : draw(symbolOf(place), item.badge),
    spot.label === null ? null : h("span", { class: "badge-words", dir: text.dir }, h("span", { class: "badge-name" }, name), status === "" ? null : h("span", { class: "badge-status" }, status)),
  );
  button.style.left = `${spot.dx}px`;
  button.style.top = `${spot.dy}px`;
  button.style.setProperty("--size", `${item.badge}px`);
  button.addEventListener("click", () => given.page.change({ chosen: place.id }));
  L.DomEvent.disableClickPropagation(button);
  const line = leader(spot, item.rim, item.badge);
  return h("div", { class: "spot" }, line, button);
}

/** The buttons that stand on the map: no name may lie under them. */
function furniture(map: L.Map): Rect[] {
  const corner = map.getContainer().getBoundingClientRect();
  const all = map.getContainer().parentElement?.querySelectorAll(".leaflet-control-zoom, .middle") ?? [];
  return [...all].map((each) => {
    const { left, top, right, bottom } = each.getBoundingClientRect();
    return { left: left - corner.left, top: top - corner.top, right: right - corner.left, bottom: bottom - corner.top };
  });
}

/** Tells what is covered, if that is not known already. */
function take(chart: Chart, boxes: readonly Box[]): void {
  const taken = { zoom: chart.map.getZoom(), boxes: boxes.map((box): Box => [Math.floor(box[0]), Math.floor(box[1]), Math.ceil(box[2]), Math.ceil(box[3])]) };
  if (JSON.stringify(taken) !== JSON.stringify(chart.taken.get())) chart.taken.set(taken);
}

/** The places of the situation: their circles, their badges and their names. */
export function layers(given: Given, chart: Chart): () => void {
  const { map } = chart;
  const group = L.layerGroup().addTo(map);
  const defs = h("div", { class: "pattern-store" });
  document.body.append(defs);

  const render = () => {
    const told = given.told.get()?.value;
    const active = document.activeElement;
    const key = active instanceof HTMLElement && map.getContainer().contains(active) ? active.dataset["key"] : undefined;
    group.clearLayers();
    if (!told) return;
    const text = given.text();
    const narrow = map.getSize().x < 500;
    const all = told.now.places.map((place) => ({ place, name: placeName(text, place), status: statusLabel(text, told.now, place), sentence: statusSentence(text, told.now, place) }));
    defs.replaceChildren(patterns(all.map(({ place }) => symbolOf(place))));
    const byId = new Map(all.map((named) => [named.place.id, named]));
    const arranged = items(map, all, narrow);
    const frame = { left: 8, top: 8, right: map.getSize().x - 8, bottom: map.getSize().y - 8 };
    const toward: Side = text.dir === "rtl" ? "left" : "right";
    const spots = arrange(arranged, toward, frame, furniture(map));
    const corner = map.getPixelBounds().getTopLeft();
    const boxes = arranged.flatMap((item): Box[] => occupied(item, spots.get(item.id) ?? { dx: 0, dy: 0, label: null }).map((each) => [each.left + corner.x, each.top + corner.y, each.right + corner.x, each.bottom + corner.y]));
    take(chart, boxes);
    for (const item of arranged) {
      const named = byId.get(item.id);
      const spot = spots.get(item.id);
      if (!named?.place.position || !spot) continue;
      const at: L.LatLngTuple = [named.place.position[1], named.place.position[0]];
      if (!named.place.reference_only) area(given, named.place, at).addTo(group);
      const icon = L.divIcon({ className: "anchor", iconSize: [0, 0], html: badge(given, named, item, spot) });
      L.marker(at, { icon, interactive: false, keyboard: false }).addTo(group);
    }
    if (key !== undefined) [...map.getContainer().querySelectorAll<HTMLElement>("[data-key]")].find((each) => each.dataset["key"] === key)?.focus({ preventScroll: true });
  };

  let frame = 0;
  const later = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(render);
  };
  map.on("zoomend resize", later);
  const end = follow([given.told], render);
  const endPage = given.page.on((now, before) => (now.lang !== before.lang || now.chosen !== before.chosen) && later());
  void document.fonts.ready.then(later);
  return () => {
    end();
    endPage();
    cancelAnimationFrame(frame);
    map.off("zoomend resize", later);
    group.remove();
    defs.remove();
  };
}
