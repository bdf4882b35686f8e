import { features, reason, situation } from "./api";
import type { Load } from "./cell";
import type { Given, Told } from "./given";
import type { State } from "./state";

type Fixed = Pick<Told, "latest" | "began" | "undated" | "changed">;

const text = (value: unknown) => (typeof value === "string" ? value : null);

async function fixed(signal: AbortSignal): Promise<Fixed> {
  const [latest, events, control] = await Promise.all([
    situation(null, [], signal),
    features("events", { limit: 10_000 }, signal),
    features("control", { limit: 10_000 }, signal),
  ]);
  const all = events.features.map((each) => each.properties ?? {});
  const dated = all.filter((each) => text(each["start"]) !== null && each["time_precision"] !== "year" && each["time_precision"] !== "unknown");
  const changed = control.features.map((each) => text(each.properties?.["start"])).filter((day) => day !== null);
  return { latest, began: dated.map((each) => text(each["start"]) ?? ""), undated: all.length - dated.length, changed };
}

const same = (a: State, b: State) => a.moment === b.moment && a.sources.join() === b.sources.join();

/** Keeps what is told up with the moment and the sources of the page. The newest question wins. */
export function told(given: Given): () => void {
  let running = new AbortController();
  let kept: Fixed | null = null;

  async function ask(): Promise<void> {
    running.abort();
    const mine = (running = new AbortController());
    const last = given.told.get()?.value ?? null;
    given.told.set({ is: "loading", value: last });
    given.told.set(await answer(mine.signal, last));
  }

  async function answer(signal: AbortSignal, last: Told | null): Promise<Load<Told>> {
    const { moment, sources } = given.page.get();
    try {
      const still = (kept ??= await fixed(signal));
      const now = moment === null && sources.length === 0 ? still.latest : await situation(moment, sources, signal);
      return { is: "ready", value: { ...still, now, asked: { moment, sources } } };
    } catch (failure) {
      if (signal.aborted) return given.told.get() ?? { is: "loading", value: last };
      return { is: "failed", value: last, why: reason(failure) };
    }
  }

  const ends = [
    given.page.on((now, before) => {
      if (!same(now, before)) void ask();
    }),
    given.again.on(() => void ask()),
  ];
  void ask();
  return () => {
    for (const end of ends) end();
    running.abort();
  };
}
