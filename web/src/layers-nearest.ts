import L from "leaflet";
import type { Near } from "./api";
import { meet, type Box } from "./basemap-project";
import { follow } from "./cell";
import { between, destination } from "./compass";
import { h } from "./element";
import type { Given } from "./given";
import type { Chart } from "./map";
import { accuracyOf, roundedDistance } from "./nearby";
import { needle } from "./situation";

/** Where the line to a facility ends: at its nearest point, and at the rim of its circle where nothing may point at the middle. */
function target(found: Near, from: L.LatLngTuple): L.LatLngTuple | null {
  const accuracy = accuracyOf(found);
  const { distance, azimuth } = found.nearest;
  const far = accuracy > needle ? distance - accuracy : distance;
  if (far <= 0) return null;
  if (found.geometry?.type === "Point" && far === distance) {
    const [lng = 0, lat = 0] = found.geometry.coordinates;
    return [lat, lng];
  }
  const [lng, lat] = destination([from[1], from[0]], azimuth, far);
  return [lat, lng];
}

const latLng = ([lng, lat]: readonly [number, number]): L.LatLngTuple => [lat, lng];

/** The way over the ground: straight on the Earth, which is bent on the map if it is long. */
function way(from: L.LatLngTuple, to: L.LatLngTuple, metres: number): L.LatLngTuple[] {
  const parts = Math.min(64, Math.max(1, Math.ceil(metres / 50_000)));
  return Array.from({ length: parts + 1 }, (_, index) => latLng(between([from[1], from[0]], [to[1], to[0]], index / parts)));
}

/** Where along its line a length may stand, best first. */
const stands = [0.5, 0.6, 0.4, 0.7, 0.3, 0.8, 0.2];

/** The length of a line, standing on it where it hides no sign and no other length; only the nearest is shown even if there is no such place. */
function tag(given: Given, chart: Chart, found: Near, ends: readonly [L.LatLngTuple, L.LatLngTuple], taken: Box[], always: boolean): L.Marker | null {
  const text = given.text();
  const length = text.length(roundedDistance(found));
  const words = accuracyOf(found) > needle ? text.t("near.aboutShort", { length }) : length;
  const [from, to] = ends.map(([lat, lng]) => [lng, lat] as const) as [readonly [number, number], readonly [number, number]];
  const places = stands.map((fraction) => {
    const at = latLng(between(from, to, fraction));
    const { x, y } = chart.map.project(at);
    const half = 4 * words.length + 6;
    return { at, box: [x - half, y - 11, x + half, y + 11] as Box };
  });
  const free = places.find(({ box }) => !taken.some((each) => meet(each, box))) ?? (always ? places[0] : undefined);
  if (free === undefined) return null;
  taken.push(free.box);
  const icon = L.divIcon({ className: "anchor", iconSize: [0, 0], html: h("span", { class: "line-tag" }, words) });
  return L.marker(free.at, { icon, interactive: false, keyboard: false, zIndexOffset: 2000 });
}

function cross(from: L.LatLngTuple): L.Marker {
  const icon = L.divIcon({ className: "anchor", iconSize: [0, 0], html: h("span", { class: "cross" }) });
  return L.marker(from, { icon, interactive: false, keyboard: false });
}

/** The lines from the chosen spot to the nearest facilities. */
export function nearestLines(given: Given, chart: Chart): () => void {
  const group = L.layerGroup().addTo(chart.map);
  const render = () => {
    group.clearLayers();
    const spot = given.page.get().near;
    if (spot === null) return;
    const from: L.LatLngTuple = [spot[1], spot[0]];
    const { zoom, boxes } = chart.taken.get();
    const taken = zoom === chart.map.getZoom() ? [...boxes] : [];
    for (const [index, found] of (given.nearby.get()?.value?.found ?? []).entries()) {
      const to = target(found, from);
      if (to === null) continue;
      L.polyline(way(from, to, found.nearest.distance), { className: `near-line${index === 0 ? " nearest" : ""}`, interactive: false }).addTo(group);
      if (index < 3) tag(given, chart, found, [from, to], taken, index === 0)?.addTo(group);
    }
    cross(from).addTo(group);
  };
  chart.map.on("zoomend", render);
  const end = follow([given.page, given.nearby, chart.taken], render, () => [given.page.get().near, given.page.get().lang, given.nearby.get(), chart.taken.get()]);
  return () => {
    end();
    chart.map.off("zoomend", render);
    group.remove();
  };
}
