/** The names of collections, properties and values for people. The seeds' own have words; of files they stand as they are. */
import type { Feature } from "geojson";
import type { Collection } from "../api";
import type { Given } from "../given";
import { eventTitle, partyName, placeName, sourceName } from "../names";
import { happening } from "../situation";
import { tame } from "../text";
import { titleOf } from "../title";
import type { Queryable } from "./queryables";

/** Lists of objects inside a place: nothing can be asked of them. */
const nested = new Set(["control_parties", "events"]);

/** The properties that can be asked for. */
export function askable(given: Given, collection: string, properties: readonly Queryable[]): Queryable[] {
  if (given.told.get() === null || collection !== "places") return [...properties];
  return properties.filter((each) => !nested.has(each.name));
}

/** The name of a collection. */
export function collectionWords(given: Given, collection: Collection): string {
  if (given.told.get() === null) return tame(collection.title ?? collection.id);
  return given.text().word("collection", collection.id);
}

/** The name of a property; of the seeds' in the language of the page. */
export function propertyWords(given: Given, property: Pick<Queryable, "name" | "title">): string {
  if (given.told.get() !== null) return given.text().word("property", property.name);
  return tame(property.title ?? property.name);
}

const sources = new Set(["claimed_by", "reported_by", "not_verified_by"]);
const parties = new Set(["party", "controlled_by", "besieged_by", "value_party"]);
const lists: Readonly<Record<string, string>> = {
  control_status: "status",
  status: "status",
  verification: "verification",
  attribute: "attribute",
  position_confidence: "confidence",
  time_precision: "precision",
  claimed_at_precision: "precision",
  stance: "stance",
  qualifier: "qualifier",
  subject_collection: "collection",
};

/** What to call a feature: what is claimed by what is said, everything else by its name. */
export function foundTitle(given: Given, collection: string, feature: Feature): string {
  const text = given.text();
  const [said, arabic] = [feature.properties?.["paraphrase"] as unknown, feature.properties?.["paraphrase_ar"] as unknown];
  const isClaim = given.told.get() !== null && (collection === "claims" || collection === "control");
  return isClaim && typeof said === "string" ? text.own(said, typeof arabic === "string" ? arabic : null) : titleOf(text, feature);
}

function subject(given: Given, id: string): string | null {
  const situation = given.told.get()?.value?.latest;
  const place = situation?.places.find((each) => each.id === id);
  if (place) return placeName(given.text(), place);
  const found = situation ? happening(situation, id) : null;
  return found ? eventTitle(given.text(), found.event) : null;
}

/** A value for people: the seeds' ids by what they stand for, everything else as it is. */
export function valueWords(given: Given, collection: string, property: string, value: string): string {
  const text = given.text();
  const situation = given.told.get()?.value?.latest;
  if (!situation) return tame(value);
  if (property === "kind") return text.word(collection === "events" ? "happening" : "kind", value);
  const list = lists[property];
  if (list !== undefined) return text.word(list, value);
  if (sources.has(property)) return sourceName(text, situation, value);
  if (parties.has(property)) return partyName(text, situation, value);
  if (property === "place" || property === "subject") return subject(given, value) ?? tame(value);
  return tame(value);
}
