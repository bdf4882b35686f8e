/** What this page itself changes: nobody has to tell it of that. */
import { canonical } from "../past/difference";
import type { Change } from "../past/change";

/** A change that is on its way. id: null where the service gives it. */
export interface Sent {
  readonly collection: string;
  readonly id: string | null;
  /** What was sent of the properties; null: the whole was taken away. */
  readonly properties: Readonly<Record<string, unknown>> | null;
}

export interface Own {
  /** Notes a change before it is sent; what it returns takes that back. */
  expect(sent: Sent): () => void;
  /** Whether a change is one of these. Each is told once. */
  made(change: Change): boolean;
}

const empty = (value: unknown) => value === undefined || value === null;
const same = (a: unknown, b: unknown) => (empty(a) && empty(b)) || canonical(a) === canonical(b);

function matches({ collection, id, properties }: Sent, change: Change): boolean {
  if (collection !== change.collection || (id !== null && id !== change.id)) return false;
  if (properties === null || change.feature === null) return properties === null && change.op === "deleted";
  return Object.entries(properties).every(([name, value]) => same(value, change.feature?.properties?.[name]));
}

/** Whoever has not heard of it after so many milliseconds does not any more. */
const patience = 5 * 60_000;

/** Remembers what is sent from here until it is heard of. `now`: milliseconds. */
export function owning(now: () => number = Date.now): Own {
  const waiting = new Map<Sent, number>();
  return {
    expect(sent) {
      waiting.set(sent, now());
      return () => waiting.delete(sent);
    },
    made(change) {
      for (const [sent, at] of waiting) {
        if (now() - at > patience) waiting.delete(sent);
        if (!waiting.has(sent) || !matches(sent, change)) continue;
        waiting.delete(sent);
        return true;
      }
      return false;
    },
  };
}
