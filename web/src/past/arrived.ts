/** The changes that have come since the page was opened, or since the last notice was put away. */
import { newestFirst, type Change } from "./change";

export interface Arrived {
  readonly count: number;
  /** The revision before the first of them. */
  readonly after: number;
  /** The newest of them, newest first. */
  readonly latest: readonly Change[];
}

/** So many are remembered one by one. */
export const remembered = 20;

/** What has arrived with what has arrived now. */
export function arrive(before: Arrived | null, now: readonly Change[]): Arrived | null {
  if (now.length === 0) return before;
  const first = now.reduce((least, { rev }) => Math.min(least, rev), Number.POSITIVE_INFINITY);
  return {
    count: (before?.count ?? 0) + now.length,
    after: Math.min(before?.after ?? Number.POSITIVE_INFINITY, first - 1),
    latest: newestFirst([...(before?.latest ?? []), ...now]).slice(0, remembered),
  };
}
