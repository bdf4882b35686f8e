import type { Feature } from "geojson";
import L from "leaflet";
import { follow } from "./cell";
import { h } from "./element";
import { opens } from "./find/open";
import { foundTitle } from "./find/words";
import type { Given } from "./given";
import type { Chart } from "./map";
import { needle } from "./situation";

const pane = "found";

/** Metres within which the position is known; 0 if it may be pointed at. */
function vague(feature: Feature | undefined): number {
  const metres: unknown = feature?.properties?.["position_accuracy"];
  return typeof metres === "number" && metres > needle ? metres : 0;
}

/** More than these are drawn lightly. */
const many = 100;

/** Many rings are smaller ones; those of a situation go round the signs that stand there. */
function radius(given: Given, count: number): number {
  if (given.told.get() !== null) return 26;
  return count > many ? 6 : 10;
}

/** What was found, in ink above everything that has a colour, and the part of the map that was looked through. */
export function foundShapes(given: Given, chart: Chart): () => void {
  const { map } = chart;
  // Above everything that is drawn, below the signs.
  map.createPane(pane).style.zIndex = "450";
  const renderer = L.svg({ padding: 0.3, pane });
  const group = L.layerGroup().addTo(map);
  const box = L.layerGroup().addTo(map);

  const frame = () => {
    box.clearLayers();
    const bounds = given.page.get().find?.bounds;
    if (!bounds) return;
    const [west, south, east, north] = bounds;
    L.rectangle([[south, west], [north, east < west ? east + 360 : east]], { className: "found-box", interactive: false, fill: false, renderer, pane }).addTo(box);
  };
  const render = () => {
    group.clearLayers();
    const found = given.found.get()?.value;
    const { chosen, find } = given.page.get();
    if (!found || find === null) return;
    const { collection } = found.question;
    const placed = found.features.filter((feature) => feature.geometry !== null);
    const classOf = (feature: Feature | undefined) => {
      const is = feature !== undefined && chosen !== null && opens(given, collection, feature) === chosen;
      return `found-shape${vague(feature) > 0 ? " vague" : ""}${placed.length > many ? " many" : ""}${is ? " chosen" : ""}`;
    };
    L.geoJSON(placed, {
      pane,
      style: (feature) => ({ className: classOf(feature), renderer, pane, bubblingMouseEvents: false }),
      pointToLayer: (feature, at) => {
        const metres = vague(feature);
        return metres > 0 ? L.circle(at, { radius: metres, renderer, pane }) : L.circleMarker(at, { radius: radius(given, placed.length), renderer, pane });
      },
      onEachFeature: (feature, layer) => {
        const open = opens(given, collection, feature);
        if (open !== null) layer.on("click", () => given.page.change({ chosen: open }));
        layer.bindTooltip(() => h("bdi", {}, foundTitle(given, collection, feature)), { direction: "top", className: "tip" });
      },
    }).addTo(group);
  };
  /** What is opened from the list is brought into view. */
  const reveal = (chosen: string) => {
    const found = given.found.get()?.value;
    const feature = found?.features.find((each) => each.geometry !== null && opens(given, found.question.collection, each) === chosen);
    if (!feature) return;
    const bounds = L.geoJSON(feature).getBounds();
    if (!bounds.isValid()) return;
    const { lng, lat } = bounds.getCenter();
    chart.reveal([lng, lat], Math.max(vague(feature), bounds.getCenter().distanceTo(bounds.getNorthEast())));
  };
  const ends = [
    follow([given.found], render),
    follow([given.page], frame, () => [given.page.get().find?.bounds]),
    given.page.on((now, before) => {
      if (now.chosen !== before.chosen || now.lang !== before.lang || (now.find === null) !== (before.find === null)) render();
      if (now.find !== null && now.chosen !== null && now.chosen !== before.chosen) reveal(now.chosen);
    }),
  ];
  return () => {
    for (const end of ends) end();
    group.remove();
    box.remove();
    renderer.remove();
  };
}
