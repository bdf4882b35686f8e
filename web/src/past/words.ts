/** A change in words. What the data hold becomes text, never markup. */
import { collectionWords, foundTitle, propertyWords, valueWords } from "../find/words";
import type { Given } from "../given";
import { tame } from "../text";
import { featureIn, type Change } from "./change";
import { differences, metres, moved, pointOf } from "./difference";

/** Longer values are cut: the feature itself has all of it. */
const longest = 240;

const cut = (words: string) => (words.length > longest ? `${words.slice(0, longest)} …` : words);
const dated = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** A value for people; null for none. */
export function anyWords(given: Given, collection: string, property: string, value: unknown): string | null {
  const text = given.text();
  if (value === undefined || value === null || value === "") return null;
  if (typeof value === "boolean") return text.t(value ? "list.yes" : "list.no");
  if (typeof value === "number") return text.number(value);
  if (typeof value === "string") return cut(dated.test(value) && !Number.isNaN(Date.parse(value)) ? text.day(value) : valueWords(given, collection, property, value));
  if (Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "string" || typeof each === "number")) return cut(text.list(value.map((each) => anyWords(given, collection, property, each) ?? "")));
  return cut(tame(JSON.stringify(value)));
}

/** What to call what a change is about. */
export function changeTitle(given: Given, change: Change): string {
  const feature = featureIn(change);
  return feature === null ? tame(change.id) : cut(foundTitle(given, change.collection, feature));
}

/** The collection of a change. */
export function changeCollection(given: Given, change: Change): string {
  return collectionWords(given, given.listed.get().find(({ id }) => id === change.collection) ?? { id: change.collection });
}

/** What was, and what is now, of one thing. Its words are foreign: they need a fence. */
export interface Line {
  readonly what: string;
  /** null: nothing. */
  readonly before: string | null;
  readonly after: string | null;
  /** What both cannot say. */
  readonly note: string | null;
}

function spot([lng = 0, lat = 0]: readonly number[]): string {
  return `${lat.toFixed(5)}, ${lng.toFixed(5)}`;
}

function placeLine(given: Given, change: Change): Line | null {
  const { feature, old } = change;
  if (feature === null || old === null || !moved(old, feature)) return null;
  const text = given.text();
  const [before, after] = [pointOf(old), pointOf(feature)];
  const what = text.t("change.where");
  const shape = (given: unknown, point: readonly number[] | null) => (point !== null ? spot(point) : given === null || given === undefined ? null : text.t("change.shape"));
  const far = before !== null && after !== null ? text.t("change.moved", { length: text.length(metres(before, after)) }) : null;
  const [was, is] = [shape(old.geometry, before), shape(feature.geometry, after)];
  return was === is && far === null ? { what, before: null, after: text.t("change.reshaped"), note: null } : { what, before: was, after: is, note: far };
}

/** What is worked out for a place and not written down: a client that sends back what it was given writes it down all the same. */
const derived: ReadonlySet<string> = new Set(["control_status", "controlled_by", "control_since", "control_parties", "control_basis", "disputed", "events"]);

/** What a change altered, line by line; none where it made or took away the whole, or where it is not known. */
export function changeLines(given: Given, change: Change): Line[] {
  const { feature, old, collection } = change;
  if (feature === null || old === null) return [];
  const isDerived = (property: string) => given.told.get() !== null && collection === "places" && derived.has(property);
  const lines = differences(old, feature).filter(({ property }) => !isDerived(property)).map(({ property, before, after }): Line => {
    const words = (value: unknown) => anyWords(given, collection, property, value);
    return { what: propertyWords(given, { name: property, title: null }), before: words(before), after: words(after), note: null };
  });
  const place = placeLine(given, change);
  return place === null ? lines : [...lines, place];
}
