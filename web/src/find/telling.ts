/** Which properties of what was found tell most in one line. */
import type { Feature } from "geojson";
import type { Condition } from "./condition";
import type { Queryable } from "./queryables";

/** Said by the title already, or too long or too technical for a line. */
const silent = /^(id|name|title|label|link|url|href|note|summary|paraphrase|position_source)$|_(id|ar|ku|en|fr)$|name|title|link|url|source/i;

const longest = 60;

function isTelling(value: unknown): value is string | number | boolean {
  if (typeof value === "string") return value.trim() !== "" && value.length <= longest;
  return typeof value === "number" || typeof value === "boolean";
}

function score(property: Queryable, asked: ReadonlySet<string>): number {
  if (asked.has(property.name)) return 0;
  if (silent.test(property.name)) return 9;
  if (property.words.length > 1) return property.name === "kind" || property.name === "type" ? 1 : 3;
  if (property.kind === "date" || property.kind === "time") return 2;
  return property.kind === "number" ? 4 : 5;
}

/** Two properties with their values: first those that were asked for, then kinds, times and numbers. */
export function telling(feature: Feature, title: string, properties: readonly Queryable[], conditions: readonly Condition[]): { readonly property: Queryable; readonly value: string | number | boolean }[] {
  const asked = new Set(conditions.map((each) => each.property));
  return properties
    .map((property, at) => ({ property, value: feature.properties?.[property.name] as unknown, rank: score(property, asked) * 10_000 + at }))
    .filter((each): each is typeof each & { value: string | number | boolean } => isTelling(each.value) && each.rank < 90_000 && each.value !== title)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, 2)
    .map(({ property, value }) => ({ property, value }));
}
