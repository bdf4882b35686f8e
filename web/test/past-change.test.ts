import type { Feature } from "geojson";
import { expect, test } from "vitest";
import { arrive, remembered } from "../src/past/arrived";
import { byDay, featureIn, newestFirst, readChange, readChanges, readRevisions, type Change } from "../src/past/change";

const feature = (id: string, properties: Feature["properties"]): Feature => ({ type: "Feature", id, geometry: { type: "Point", coordinates: [40, 36] }, properties });

// As the service wrote them.
const created = { rev: 2, at: "2026-11-22T12:34:19.506374Z", by: null, op: "created", collection: "places", id: "hol-camp", watch: "enter", feature: feature("hol-camp", { name: "Al-Hol camp" }), old: null };
const changed = { ...created, rev: 59, at: "2026-11-22T13:00:00Z", by: "desk", op: "changed", feature: feature("hol-camp", { name: "Al-Hol" }), old: created.feature };
const deleted = { ...changed, rev: 60, at: "2026-11-23T00:00:00Z", op: "deleted", feature: null, old: changed.feature };

test("a change is read as it was written", () => {
  const { watch: _, ...rest } = changed;
  expect(readChange(changed)).toEqual(rest);
  expect(readChange({ ...changed, id: 7, by: "" })).toMatchObject({ id: "7", by: null });
  expect(readChange(deleted)).toMatchObject({ op: "deleted", feature: null });
});

test.each([
  ["nothing", null],
  ["a list", []],
  ["no number", { ...changed, rev: "59" }],
  ["no time", { ...changed, at: 12 }],
  ["an op nobody has heard of", { ...changed, op: "renamed" }],
  ["no collection", { ...changed, collection: null }],
  ["no id", { ...changed, id: {} }],
])("%s is no change", (_, value) => {
  expect(readChange(value)).toBe(null);
  expect(readChanges([value, changed]).map(({ rev }) => rev)).toEqual([59]);
});

test("what is no feature is none", () => {
  expect(readChange({ ...changed, feature: "x", old: { type: "Point" } })).toMatchObject({ feature: null, old: null });
  expect(readChanges("no list")).toEqual([]);
});

test("each revision replaced the one before it; what came before the oldest is not known", () => {
  const list = [deleted, changed, created].map(({ collection: _, id: __, old: ___, watch: ____, ...rest }) => rest);
  const all = readRevisions("places", "hol-camp", list);
  expect(all.map(({ rev, old }) => [rev, old?.properties?.["name"]])).toEqual([[60, "Al-Hol"], [59, "Al-Hol camp"], [2, undefined]]);
  expect(all.every(({ collection, id }) => collection === "places" && id === "hol-camp")).toBe(true);
  expect(readRevisions("places", "hol-camp", list.slice(1, 2))[0]?.old).toBe(null);
  expect(readRevisions("places", "hol-camp", undefined)).toEqual([]);
});

const some = readChanges([created, changed, deleted]);

test("a change is about what is there, else about what was", () => {
  expect(some.map((each) => featureIn(each)?.properties?.["name"])).toEqual(["Al-Hol camp", "Al-Hol", "Al-Hol"]);
});

test("the newest come first, each once, by days", () => {
  const all = newestFirst([...some, ...some]);
  expect(all.map(({ rev }) => rev)).toEqual([60, 59, 2]);
  expect(byDay(all).map(({ day, changes }) => [day, changes.length])).toEqual([["2026-11-23", 1], ["2026-11-22", 2]]);
  expect(byDay([])).toEqual([]);
});

test("what arrives is counted, and the newest of it remembered", () => {
  const many = Array.from({ length: 30 }, (_, at): Change => ({ ...(some[1] as Change), rev: 100 + at }));
  expect(arrive(null, [])).toBe(null);
  const first = arrive(null, many.slice(0, 2));
  expect(first).toMatchObject({ count: 2, after: 99 });
  const all = arrive(first, many.slice(2));
  expect(all).toMatchObject({ count: 30, after: 99 });
  expect(all?.latest.map(({ rev }) => rev)).toEqual(Array.from({ length: remembered }, (_, at) => 129 - at));
  expect(arrive(all, [])).toBe(all);
});
