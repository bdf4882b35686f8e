import type { Feature } from "geojson";
import L from "leaflet";
import { follow } from "./cell";
import { h } from "./element";
import type { Given } from "./given";
import type { Chart } from "./map";
import { titleOf } from "./title";

const colours = 6;

/** One colour and one shape after the other, collection by collection. */
function style(index: number, chosen: boolean): L.PathOptions {
  return { className: `feature feature-${index % colours}${chosen ? " chosen" : ""}`, weight: chosen ? 3 : 1.5, fillOpacity: chosen ? 0.9 : 0.55 };
}

function radius(feature: Feature): number {
  return feature.geometry.type === "Point" || feature.geometry.type === "MultiPoint" ? 6 : 5;
}

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
        style: (feature) => style(index, feature !== undefined && `${each.collection.id}/${String(feature.id)}` === chosen),
        pointToLayer: (feature, at) => L.circleMarker(at, { radius: radius(feature), renderer }),
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
