import L from "leaflet";
import "leaflet/dist/leaflet.css";
import { attribution, basemap, type Taken } from "./basemap";
import { cell, type Cell } from "./cell";
import { h } from "./element";
import type { Given } from "./given";
import { roundLength } from "./ruler";
import type { View } from "./state";

/** The part of the world that is shown before anything else is known: north-eastern Syria. */
const region = L.latLngBounds([34.4, 37.6], [37.3, 42.3]);

export interface Chart {
  readonly map: L.Map;
  /** What signs and names cover, so that other names keep away from it. */
  readonly taken: Cell<Taken>;
  /** Shows all of these points (longitude, latitude), with room for names around them. */
  fit(points: readonly (readonly [number, number])[]): void;
  /** Brings a spot into view if it is not. `metres`: what must be seen around it. */
  reveal(spot: readonly [number, number], metres: number): void;
  remove(): void;
}

/** At most so many pixels. */
const rulerWidth = 120;

const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

function options(): L.MapOptions {
  const moves = !still();
  return {
    zoomControl: false,
    attributionControl: false,
    zoomSnap: 1,
    zoomDelta: 1,
    minZoom: 3,
    maxZoom: 16,
    worldCopyJump: true,
    zoomAnimation: moves,
    fadeAnimation: moves,
    markerZoomAnimation: moves,
    inertia: moves,
    keyboardPanDelta: 120,
  };
}

function viewOf(map: L.Map): View {
  const middle = map.getCenter().wrap();
  return { lng: middle.lng, lat: middle.lat, zoom: map.getZoom() };
}

const near = (a: View, b: View) => Math.abs(a.lng - b.lng) < 1e-4 && Math.abs(a.lat - b.lat) < 1e-4 && Math.abs(a.zoom - b.zoom) < 0.01;

function boxOf(map: L.Map): string {
  const bounds = map.getBounds();
  const wide = bounds.getEast() - bounds.getWest() >= 360;
  const lng = (value: number) => L.latLng(0, value).wrap().lng;
  const west = wide ? -180 : lng(bounds.getWest());
  const east = wide ? 180 : lng(bounds.getEast());
  const lat = (value: number) => Math.max(-90, Math.min(90, value));
  return [west, lat(bounds.getSouth()), east, lat(bounds.getNorth())].map((each) => each.toFixed(5)).join(",");
}

/** How long a round number of kilometres is in the middle of the map. */
function ruler(given: Given, map: L.Map): { control: L.Control; update: () => void } {
  const bar = h("span", { class: "ruler", dir: "auto" });
  const control = new L.Control({ position: "bottomright" });
  control.onAdd = () => bar;
  const update = () => {
    const y = map.getSize().y / 2;
    const most = map.distance(map.containerPointToLatLng([0, y]), map.containerPointToLatLng([rulerWidth, y]));
    if (!(most > 0)) return;
    const length = roundLength(most);
    bar.style.width = `${Math.round((rulerWidth * length) / most)}px`;
    bar.textContent = given.text().length(length);
  };
  map.on("move resize", update);
  return { control, update };
}

function controls(given: Given, map: L.Map): () => void {
  const zoom = L.control.zoom({ position: "topright" }).addTo(map);
  const credit = L.control.attribution({ position: "bottomright", prefix: false }).addAttribution(attribution).addTo(map);
  const { control: scale, update } = ruler(given, map);
  scale.addTo(map);
  const label = () => {
    const text = given.text();
    const [side, other] = text.dir === "rtl" ? (["left", "right"] as const) : (["right", "left"] as const);
    zoom.setPosition(`top${side}`);
    scale.setPosition(`bottom${other}`);
    credit.setPosition(`bottom${side}`);
    const [plus, minus] = zoom.getContainer()?.querySelectorAll("a") ?? [];
    for (const [button, words] of [[plus, text.t("map.in")], [minus, text.t("map.out")]] as const) {
      button?.setAttribute("aria-label", words);
      button?.setAttribute("title", words);
    }
    map.getContainer().setAttribute("aria-label", text.t("map.label"));
    update();
  };
  label();
  const end = given.page.on((now, before) => now.lang !== before.lang && label());
  return () => {
    end();
    map.off("move resize", update);
    zoom.remove();
    credit.remove();
    scale.remove();
  };
}

/** Keeps the map and the page's state together: what the person moves is remembered, what the address says is shown. */
function together(given: Given, map: L.Map): () => void {
  let moving = false;
  const tell = () => {
    given.seen.set(boxOf(map));
    if (moving) return;
    const view = viewOf(map);
    const known = given.page.get().view;
    if (known === null || !near(view, known)) given.page.change({ view }, "replace");
  };
  map.on("moveend", tell);
  const end = given.page.on(({ view }, before) => {
    if (view === null || view === before.view || near(view, viewOf(map))) return;
    moving = true;
    map.setView([view.lat, view.lng], view.zoom, { animate: false });
    moving = false;
  });
  return () => {
    end();
    map.off("moveend", tell);
  };
}

/** The land, the rivers and the names under everything else. */
function ground(given: Given, map: L.Map, taken: Cell<Taken>): () => void {
  const night = window.matchMedia("(prefers-color-scheme: dark)");
  const base = basemap(map, { lang: () => given.page.get().lang, dark: () => night.matches, taken: taken.get });
  const redraw = () => base.redraw();
  const arrived = (word: string) => () => (map.getContainer().dataset["ground"] = word);
  base.ready.then(arrived("drawn"), arrived("missing"));
  night.addEventListener("change", redraw);
  const end = given.page.on((now, before) => now.lang !== before.lang && redraw());
  const endTaken = taken.on(() => base.rearrange());
  return () => {
    end();
    endTaken();
    night.removeEventListener("change", redraw);
    base.remove();
  };
}

/** A click asks for what is nearest, or chooses the spot of what is being written; so do Enter and a button, for the middle of the map. */
function asking(given: Given, map: L.Map, middle: HTMLElement): () => void {
  const ask = (at: L.LatLng) => {
    const { lat, lng } = at.wrap();
    const spot = [Number(lng.toFixed(5)), Number(lat.toFixed(5))] as const;
    const placing = given.placing.get();
    if (placing?.picking) placing.take(spot);
    else given.page.change({ near: spot });
  };
  const click = (event: L.LeafletMouseEvent) => ask(event.latlng);
  const key = (event: KeyboardEvent) => {
    if (event.key === "Enter" && event.target === map.getContainer()) ask(map.getCenter());
  };
  // The mark in the middle is for those who come with the keyboard.
  const byKeys = () => map.getContainer().classList.add("by-keys");
  const byHand = () => map.getContainer().classList.remove("by-keys");
  map.getContainer().addEventListener("keyup", byKeys);
  map.getContainer().addEventListener("pointerdown", byHand);
  const press = () => ask(map.getCenter());
  map.on("click", click);
  middle.addEventListener("click", press);
  map.getContainer().addEventListener("keydown", key);
  return () => {
    map.off("click", click);
    middle.removeEventListener("click", press);
    map.getContainer().removeEventListener("keydown", key);
    map.getContainer().removeEventListener("keyup", byKeys);
    map.getContainer().removeEventListener("pointerdown", byHand);
  };
}

/** Makes the map in an element; `middle` is the button that asks for what is nearest to its middle. */
export function chart(given: Given, element: HTMLElement, middle: HTMLElement): Chart {
  const map = L.map(element, options());
  const view = given.page.get().view;
  if (view) map.setView([view.lat, view.lng], view.zoom, { animate: false });
  else map.fitBounds(region, { animate: false });
  const taken = cell<Taken>({ zoom: -1, boxes: [] });
  const ends = [ground(given, map, taken), controls(given, map), together(given, map), asking(given, map, middle)];
  const resized = new ResizeObserver(() => map.invalidateSize({ animate: false }));
  resized.observe(element);
  given.seen.set(boxOf(map));
  return {
    map,
    taken,
    fit(points) {
      if (points.length === 0) return;
      const narrow = map.getSize().x < 500;
      const pad = narrow ? L.point(48, 44) : L.point(64, 60);
      map.fitBounds(L.latLngBounds(points.map(([lng, lat]) => [lat, lng])), { animate: false, padding: pad, maxZoom: 10 });
    },
    reveal([lng, lat], metres) {
      const around = L.latLng(lat, lng).toBounds(Math.max(2 * metres, 2000));
      // Room for the sign beside the spot, and for what stands in the corners of the map.
      const size = map.getSize();
      const room = L.point(Math.min(48, size.x / 5), Math.min(48, size.y / 5));
      const box = L.bounds(map.latLngToContainerPoint(around.getNorthWest()), map.latLngToContainerPoint(around.getSouthEast()));
      if (L.bounds(room, size.subtract(room)).contains(box)) return;
      const zoom = Math.max(Math.min(map.getZoom(), map.getBoundsZoom(around)), 8);
      map.setView([lat, lng], zoom, { animate: !still() });
    },
    remove() {
      resized.disconnect();
      for (const end of ends) end();
      map.remove();
    },
  };
}
