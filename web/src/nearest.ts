import { nearest as ask, reason } from "./api";
import type { Given } from "./given";

/** The kinds of place that count as a facility. */
export const facilities: ReadonlySet<string> = new Set(["prison", "camp", "base", "oil field"]);

const shown = 5;

async function facilitiesNear(spot: readonly [number, number], known: string | null, signal: AbortSignal) {
  const all = await ask("places", spot, 100, known, signal);
  return all.filter((each) => facilities.has(String(each.properties?.["kind"])));
}

/** Where the nearest are looked for: the places of a situation, else the first collection that is drawn. */
function collection(given: Given): string | null {
  if (given.drawn.get() === null) return "places";
  const drawn = given.drawn.get()?.value ?? [];
  return (drawn.find((each) => each.shown) ?? drawn[0])?.collection.id ?? null;
}

/** Asks for the nearest facilities whenever the page has a new spot to ask for. */
export function nearest(given: Given): () => void {
  let running = new AbortController();
  let last = "";

  async function look(spot: readonly [number, number], from: string, quietly = false): Promise<void> {
    running.abort();
    const mine = (running = new AbortController());
    const { known } = given.page.get();
    if (!quietly) given.nearby.set({ is: "loading", value: null });
    try {
      const found = given.drawn.get() === null ? await facilitiesNear(spot, known, mine.signal) : await ask(from, spot, shown, known, mine.signal);
      if (!mine.signal.aborted) given.nearby.set({ is: "ready", value: { spot, collection: from, found: found.slice(0, shown) } });
    } catch (failure) {
      if (mine.signal.aborted || quietly) return;
      given.nearby.set({ is: "failed", value: null, why: reason(failure) });
    }
  }

  function follow(): void {
    const spot = given.page.get().near;
    const from = collection(given);
    const wanted = spot && from ? `${spot.join()} ${from} ${given.page.get().known}` : "";
    if (wanted === last) return;
    last = wanted;
    if (spot && from) return void look(spot, from);
    running.abort();
    given.nearby.set(null);
  }

  const again = () => {
    if (given.nearby.get()?.is === "failed") last = "";
    follow();
  };
  const refresh = () => {
    const { near, known } = given.page.get();
    const from = collection(given);
    if (near !== null && from !== null && known === null && given.nearby.get()?.is === "ready") void look(near, from, true);
  };
  const ends = [given.page.on(follow), given.drawn.on(follow), given.again.on(again), given.fresh.on(refresh)];
  follow();
  return () => {
    running.abort();
    for (const end of ends) end();
  };
}
