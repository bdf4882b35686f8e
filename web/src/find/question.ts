/** What is asked of the service, as the page, a link to copy and a download ask it alike. */
import { items, type Collection } from "../api";

export interface Question {
  readonly collection: string;
  /** CQL2 text; null: everything. */
  readonly filter: string | null;
  /** What is derived or drawn for a moment is asked for at that moment. */
  readonly datetime: string | null;
  /** Source ids by commas, where the answer depends on who is believed. */
  readonly accordingTo: string | null;
  /** The revision or the instant whose state of knowledge is asked; null: the present one. */
  readonly known: string | null;
}

/** The question as parameters of the service. */
export function parameters(question: Question): Record<string, string> {
  const { filter, datetime, accordingTo, known } = question;
  return {
    ...(filter === null ? {} : { filter, "filter-lang": "cql2-text" }),
    ...(datetime === null ? {} : { datetime }),
    ...(accordingTo === null ? {} : { "according-to": accordingTo }),
    ...(known === null ? {} : { "as-of": known }),
  };
}

/** The address of the answer, from where the page is. */
export function answerAddress(question: Question, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({ ...parameters(question), ...more });
  return query.size > 0 ? `${items(question.collection)}?${query}` : items(question.collection);
}

/** A file that what is found can be had as. */
export interface Download {
  readonly format: string;
  readonly title: string;
  readonly href: string;
  /** The name it is saved under. */
  readonly file: string;
  /** Whether it holds only the first 10,000. */
  readonly first: boolean;
}

/** The most that one GeoJSON answer holds; every other format holds all. */
export const mostInOne = 10_000;

const formats = [
  { format: "geojson", title: "GeoJSON", ending: "geojson", more: { limit: String(mostInOne) } },
  { format: "geojsonseq", title: "GeoJSON Seq", ending: "geojsonl", more: {} },
  { format: "csv", title: "CSV", ending: "csv", more: { bom: "true" } },
  { format: "gpkg", title: "GeoPackage", ending: "gpkg", more: {} },
  { format: "kml", title: "KML", ending: "kml", more: {} },
  { format: "fgb", title: "FlatGeobuf", ending: "fgb", more: {} },
  { format: "parquet", title: "GeoParquet", ending: "parquet", more: {} },
] as const;

/** The formats that a collection links to; without links, all that Cairn knows. */
function offered(collection: Collection): ReadonlySet<string> | null {
  const links = (collection.links ?? []).filter(({ rel }) => rel === "items");
  if (links.length === 0) return null;
  return new Set(links.map(({ href }) => /[?&]f=([a-z]+)/.exec(href)?.[1] ?? "geojson"));
}

/** The downloads of what is found. `matched`: how many there are; null if that is not told. */
export function downloads(question: Question, collection: Collection, matched: number | null): Download[] {
  const known = offered(collection);
  return formats
    .filter(({ format }) => known === null || known.has(format))
    .map(({ format, title, ending, more }) => ({
      format,
      title,
      href: answerAddress(question, { ...more, f: format }),
      file: `${question.collection}.${ending}`,
      first: format === "geojson" && (matched ?? 0) > mostInOne,
    }));
}
