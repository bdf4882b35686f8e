import L from "leaflet";
import type { Near } from "./api";
import { follow } from "./cell";
import { destination } from "./compass";
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

/** The length in kilometres, standing on the middle of its line. */
function tag(given: Given, found: Near, from: L.LatLngTuple, to: L.LatLngTuple): L.Marker {
  const text = given.text();
  const length = text.length(roundedDistance(found));
  const words = accuracyOf(found) > needle ? text.t("near.aboutShort", { length }) : length;
  const icon = L.divIcon({ className: "anchor", iconSize: [0, 0], html: h("span", { class: "line-tag" }, words) });
  return L.marker([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2], { icon, interactive: false, keyboard: false, zIndexOffset: 2000 });
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
    for (const [index, found] of (given.nearby.get()?.value?.found ?? []).entries()) {
      const to = target(found, from);
      if (to === null) continue;
      L.polyline([from, to], { className: `near-line${index === 0 ? " nearest" : ""}`, interactive: false }).addTo(group);
      if (index < 3) tag(given, found, from, to).addTo(group);
    }
    cross(from).addTo(group);
  };
  const end = follow([given.page, given.nearby], render);
  return () => {
    end();
    group.remove();
  };
}
