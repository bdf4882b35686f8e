import L from "leaflet";
import { follow } from "./cell";
import { h } from "./element";
import type { Given } from "./given";
import type { Chart } from "./map";
import { colourOf } from "./symbols";
import { titleOf } from "./title";

/** One colour after the other, collection by collection; areas let the ground be read through them. */
function style(index: number, point: boolean, chosen: boolean): L.PathOptions {
  const [plain, picked] = point ? [0.55, 0.9] : [0.16, 0.35];
  return { className: `feature ${colourOf(index)}${chosen ? " chosen" : ""}`, weight: chosen ? 3 : 1.5, fillOpacity: chosen ? picked : plain };
}

/** Where there are many points they are small. */
const radius = (count: number) => (count > 500 ? 4 : 6);

/** The features of files, as they are. */
export function featureShapes(given: Given, chart: Chart): () => void {
  const { map } = chart;
  const group = L.layerGroup().addTo(map);
  const renderer = L.svg({ padding: 0.3 });

  const render = () => {
    group.clearLayers();
    const chosen = given.page.get().chosen;
    const text = given.text();
    for (const [index, each] of (given.drawn.get()?.value ?? []).entries()) {
      const placed = each.features.filter((feature) => feature.geometry !== null);
      const shapes = L.geoJSON(placed, {
        style: (feature) => style(index, feature?.geometry.type.endsWith("Point") === true, feature !== undefined && `${each.collection.id}/${String(feature.id)}` === chosen),
        pointToLayer: (_, at) => L.circleMarker(at, { radius: radius(placed.length), renderer }),
        onEachFeature: (feature, layer) => {
          const id = `${each.collection.id}/${String(feature.id)}`;
          layer.on("click", (event: L.LeafletMouseEvent) => {
            L.DomEvent.stopPropagation(event);
            given.page.change({ chosen: id });
          });
          // An element with a text node: a name is never markup.
          layer.bindTooltip(() => h("bdi", {}, titleOf(text, feature)), { direction: "top", className: "tip" });
        },
      });
      shapes.addTo(group);
    }
  };
  const end = follow([given.drawn], render);
  const endPage = given.page.on((now, before) => (now.chosen !== before.chosen || now.lang !== before.lang) && render());
  return () => {
    end();
    endPage();
    group.remove();
    renderer.remove();
  };
}
