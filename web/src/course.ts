import type { Feature } from "geojson";
import type { Collection } from "./api";
import type { Given } from "./given";
import { firstMoment, scale } from "./scale";
import type { Course } from "./timeline";

/** The course of a situation: the days of its events, with the day before. */
export function situationCourse(given: Given): Course | null {
  const told = given.told.get()?.value;
  if (!told?.latest.range.start || !told.latest.range.end) return null;
  const { start, end } = told.latest.range;
  return { scale: scale(start, end, false), dates: told.began, changed: told.changed, undated: told.undated, open: "latest" };
}

const single = ["datetime", "date", "time", "timestamp", "occurred_at", "start"];

/** When a feature of a file begins, by the names that Cairn knows for a time. */
export function beginning(feature: Feature): string | null {
  for (const name of single) {
    const value = feature.properties?.[name];
    if (typeof value === "string" && !Number.isNaN(Date.parse(value))) return value;
  }
  return null;
}

/** The first and the last moment that any collection or any of the dates speaks of; null if none does. */
export function extent(all: readonly Collection[], dates: readonly string[]): { start: string; end: string } | null {
  const told = all.flatMap((each) => each.extent?.temporal?.interval ?? []).flat();
  const moments = [...told.filter((each) => each !== null), ...dates].sort((a, b) => firstMoment(a) - firstMoment(b));
  const start = moments[0];
  const end = moments.at(-1);
  return start !== undefined && end !== undefined ? { start, end } : null;
}

/** The course of files: the time that their collections cover, counting what is drawn. It never shrinks, whatever is drawn later. */
export function filesCourse(given: Given, all: readonly Collection[]): () => Course | null {
  let widest: string[] = [];
  return () => {
    const features = (given.drawn.get()?.value ?? []).flatMap((each) => each.features);
    const dates = features.map(beginning).filter((each) => each !== null);
    const range = extent(all, [...widest, ...dates]);
    if (range === null) return null;
    widest = [range.start, range.end];
    return { scale: scale(range.start, range.end, true), dates, changed: [], undated: features.length - dates.length, open: "all" };
  };
}
