import type { Kind } from "./queryables";

/** How a condition compares. The names stand in addresses: they never change. */
export const comparisons = [
  "is", "not", "contains", "lacks", "starts", "one", "has",
  "more", "least", "less", "most", "between",
  "on", "before", "after", "from", "until", "span",
  "empty", "filled",
] as const;
export type Comparison = (typeof comparisons)[number];

/** One condition as it was put together: it may still lack its value. */
export interface Condition {
  readonly property: string;
  readonly comparison: Comparison;
  /** As they were typed: numbers with a point, dates as 2026-01-19, true and false by name. */
  readonly values: readonly string[];
}

/** West, south, east, north in degrees; west > east crosses the antimeridian. */
export type Bounds = readonly [number, number, number, number];

/** What is looked for: all of it stands in the address. */
export interface Find {
  /** Where; empty: the first collection there is. */
  readonly collection: string;
  /** One condition is enough, not all of them. */
  readonly any: boolean;
  readonly conditions: readonly Condition[];
  readonly bounds: Bounds | null;
  /** A filter in CQL2 that takes the place of the conditions. */
  readonly written: string | null;
}

/** Looking for nothing in particular yet. */
export const unasked: Find = { collection: "", any: false, conditions: [], bounds: null, written: null };

const offered: Readonly<Record<Kind, readonly Comparison[]>> = {
  text: ["is", "not", "contains", "lacks", "starts", "one", "empty", "filled"],
  number: ["is", "not", "more", "least", "less", "most", "between", "one", "empty", "filled"],
  boolean: ["is", "empty", "filled"],
  date: ["on", "before", "after", "from", "until", "span", "empty", "filled"],
  time: ["on", "before", "after", "from", "until", "span", "empty", "filled"],
  list: ["has", "empty", "filled"],
};

/** The comparisons that make sense for a kind of value, the first one first. */
export function comparisonsOf(kind: Kind): readonly Comparison[] {
  return offered[kind];
}

/** How many values a comparison takes; any number of them: Infinity. */
export function takes(comparison: Comparison): number {
  if (comparison === "empty" || comparison === "filled") return 0;
  if (comparison === "between" || comparison === "span") return 2;
  return comparison === "one" ? Number.POSITIVE_INFINITY : 1;
}

/** The condition for another comparison, with as many of its values as still make sense. */
export function compared(condition: Condition, comparison: Comparison): Condition {
  return { ...condition, comparison, values: condition.values.slice(0, takes(comparison)) };
}
