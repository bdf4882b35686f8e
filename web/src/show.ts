import type { Collection } from "./api";
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

/** Shows all that files hold, unless the address names a view. */
export function showFiles(given: Given, chart: Chart, all: readonly Collection[]): void {
  if (given.page.get().view !== null) return;
  const boxes = all.flatMap((each) => each.extent?.spatial?.bbox ?? []);
  chart.fit(boxes.flatMap(corners));
}

/** The south-west and the north-east corner of a box of four or six numbers; one that crosses the antimeridian stays in one piece. */
function corners(box: readonly number[]): Position[] {
  const half = box.length / 2;
  const [west, south, east, north] = [box[0], box[1], box[half], box[half + 1]];
  if (west === undefined || south === undefined || east === undefined || north === undefined) return [];
  return [
    [west, south],
    [east < west ? east + 360 : east, north],
  ];
}
