import { features, reason, situation } from "./api";
import type { Load } from "./cell";
import type { Given, Told } from "./given";
import type { State } from "./state";

type Fixed = Pick<Told, "latest" | "began" | "undated" | "changed">;

const text = (value: unknown) => (typeof value === "string" ? value : null);

async function fixed(known: string | null, signal: AbortSignal): Promise<Fixed> {
  const [latest, events, control] = await Promise.all([
    situation(null, [], known, signal),
    features("events", { limit: 10_000, known }, signal),
    features("control", { limit: 10_000, known }, signal),
  ]);
  const all = events.features.map((each) => each.properties ?? {});
  const dated = all.filter((each) => text(each["start"]) !== null && each["time_precision"] !== "year" && each["time_precision"] !== "unknown");
  const changed = control.features.map((each) => text(each.properties?.["start"])).filter((day) => day !== null);
  return { latest, began: dated.map((each) => text(each["start"]) ?? ""), undated: all.length - dated.length, changed };
}

const same = (a: State, b: State) => a.moment === b.moment && a.sources.join() === b.sources.join() && a.known === b.known;

/** Keeps what is told up with the moment and the sources of the page. The newest question wins. */
export function told(given: Given): () => void {
  let running = new AbortController();
  let kept: { readonly known: string | null; readonly value: Fixed } | null = null;

  async function ask(): Promise<void> {
    running.abort();
    const mine = (running = new AbortController());
    const last = given.told.get()?.value ?? null;
    given.told.set({ is: "loading", value: last });
    given.told.set(await answer(mine.signal, last));
  }

  /** What is shown stays as it is until there is something newer. */
  async function refresh(): Promise<void> {
    if (given.page.get().known !== null) return;
    kept = null;
    if (given.told.get()?.is === "loading") return ask();
    if (given.told.get()?.is !== "ready") return;
    const mine = (running = new AbortController());
    const last = given.told.get()?.value ?? null;
    const next = await answer(mine.signal, last);
    if (!mine.signal.aborted && next.is === "ready") given.told.set(next);
  }

  async function answer(signal: AbortSignal, last: Told | null): Promise<Load<Told>> {
    const { moment, sources, known } = given.page.get();
    try {
      if (kept === null || kept.known !== known) kept = { known, value: await fixed(known, signal) };
      const still = kept.value;
      const now = moment === null && sources.length === 0 ? still.latest : await situation(moment, sources, known, signal);
      return { is: "ready", value: { ...still, now, asked: { moment, sources, known } } };
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
    given.fresh.on(() => void refresh()),
  ];
  void ask();
  return () => {
    for (const end of ends) end();
    running.abort();
  };
}
