import type { Given } from "./given";
import type { Chart } from "./map";

type Position = readonly [number, number];

function points(given: Given): Position[] {
  return (given.told.get()?.value?.latest.places ?? []).map((place) => place.position).filter((each) => each !== null);
}

/** Shows the whole the first time it is known, unless the address names a view; afterwards brings what is chosen into view. */
export function show(given: Given, chart: Chart): () => void {
  let fitted = given.page.get().view !== null;
  const first = () => {
    const all = points(given);
    if (fitted || all.length === 0) return;
    fitted = true;
    chart.fit(all);
    reveal();
  };
  const reveal = () => {
    const { chosen } = given.page.get();
    const place = given.told.get()?.value?.now.places.find((each) => each.id === chosen);
    if (place?.position) chart.reveal(place.position, place.position_accuracy ?? 0);
  };
  const ends = [
    given.told.on(first),
    given.page.on((now, before) => {
      if (now.chosen !== before.chosen && now.chosen !== null) reveal();
    }),
  ];
  first();
  return () => {
    for (const end of ends) end();
  };
}
