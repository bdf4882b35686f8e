import { features, reason, type Collection } from "./api";
import type { Drawn, Given } from "./given";
import type { State } from "./state";

/** At most so many features of a collection are fetched and drawn. */
export const mostDrawn = 2000;

const nothing = (collection: Collection, shown: boolean): Drawn => ({ collection, shown, features: [], matched: null });

/** Keeps the features of files up with what is seen of the world, the moment and the chosen collections. */
export function drawn(given: Given, all: readonly Collection[], window: (moment: string) => string): () => void {
  let running = new AbortController();
  let last = "";

  async function one(collection: Collection, state: State, signal: AbortSignal): Promise<Drawn> {
    const shown = state.collections.length === 0 || state.collections.includes(collection.id);
    if (!shown) return nothing(collection, false);
    const datetime = state.moment === null ? null : window(state.moment);
    const page = await features(collection.id, { limit: mostDrawn, bbox: given.seen.get(), datetime, known: state.known }, signal);
    return { collection, shown, features: page.features, matched: page.numberMatched ?? null };
  }

  async function ask(state: State, quietly = false): Promise<void> {
    running.abort();
    const mine = (running = new AbortController());
    const before = given.drawn.get()?.value ?? null;
    if (!quietly) given.drawn.set({ is: "loading", value: before });
    try {
      const value = await Promise.all(all.map((each) => one(each, state, mine.signal)));
      if (!mine.signal.aborted) given.drawn.set({ is: "ready", value });
    } catch (failure) {
      if (mine.signal.aborted || quietly) return;
      given.drawn.set({ is: "failed", value: before, why: reason(failure) });
    }
  }

  function follow(): void {
    const state = given.page.get();
    const wanted = [given.seen.get(), state.moment, state.collections.join(), state.known].join(" ");
    if (given.seen.get() === null || wanted === last) return;
    last = wanted;
    void ask(state);
  }

  /** What is shown stays as it is until there is something newer. */
  const refresh = () => {
    const state = given.page.get();
    if (given.drawn.get()?.is === "ready" && state.known === null) void ask(state, true);
  };

  given.drawn.set({ is: "loading", value: null });
  const ends = [given.page.on(follow), given.seen.on(follow), given.again.on(() => void ask(given.page.get())), given.fresh.on(refresh)];
  follow();
  return () => {
    running.abort();
    for (const end of ends) end();
  };
}
