import { cell, type Cell } from "./cell";
import type { Find } from "./find/condition";
import { readFind, writeFind } from "./find/link";
import { isRevision, readSince } from "./past/since";

/** The languages the page speaks. */
export const languages = ["en", "ar"] as const;
export type Language = (typeof languages)[number];

/** The tables of the list view. */
export const tables = ["places", "events", "claims"] as const;
export type Table = (typeof tables)[number];

/** What part of the world the map shows. Degrees, WGS 84. */
export interface View {
  readonly lng: number;
  readonly lat: number;
  readonly zoom: number;
}

/** What the page shows: all of it can be read from the address and written to it. */
export interface State {
  readonly lang: Language;
  /** null: as far out as needed to see every place. */
  readonly view: View | null;
  /** A date or a date-time; null: the latest. */
  readonly moment: string | null;
  /** Source ids; none: everyone. */
  readonly sources: readonly string[];
  /** The chosen place, event or feature (`collection/id` for files). */
  readonly chosen: string | null;
  /** The spot whose nearest facilities are shown: longitude, latitude. */
  readonly near: readonly [number, number] | null;
  /** The table that is read instead of the map; null: the map. */
  readonly table: Table | null;
  /** The collections of files that are drawn; none: all. */
  readonly collections: readonly string[];
  /** What is looked for; null: nothing. */
  readonly find: Find | null;
  /** Since when changes are listed (see past/since.ts); null: they are not. */
  readonly since: string | null;
  /** The revision or the moment whose state of knowledge is shown; null: what is known now. */
  readonly known: string | null;
}

/** The state of a page that nobody has touched. */
export const untouched: State = {
  lang: "en",
  view: null,
  moment: null,
  sources: [],
  chosen: null,
  near: null,
  table: null,
  collections: [],
  find: null,
  since: null,
  known: null,
};

/** How a change is remembered by the browser: a step to go back to, or not. */
export type Remember = "push" | "replace";

/** The state as a cell, with a way to change a part of it. */
export interface Page extends Cell<State> {
  change(patch: Partial<State>, remember?: Remember): void;
  /** How the last change wants to be remembered. */
  remember(): Remember;
}

/** Makes the state of a page. */
export function page(initial: State): Page {
  const inner = cell(initial);
  let how: Remember = "push";
  return {
    ...inner,
    change(patch, remember = "push") {
      how = remember;
      inner.set({ ...inner.get(), ...patch });
    },
    remember: () => how,
  };
}

/** What the address says was known by then. */
function readKnown(text: string | null): string | null {
  return text !== null && (isRevision(text) || (dated.test(text) && !Number.isNaN(Date.parse(text)))) ? text : null;
}

const dated = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

function numbers(text: string | null, count: number): number[] | null {
  if (text === null) return null;
  const parts = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  return parts.length === count && parts.every(Number.isFinite) ? parts : null;
}

function readView(text: string | null): View | null {
  const [lng, lat, zoom] = numbers(text, 3) ?? [];
  if (lng === undefined || lat === undefined || zoom === undefined) return null;
  if (Math.abs(lng) > 180 || Math.abs(lat) > 90 || zoom < 0 || zoom > 22) return null;
  return { lng, lat, zoom };
}

function readSpot(text: string | null): readonly [number, number] | null {
  const [lng, lat] = numbers(text, 2) ?? [];
  if (lng === undefined || lat === undefined) return null;
  return Math.abs(lng) <= 180 && Math.abs(lat) <= 90 ? [lng, lat] : null;
}

function names(text: string | null): string[] {
  return text === null ? [] : text.split(",").filter((name) => name !== "");
}

function oneOf<T extends string>(all: readonly T[], text: string | null): T | null {
  return all.find((each) => each === text) ?? null;
}

/** Reads the part of an address after the `#`. What makes no sense there is passed over. */
export function readAddress(hash: string, lang: Language): State {
  const read = new URLSearchParams(hash.replace(/^#/, ""));
  const moment = read.get("at");
  const find = readFind(read);
  return {
    lang: oneOf(languages, read.get("lang")) ?? lang,
    view: readView(read.get("map")),
    moment: moment !== null && dated.test(moment) && !Number.isNaN(Date.parse(moment)) ? moment : null,
    sources: names(read.get("by")),
    chosen: read.get("show") || null,
    near: readSpot(read.get("near")),
    table: oneOf(tables, read.get("list")),
    collections: names(read.get("in")),
    find,
    // One of both at a time.
    since: find === null ? readSince(read.get("since")) : null,
    known: readKnown(read.get("known")),
  };
}

function round(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

/** Writes the part of an address after the `#`; `readAddress` gives the same state back (to the metre). */
export function writeAddress(state: State): string {
  const parts: string[] = [];
  const add = (name: string, text: string) =>
    parts.push(`${name}=${encodeURIComponent(text).replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%2F", "/")}`);
  if (state.view) add("map", `${round(state.view.lng, 5)},${round(state.view.lat, 5)},${round(state.view.zoom, 2)}`);
  if (state.moment) add("at", state.moment);
  if (state.sources.length > 0) add("by", state.sources.join(","));
  if (state.chosen) add("show", state.chosen);
  if (state.near) add("near", `${round(state.near[0], 5)},${round(state.near[1], 5)}`);
  if (state.table) add("list", state.table);
  if (state.collections.length > 0) add("in", state.collections.join(","));
  if (state.find) for (const [name, text] of writeFind(state.find)) add(name, text);
  if (state.since) add("since", state.since);
  if (state.known) add("known", state.known);
  add("lang", state.lang);
  return `#${parts.join("&")}`;
}
