import L from "leaflet";
import { h } from "./element";
import { around } from "./find/open";
import type { Given } from "./given";
import type { Chart } from "./map";
import { featureIn, type Change } from "./past/change";
import { placeOf } from "./past/subjects";

/** How long a ring stays, in milliseconds; it moves for as long, unless nothing shall move. */
const stays = 2400;
/** The newest state is waited for at most so long. */
const patience = 1500;
/** Rings for more would tell nothing. */
const most = 20;

/** A ring where something has changed, once. */
export function pulses(given: Given, chart: Chart): () => void {
  const { map } = chart;
  const group = L.layerGroup().addTo(map);
  let waiting: readonly Change[] = [];
  let timer = 0;

  /** Where the ring belongs: around the sign of a place, else in the middle of the feature. */
  function spot(change: Change): readonly [number, number] | HTMLElement | null {
    const place = placeOf(given, change);
    if (place !== null) return map.getContainer().querySelector<HTMLElement>(`.badge[data-place="${CSS.escape(place)}"]`);
    const feature = featureIn(change);
    const corners = given.told.get() === null && feature !== null ? around([feature]) : null;
    if (corners === null) return null;
    return [(corners[0][0] + corners[1][0]) / 2, (corners[0][1] + corners[1][1]) / 2];
  }
  const pulse = () => {
    window.clearTimeout(timer);
    const badges = new Set<HTMLElement>();
    const rings = L.layerGroup().addTo(group);
    for (const change of waiting.slice(0, most)) {
      const at = spot(change);
      if (at instanceof HTMLElement) badges.add(at);
      else if (at !== null) L.marker([at[1], at[0]], { icon: L.divIcon({ className: "anchor", iconSize: [0, 0], html: h("span", { class: "pulse" }) }), interactive: false, keyboard: false }).addTo(rings);
    }
    waiting = [];
    for (const badge of badges) badge.classList.add("pulsing");
    window.setTimeout(() => {
      rings.remove();
      for (const badge of badges) badge.classList.remove("pulsing");
    }, stays);
  };
  const settled = (load: { readonly is: string } | null) => {
    // The signs are made anew in the same moment: those that stay are marked after it.
    if (waiting.length > 0 && load?.is === "ready") requestAnimationFrame(pulse);
  };
  const ends = [
    given.touched.on((changes) => {
      waiting = changes;
      window.clearTimeout(timer);
      if (changes.length > 0) timer = window.setTimeout(pulse, patience);
    }),
    given.told.on(settled),
    given.drawn.on(settled),
  ];
  return () => {
    window.clearTimeout(timer);
    for (const end of ends) end();
    group.remove();
  };
}
