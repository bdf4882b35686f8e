import type { Feature } from "geojson";
import { expect, test } from "vitest";
import type { Condition } from "../src/find/condition";
import { around } from "../src/find/open";
import { answerAddress, downloads, type Question } from "../src/find/question";
import type { Queryable } from "../src/find/queryables";
import { telling } from "../src/find/telling";

const property = (name: string, kind: Queryable["kind"], words: string[] = []): Queryable => ({ name, kind, mixed: false, title: null, description: null, unit: null, words, closed: true });
const known = [property("name", "text"), property("link", "text"), property("kind", "text", ["a", "b"]), property("depth", "number"), property("start", "date"), property("open", "boolean"), property("note", "text"), property("id", "text")];
const feature = (properties: Feature["properties"]): Feature => ({ type: "Feature", id: "1", geometry: { type: "Point", coordinates: [0, 0] }, properties });
const all = feature({ name: "Well", link: "https://example.org", kind: "a", depth: 5, start: "2026-01-19", open: false, note: "dry" });
const asked = (property: string): Condition => ({ property, comparison: "filled", values: [] });

test.each([
  ["kind and time first", all, [], [["kind", "a"], ["start", "2026-01-19"]]],
  ["what was asked for before all", all, [asked("open"), asked("note")], [["open", false], ["note", "dry"]]],
  ["nothing twice", feature({ name: "Well", kind: "Well", depth: 5 }), [], [["depth", 5]]],
  ["nothing long, nested or missing", feature({ kind: "x".repeat(61), depth: null, start: { a: 1 }, open: true }), [], [["open", true]]],
  ["nothing at all", feature(null), [], []],
] as const)("a line tells %s", (_, given, conditions, want) => {
  expect(telling(given, "Well", known, conditions).map(({ property, value }) => [property.name, value])).toEqual(want);
});

const question: Question = { collection: "a b/c", filter: "x = 'o''clock' AND y > 5 & z", datetime: "2026-01-19", accordingTo: "sdf,cnn", known: "12" };

test("an address carries the whole question, and reads back", () => {
  const url = new URL(answerAddress(question, { f: "csv" }), "http://example.org/");
  expect(url.pathname).toBe("/collections/a%20b%2Fc/items");
  expect(Object.fromEntries(url.searchParams)).toEqual({ filter: question.filter, "filter-lang": "cql2-text", datetime: "2026-01-19", "according-to": "sdf,cnn", "as-of": "12", f: "csv" });
  expect(answerAddress({ collection: "wells", filter: null, datetime: null, accordingTo: null, known: null })).toBe("collections/wells/items");
});

test("the downloads are those that the service has, the filter kept", () => {
  const links = ["items", "items?f=csv", "items?f=gpkg&x=1", "items?f=unheard"].map((href) => ({ href, rel: "items" }));
  const some = downloads(question, { id: "a", links: [...links, { href: "items?f=kml", rel: "other" }] }, 10_001);
  expect(some.map(({ format, first }) => [format, first])).toEqual([["geojson", true], ["csv", false], ["gpkg", false]]);
  for (const { href } of some) expect(new URL(href, "http://example.org/").searchParams.get("filter")).toBe(question.filter);
  expect(some[1]?.href).toContain("bom=true");
  expect(downloads(question, { id: "a" }, 5).map(({ format }) => format)).toEqual(["geojson", "geojsonseq", "csv", "gpkg", "kml", "fgb", "parquet"]);
  expect(downloads(question, { id: "a" }, null)[0]?.first).toBe(false);
});

test("all that has a place lies within two corners", () => {
  const of = (geometry: Feature["geometry"] | null): Feature => ({ type: "Feature", properties: null, geometry: geometry as Feature["geometry"] });
  expect(around([of(null)])).toBe(null);
  expect(around([])).toBe(null);
  expect(around([of({ type: "Point", coordinates: [1, 2, 900] }), of({ type: "MultiPolygon", coordinates: [[[[5, -5], [6, -5], [6, 7], [5, -5]]]] })])).toEqual([[1, -5], [6, 7]]);
  expect(around([of({ type: "GeometryCollection", geometries: [{ type: "LineString", coordinates: [[3, 4], [-3, 8]] }] })])).toEqual([[-3, 4], [3, 8]]);
});
