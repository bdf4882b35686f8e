/** When the page was last looked at: kept by the browser alone, where it lets a page keep something. */

/** The newest change that was there, and when that was by the browser's clock (milliseconds). */
export interface Visit {
  readonly rev: number;
  readonly at: number;
}

/** Who comes back within so many milliseconds has never left. */
export const apart = 30 * 60_000;

const key = "cairn.visit";

interface Kept {
  /** The visit before this one; null on the first. */
  readonly last: Visit | null;
  readonly seen: Visit;
}

function readVisit(value: unknown): Visit | null {
  const { rev, at } = (value ?? {}) as Partial<Record<string, unknown>>;
  return typeof rev === "number" && Number.isSafeInteger(rev) && rev >= 0 && typeof at === "number" && Number.isFinite(at) ? { rev, at } : null;
}

function read(store: Pick<Storage, "getItem">): Kept | null {
  try {
    const kept = JSON.parse(store.getItem(key) ?? "null") as { last?: unknown; seen?: unknown } | null;
    const seen = readVisit(kept?.seen);
    return seen === null ? null : { last: readVisit(kept?.last), seen };
  } catch {
    return null;
  }
}

/** Notes that the page is looked at while the newest change is `rev`; returns the visit before this one, null if none is known. */
export function visited(store: Pick<Storage, "getItem" | "setItem"> | null, rev: number, now: number): Visit | null {
  if (store === null) return null;
  const kept = read(store);
  const last = kept === null ? null : now - kept.seen.at > apart ? kept.seen : kept.last;
  try {
    store.setItem(key, JSON.stringify({ last, seen: { rev, at: now } } satisfies Kept));
  } catch {
    // A browser that keeps nothing still shows everything else.
  }
  return last;
}

/** What the browser keeps things in; null where it does not. */
export function keepsake(window: Window): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
