/** What has changed, as the service tells it: see /changes and /history. */
import type { Feature } from "geojson";

/** What a change did. The names are those of the events. */
export const ops = ["created", "changed", "deleted"] as const;
export type Op = (typeof ops)[number];

/** One change to one feature. */
export interface Change {
  readonly rev: number;
  /** When it was made: an RFC 3339 date-time. */
  readonly at: string;
  readonly by: string | null;
  readonly op: Op;
  readonly collection: string;
  readonly id: string;
  /** null after it has been deleted. */
  readonly feature: Feature | null;
  /** null before it was created, or where it is not known. */
  readonly old: Feature | null;
}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
const featureOf = (value: unknown) => (isObject(value) && value["type"] === "Feature" ? (value as unknown as Feature) : null);

/** Reads a change; null for what is none. */
export function readChange(value: unknown): Change | null {
  if (!isObject(value)) return null;
  const { rev, at, by, collection, id } = value;
  const op = ops.find((each) => each === value["op"]);
  if (typeof rev !== "number" || typeof at !== "string" || op === undefined || typeof collection !== "string") return null;
  if (typeof id !== "string" && typeof id !== "number") return null;
  return { rev, at, by: typeof by === "string" && by !== "" ? by : null, op, collection, id: String(id), feature: featureOf(value["feature"]), old: featureOf(value["old"]) };
}

/** Reads the changes of a list, in its order; what is none is passed over. */
export function readChanges(list: unknown): Change[] {
  return Array.isArray(list) ? list.map(readChange).filter((each) => each !== null) : [];
}

/** Reads the revisions of a feature, newest first, as changes: each replaced the one that comes after it in the list. */
export function readRevisions(collection: string, id: string, list: unknown): Change[] {
  const all = Array.isArray(list) ? list.map((each) => readChange(isObject(each) ? { ...each, collection, id } : each)).filter((each) => each !== null) : [];
  return all.map((each, at) => ({ ...each, old: each.op === "created" ? null : (all[at + 1]?.feature ?? null) }));
}

/** What a change is about, as far as it is known: as it is now, else as it was. */
export function featureIn(change: Change): Feature | null {
  return change.feature ?? change.old;
}

/** The newest first, each once. */
export function newestFirst(changes: readonly Change[]): Change[] {
  const byRev = new Map(changes.map((each) => [each.rev, each]));
  return [...byRev.values()].sort((a, b) => b.rev - a.rev);
}

/** Changes by the day (UTC) on which they were made, in the order in which they come. */
export function byDay(changes: readonly Change[]): { readonly day: string; readonly changes: readonly Change[] }[] {
  const days: { day: string; changes: Change[] }[] = [];
  for (const change of changes) {
    const day = change.at.slice(0, 10);
    const last = days.at(-1);
    if (last?.day === day) last.changes.push(change);
    else days.push({ day, changes: [change] });
  }
  return days;
}
