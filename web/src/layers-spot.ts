import L from "leaflet";
import { follow } from "./cell";
import { h } from "./element";
import type { Given } from "./given";
import type { Chart } from "./map";

/** The spot of what is being written, with the circle in which the true one lies. */
export function spotLayer(given: Given, chart: Chart): () => void {
  const { map } = chart;
  const group = L.layerGroup().addTo(map);
  const render = () => {
    group.clearLayers();
    const placing = given.placing.get();
    map.getContainer().classList.toggle("placing", placing?.picking === true);
    if (placing === null || placing.spot === null) return;
    const at: L.LatLngTuple = [placing.spot[1], placing.spot[0]];
    const circle = L.circle(at, { radius: placing.metres ?? 0, className: "draft-area", interactive: false });
    if ((placing.metres ?? 0) > 0) circle.addTo(group);
    const icon = L.divIcon({ className: "anchor", iconSize: [0, 0], html: h("span", { class: "draft-spot" }) });
    const marker = L.marker(at, { icon, interactive: placing.picking, draggable: placing.picking, keyboard: false, zIndexOffset: 3000 }).addTo(group);
    marker.on("drag", () => circle.setLatLng(marker.getLatLng()));
    marker.on("dragend", () => {
      const { lat, lng } = marker.getLatLng().wrap();
      given.placing.get()?.take([Number(lng.toFixed(5)), Number(lat.toFixed(5))]);
    });
  };
  let shown = "";
  const reveal = () => {
    const placing = given.placing.get();
    const now = placing === null ? "" : `${placing.picking} ${placing.spot === null}`;
    // What was chosen with the map is seen; what is opened or typed is brought into view.
    if (placing?.spot && now !== shown) chart.reveal(placing.spot, placing.metres ?? 0);
    shown = now;
  };
  const ends = [follow([given.placing], render), given.placing.on(reveal)];
  return () => {
    for (const end of ends) end();
    group.remove();
  };
}
