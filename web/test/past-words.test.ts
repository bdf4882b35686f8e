import type { Feature, Geometry } from "geojson";
import { expect, test } from "vitest";
import { cell } from "../src/cell";
import type { Given } from "../src/given";
import type { Change } from "../src/past/change";
import { noticeNames } from "../src/past/notice";
import { placeOf } from "../src/past/subjects";
import { anyWords, changeCollection, changeLines, changeTitle } from "../src/past/words";
import type { Place, Situation } from "../src/situation";
import { speak } from "../src/text";

const place = { id: "hol-camp", name: "Al-Hol camp", name_ar: "مخيم الهول", events: [{ id: "hol-withdrawal", title: "Withdrawal", title_ar: null }] } as unknown as Place;
const latest = {
  places: [place],
  elsewhere: [],
  sources: [{ id: "sdf", name: "Syrian Democratic Forces", name_ar: null, party: "sdf" }],
  parties: [{ id: "sdf", name: "SDF", name_ar: "قسد" }],
} as unknown as Situation;

function given(situation: boolean, lang: "en" | "ar" = "en"): Given {
  const told = situation ? { is: "ready", value: { latest, now: latest } } : null;
  return { text: () => speak(lang), told: cell(told), listed: cell([{ id: "wells", title: "Wells <b>" }, { id: "places", title: "places" }]) } as unknown as Given;
}

const feature = (properties: Feature["properties"], geometry: Geometry | null = null): Feature => ({ type: "Feature", id: "x", geometry: geometry as Geometry, properties });
const change = (collection: string, old: Feature | null, now: Feature | null): Change => ({ rev: 9, at: "2026-11-22T12:00:00Z", by: null, op: now === null ? "deleted" : old === null ? "created" : "changed", collection, id: "x", feature: now, old });
const lines = (given: Given, collection: string, old: Feature, now: Feature) => changeLines(given, change(collection, old, now)).map(({ what, before, after }) => [what, before, after]);

test("what a claim altered is told in the words of the page", () => {
  const old = feature({ claimed_by: "sdf", qualifier: "exact", value_number: 1200, start: "2026-01-19", stance: null });
  const now = feature({ claimed_by: "someone", qualifier: "about", value_number: 1500, start: null, stance: "states" });
  expect(lines(given(true), "claims", old, now)).toEqual([
    ["Who says so", "Syrian Democratic Forces", "someone"],
    ["How exact the number is", "exact", "about"],
    ["Number", "1,200", "1,500"],
    ["Begins", "19 January 2026", null],
    ["Stance", null, "states it"],
  ]);
  expect(lines(given(true, "ar"), "claims", old, now)[2]).toEqual(["العدد", "١٬٢٠٠", "١٬٥٠٠"]);
});

test("what a rule works out for a place is no change of it; a file may call its own property so", () => {
  const [old, now] = [feature({ name: "A" }), feature({ name: "A", control_status: "held", disputed: false })];
  expect(lines(given(true), "places", old, now)).toEqual([]);
  expect(lines(given(false), "places", old, now)).toEqual([["control_status", null, "held"], ["disputed", null, "no"]]);
});

test("files speak for themselves, strange letters cannot turn the line", () => {
  expect(lines(given(false), "wells", feature({ "<i>\u202e": "a" }), feature({ "<i>\u202e": "<img src=x>\u202e" }))).toEqual([["<i>", "a", "<img src=x>"]]);
});

test.each([
  [true, "yes"],
  ["", null],
  [undefined, null],
  [0, "0"],
  [["a", "b", 3], "a, b and 3"],
  [[], "[]"],
  [{ a: ["</script>\u2066"] }, '{"a":["</script>"]}'],
  ["2026-01-19T05:00:00Z", "19 January 2026 at 05:00"],
  ["2026-13-45", "2026-13-45"],
  ["x".repeat(300), `${"x".repeat(240)} …`],
])("%j is said as %j", (value, want) => {
  expect(anyWords(given(false), "wells", "p", value)).toBe(want);
});

test("a point that moved says how far, a shape only that it is another", () => {
  const at = (lng: number, lat: number): Geometry => ({ type: "Point", coordinates: [lng, lat] });
  const line: Geometry = { type: "LineString", coordinates: [[0, 0], [1, 1]] };
  const of = (old: Geometry | null, now: Geometry | null) => changeLines(given(false), change("wells", feature({}, old), feature({}, now)));
  expect(of(at(40, 36), at(40, 36.01))).toEqual([{ what: "Position", before: "36.00000, 40.00000", after: "36.01000, 40.00000", note: "(1.11\u00a0km away)" }]);
  expect(of(null, at(40, 36))[0]).toMatchObject({ before: null, after: "36.00000, 40.00000", note: null });
  expect(of(line, { ...line, coordinates: [[0, 0], [1, 2]] } as Geometry)[0]).toMatchObject({ before: null, after: "another shape" });
  expect(of(line, at(1, 1))[0]).toMatchObject({ before: "a shape", after: "1.00000, 1.00000" });
});

test("the whole that came or went has no lines", () => {
  expect(changeLines(given(false), change("wells", null, feature({ a: 1 })))).toEqual([]);
  expect(changeLines(given(false), change("wells", feature({ a: 1 }), null))).toEqual([]);
});

test("a change is called by what it is about", () => {
  expect(changeTitle(given(true), change("claims", null, feature({ paraphrase: "The SDF says so." })))).toBe("The SDF says so.");
  expect(changeTitle(given(false), change("wells", feature({ name: "Well \u202e7" }), null))).toBe("Well 7");
  expect(changeTitle(given(false), change("wells", null, null))).toBe("x");
  expect([changeCollection(given(false), change("wells", null, null)), changeCollection(given(true), change("places", null, null)), changeCollection(given(false), change("gone", null, null))]).toEqual(["Wells <b>", "Places", "gone"]);
});

test.each([
  [["A."], true, "A"],
  [["A", "B", "A"], true, "A and B"],
  [["A", "B", "C", "D"], true, "A, B, C …"],
  [["A", "B"], false, "A, B …"],
])("%j are read out as %s", (titles, all, want) => {
  expect(noticeNames(speak("en"), titles, all)).toBe(want);
});

test("a change belongs to the place that it speaks of", () => {
  const of = (collection: string, properties: Feature["properties"]) => placeOf(given(true), { ...change(collection, null, feature(properties)), id: "hol-camp" });
  expect(of("places", {})).toBe("hol-camp");
  expect(of("events", { place: "hol-camp" })).toBe("hol-camp");
  expect(of("control", { subject: "hol-camp" })).toBe("hol-camp");
  expect(of("claims", { subject: "hol-withdrawal" })).toBe("hol-camp");
  expect([of("claims", { subject: "nobody" }), of("sources", {}), of("events", { place: 5 })]).toEqual([null, null, null]);
  expect(placeOf(given(false), change("places", null, feature({})))).toBe(null);
});
