import { changes, reason, Refused, type Changes } from "../api";
import type { Given, Listed } from "../given";
import { newestFirst, type Change } from "./change";
import { sinceWhen } from "./since";

/** The service gives so many changes at once, and is asked so often at the most. */
const page = 1000;
const pages = 5;

async function all(since: string | null, signal: AbortSignal): Promise<{ changes: Change[]; more: boolean }> {
  const found: Change[] = [];
  let next: string | null = since;
  for (let turn = 0; turn < pages; turn++) {
    const some: Changes = await changes({ ...(next === null ? {} : { since: next }), limit: page }, signal);
    found.push(...some.changes);
    if (!some.more) return { changes: found, more: false };
    next = String(some.rev);
  }
  return { changes: found, more: true };
}

/** What is older than the service remembers is asked for as far as it does. */
async function list(given: Given, since: string, signal: AbortSignal): Promise<Listed> {
  const from = sinceWhen(since, Date.now(), given.visit.get());
  const [found, cut] = await all(from, signal).then(
    (found) => [found, false] as const,
    async (failure: unknown) => {
      if (!(failure instanceof Refused) || failure.status !== 404) throw failure;
      return [await all(null, signal), true] as const;
    },
  );
  return { since, changes: newestFirst(found.changes), more: found.more, cut };
}

/** Keeps the list of changes up with what is asked for. The newest question wins. */
export function listing(given: Given): () => void {
  let running = new AbortController();
  let asked: string | null = null;

  async function ask(since: string, quietly: boolean): Promise<void> {
    running.abort();
    const mine = (running = new AbortController());
    const before = given.changed.get()?.value ?? null;
    if (!quietly) given.changed.set({ is: "loading", value: null });
    try {
      const value = await list(given, since, mine.signal);
      if (!mine.signal.aborted) given.changed.set({ is: "ready", value });
    } catch (failure) {
      if (!mine.signal.aborted && !quietly) given.changed.set({ is: "failed", value: before, why: reason(failure) });
    }
  }

  const follow = () => {
    const since = given.keeps.get() ? given.page.get().since : null;
    if (since === asked) return;
    asked = since;
    if (since !== null) return void ask(since, false);
    running.abort();
    given.changed.set(null);
  };
  const refresh = () => void (asked !== null && given.changed.get()?.is === "ready" && ask(asked, true));
  const again = () => void (asked !== null && given.changed.get()?.is === "failed" && ask(asked, false));
  // Which visit was the last one is known a little later than the address.
  const visit = () => void (asked === "visit" && ask(asked, false));
  const ends = [given.page.on(follow), given.keeps.on(follow), given.fresh.on(refresh), given.again.on(again), given.visit.on(visit)];
  follow();
  return () => {
    running.abort();
    for (const end of ends) end();
  };
}
