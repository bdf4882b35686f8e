import type { Feature, Geometry } from "geojson";
import { expect, test } from "vitest";
import { differences, metres, moved, pointOf } from "../src/past/difference";

const feature = (properties: Feature["properties"], geometry: Geometry | null = null): Feature => ({ type: "Feature", id: "1", geometry: geometry as Geometry, properties });
const point = (...coordinates: number[]): Geometry => ({ type: "Point", coordinates });

test.each([
  ["nothing", { a: 1, b: [1, 2] }, { b: [1, 2], a: 1 }, []],
  ["a value", { a: 1 }, { a: 2 }, [["a", 1, 2]]],
  ["a number that became a text", { a: 1 }, { a: "1" }, [["a", 1, "1"]]],
  ["what came", { a: 1 }, { a: 1, b: "x" }, [["b", undefined, "x"]]],
  ["what went", { a: 1, b: "x" }, { a: 1 }, [["b", "x", undefined]]],
  ["nothing where null became absent", { a: null }, {}, []],
  ["an emptied value", { a: "x" }, { a: null }, [["a", "x", null]]],
  ["a false that became nothing", { a: false }, { a: null }, [["a", false, null]]],
  ["nothing where keys stand in another order", { a: { x: 1, y: [{ p: 1, q: 2 }] } }, { a: { y: [{ q: 2, p: 1 }], x: 1 } }, []],
  ["a list in another order", { a: [1, 2] }, { a: [2, 1] }, [["a", [1, 2], [2, 1]]]],
  ["strange names", { "<b>": 1, constructor: "c" }, { "<b>": 2, constructor: "c" }, [["<b>", 1, 2]]],
  ["all of what had none", null, { a: 1 }, [["a", undefined, 1]]],
])("between two states: %s", (_, old, now, want) => {
  expect(differences(feature(old), feature(now)).map(({ property, before, after }) => [property, before, after])).toEqual(want);
});

test("the later state's order is kept, what went comes last", () => {
  expect(differences(feature({ z: 1, gone: 1, a: 1 }), feature({ a: 2, z: 2 })).map(({ property }) => property)).toEqual(["a", "z", "gone"]);
});

test.each([
  ["the same spot", point(40, 36), point(40, 36), false],
  ["another spot", point(40, 36), point(40, 36.001), true],
  ["a place at last", null, point(40, 36), true],
  ["no place still", null, null, false],
  ["another shape", point(40, 36), { type: "LineString", coordinates: [[40, 36], [41, 36]] } as Geometry, true],
])("%s: moved?", (_, old, now, want) => {
  expect(moved(feature(null, old), feature(null, now))).toBe(want);
});

test("a degree of latitude is 111 km, a degree of longitude at 60° half of it, and the dateline parts nothing", () => {
  expect(metres([40, 36], [40, 37])).toBeCloseTo(111_195, -1);
  expect(metres([10, 60], [11, 60]) / metres([10, 0], [11, 0])).toBeCloseTo(0.5, 3);
  expect(metres([179.9, 0], [-179.9, 0])).toBeCloseTo(22_239, -1);
  expect(metres([40, 36], [40, 36])).toBe(0);
  expect(metres([0, 0], [180, 0])).toBeCloseTo(20_015_114, -1);
});

test("only a point has a spot", () => {
  expect(pointOf(feature(null, point(40, 36, 300)))).toEqual([40, 36, 300]);
  expect(pointOf(feature(null))).toBe(null);
  expect(pointOf(feature(null, { type: "MultiPoint", coordinates: [[40, 36]] }))).toBe(null);
});
