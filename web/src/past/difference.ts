/** What is not the same in two states of a feature. */
import type { Feature, Geometry, Position } from "geojson";

/** One property before and after; undefined where there was none. */
export interface Difference {
  readonly property: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** A value so written that the same values are the same text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

const empty = (value: unknown) => value === undefined || value === null;
const same = (a: unknown, b: unknown) => (empty(a) && empty(b)) || (!empty(a) && !empty(b) && canonical(a) === canonical(b));

/** The properties that differ, in the order of the later state. What is null is as good as absent. */
export function differences(old: Feature, now: Feature): Difference[] {
  const before = new Map(Object.entries(old.properties ?? {}));
  const after = new Map(Object.entries(now.properties ?? {}));
  const all = new Set([...after.keys(), ...before.keys()]);
  return [...all].map((property) => ({ property, before: before.get(property), after: after.get(property) })).filter((each) => !same(each.before, each.after));
}

/** Whether it stands elsewhere, or has another shape. */
export function moved(old: Feature, now: Feature): boolean {
  return !same(old.geometry as Geometry | null, now.geometry as Geometry | null);
}

/** The mean radius of the earth in metres (IUGG). */
const radius = 6_371_008.8;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** The great-circle distance of two positions (longitude, latitude) on a sphere, in metres; within 0.6 % of the ellipsoid's. */
export function metres(a: Position, b: Position): number {
  const [lng1 = 0, lat1 = 0] = a;
  const [lng2 = 0, lat2 = 0] = b;
  const [dLat, dLng] = [radians(lat2 - lat1), radians(lng2 - lng1)];
  const half = Math.sin(dLat / 2) ** 2 + Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * Math.sin(dLng / 2) ** 2;
  return 2 * radius * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** The position of a feature that is a point. */
export function pointOf(feature: Feature): Position | null {
  const geometry = feature.geometry as Geometry | null;
  return geometry?.type === "Point" ? geometry.coordinates : null;
}
