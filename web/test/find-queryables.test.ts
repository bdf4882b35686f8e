import { expect, test } from "vitest";
import { readQueryables, wordsIn } from "../src/find/queryables";

test("queryables are read in the collection's order, the id last", () => {
  const read = readQueryables({
    properties: {
      geometry: { format: "geometry-point", "x-ogc-role": "primary-geometry" },
      id: { type: "string", "x-ogc-role": "id" },
      b: { type: "integer", title: "Deaths", description: "Best estimate", "x-ogc-unit": "people", "x-ogc-propertySeq": 2 },
      a: { type: "string", enum: ["x", "y", 5], "x-ogc-propertySeq": 1 },
    },
  });
  expect(read.geometry).toBe("geometry");
  expect(read.properties.map((each) => each.name)).toEqual(["a", "b", "id"]);
  expect(read.properties[0]?.words).toEqual(["x", "y"]);
  expect(read.properties[1]).toEqual({ name: "b", kind: "number", mixed: false, title: "Deaths", description: "Best estimate", unit: "people", words: [], closed: false });
});

test.each([
  [{ type: "string" }, "text", false],
  [{ type: "string", format: "date" }, "date", false],
  [{ type: "string", format: "date-time" }, "time", false],
  [{ type: "number" }, "number", false],
  [{ type: ["integer", "string"] }, "number", true],
  [{ type: "boolean" }, "boolean", false],
  [{ type: ["boolean", "string"] }, "text", false],
  [{ type: "array" }, "list", false],
  [{}, "text", false],
  [{ type: 5, format: [], enum: "no" }, "text", false],
])("%j is asked for as %s", (schema, kind, mixed) => {
  expect(readQueryables({ properties: { p: schema } }).properties[0]).toMatchObject({ kind, mixed });
});

test.each([null, 5, "no", [], {}, { properties: [] }, { properties: { a: null, b: 5 } }])("%j is no schema", (document) => {
  expect(readQueryables(document)).toEqual({ properties: [], geometry: null });
});

test("the words of a property come from its features, if they are few and short", () => {
  const features = (values: unknown[]) => values.map((p) => ({ properties: { p } }));
  expect(wordsIn("p", features(["b", "a", "b", null, 5, ["c", "a"], ""]))).toEqual(["a", "b", "c"]);
  expect(wordsIn("p", [{ properties: null }])).toEqual([]);
  expect(wordsIn("p", features(["x".repeat(61), "a"]))).toEqual([]);
  expect(wordsIn("p", features(Array.from({ length: 41 }, (_, index) => `w${index}`)))).toEqual([]);
});
