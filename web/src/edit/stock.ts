/** What fields can be filled with: places, events, sources, parties, and the words that are in use. */
import type { Feature } from "geojson";
import { answers } from "../api";
import type { Given } from "../given";
import { eventTitle, placeName } from "../names";
import { happenings, type Happening } from "../situation";
import { tame } from "../text";
import { titleOf } from "../title";
import type { Field } from "./form";

/** One thing to choose. */
export interface Option {
  readonly value: string;
  readonly name: string;
  /** What tells it from others of the name. */
  readonly note: string | null;
  /** Under which it is found. */
  readonly names: readonly string[];
}

/** Where something is, as far as it is known: "longitude,latitude" and metres. */
export interface Stand {
  readonly geometry: string;
  readonly accuracy: string;
  /** The place that it is or is at; "" for none. */
  readonly place: string;
}

export interface Stock {
  options(collection: string, field: Field): Option[];
  /** Where a place or an event is, as `collection/id`; null if nobody knows it. */
  stand(about: string): Stand | null;
  /** What a place or event is called. */
  nameOf(about: string): string | null;
  /** What a party is called, in both languages. */
  party(id: string): { readonly name: string; readonly name_ar: string | null } | null;
  /** Fetches what is needed for some references, and the sources anew. */
  fetch(collections: readonly string[]): Promise<void>;
}

/** So many features of a collection can be chosen from. */
const most = 1000;

const attributes = ["escaped", "recaptured", "held_before", "released_by", "besieged_by", "holds", "water_supply", "taken_by", "reason", "motive", "intent", "effect", "accusation", "reported", "under_way", "responsible_for_consequences", "told_united_states"];
const kinds: Readonly<Record<string, readonly string[]>> = { events: ["takeover", "escape", "search", "siege", "withdrawal", "accusation", "call", "background"], places: ["prison", "camp", "town", "city"] };

const text = (value: unknown) => (typeof value === "string" ? value : "");
const some = (...names: readonly (string | null | undefined)[]) => names.filter((each): each is string => typeof each === "string" && each !== "");

export function stocking(given: Given): Stock {
  const fetched = new Map<string, readonly Feature[]>();
  const situation = () => given.told.get()?.value?.latest ?? null;
  const sources = () => fetched.get("sources") ?? [];

  function places(): Option[] {
    return (situation()?.places ?? []).map((place) => ({ value: place.id, name: placeName(given.text(), place), note: given.text().word("kind", place.kind), names: some(place.name, place.name_ar, place.name_ku, ...(place.name_en_variants ?? [])) }));
  }
  function events(): Option[] {
    const now = situation();
    return (now === null ? [] : happenings(now)).map(({ event }) => ({ value: event.id, name: eventTitle(given.text(), event), note: `${given.text().word("happening", event.kind)}, ${given.text().when(event)}`, names: some(event.title, event.title_ar) }));
  }
  function parties(): Option[] {
    const all = new Map<string, Option>();
    for (const { properties } of sources()) {
      const id = text(properties?.["party"]);
      const name = given.text().own(text(properties?.["party_name"]) || id, text(properties?.["party_name_ar"]));
      if (id !== "" && !all.has(id)) all.set(id, { value: id, name, note: null, names: some(text(properties?.["party_name"]), text(properties?.["party_name_ar"]), id) });
    }
    return [...all.values()];
  }
  function features(collection: string): Option[] {
    return (fetched.get(collection) ?? []).map((each) => {
      const name = titleOf(given.text(), each);
      const party = collection === "sources" ? given.text().own(text(each.properties?.["party_name"]), text(each.properties?.["party_name_ar"])) : "";
      return { value: String(each.id), name, note: party === "" || party === name ? null : party, names: some(name, text(each.properties?.["name"]), text(each.properties?.["name_ar"])) };
    });
  }
  const leading: Readonly<Record<string, () => Option[]>> = { places, events, parties };
  const of = (to: string) => (situation() === null ? features(to) : (leading[to]?.() ?? features(to)));

  function named(collection: string, field: Field): Option[] {
    const word = (list: string) => (value: string): Option => ({ value, name: given.text().word(list, value), note: null, names: [value, given.text().word(list, value)] });
    const now = situation();
    if (now === null) return field.words.map((value) => ({ value, name: tame(value), note: null, names: [value] }));
    const claims = [...now.places.flatMap((each) => [...each.attributes, ...each.events.flatMap((event) => event.attributes)]), ...now.elsewhere.flatMap((event) => event.attributes)];
    if (field.name === "attribute") return [...new Set([...attributes, ...claims.map((each) => each.attribute)])].map(word("attribute"));
    if (field.name === "unit") return [...new Set(["people", ...claims.map((each) => each.unit).filter((each) => each !== null)])].map((value) => ({ ...word("unit")(value) }));
    if (field.name === "kind") {
      const used = collection === "events" ? happenings(now).map(({ event }: { event: Happening }) => event.kind) : now.places.map((each) => each.kind);
      return [...new Set([...(kinds[collection] ?? []), ...used])].map(word(collection === "events" ? "happening" : "kind"));
    }
    return field.words.map((value) => ({ value, name: tame(value), note: null, names: [value] }));
  }

  return {
    options(collection, field) {
      if (field.to.length === 0) return named(collection, field);
      return field.to.flatMap((to) => of(to).map((each) => (field.pair === null ? each : { ...each, value: `${to}/${each.value}` })));
    },
    stand(about) {
      const [collection, id] = [about.slice(0, about.indexOf("/")), about.slice(about.indexOf("/") + 1)];
      const now = situation();
      if (now === null) return null;
      const found = collection === "events" ? happenings(now).find(({ event }) => event.id === id) : null;
      const place = collection === "events" ? (found?.place ?? null) : now.places.find((each) => each.id === id);
      if (place === undefined || (collection === "events" && !found)) return null;
      return { geometry: place?.position?.join(",") ?? "", accuracy: place?.position_accuracy === null || place === null ? "" : String(place.position_accuracy), place: place?.id ?? "" };
    },
    nameOf(about) {
      const [collection, id] = [about.slice(0, about.indexOf("/")), about.slice(about.indexOf("/") + 1)];
      return of(collection).find((each) => each.value === id)?.name ?? null;
    },
    party(id) {
      const found = sources().find(({ properties }) => properties?.["party"] === id)?.properties;
      return found ? { name: text(found["party_name"]) || id, name_ar: text(found["party_name_ar"]) || null } : null;
    },
    async fetch(collections) {
      const wanted = situation() === null ? collections.filter((each) => each !== "parties") : ["sources"];
      await Promise.all(
        [...new Set(wanted)].map(async (each) => {
          fetched.set(each, (await answers(each, { limit: most })).features);
        }),
      );
    },
  };
}
