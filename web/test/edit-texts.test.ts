import type { Feature } from "geojson";
import { expect, test } from "vitest";
import { field, fieldsOf, forms, type Form } from "../src/edit/form";
import { altered, beginning, faultsIn, patchOf, readNumber, readSpot, spotOf, textOf, textsOf, valueOf, wholeOf } from "../src/edit/texts";
import { pasted } from "../src/edit/where";

const form = (collection: string): Form => {
  const found = forms.find((each) => each.collection === collection);
  if (!found) throw new Error(collection);
  return found;
};
const claims = form("claims");
const said = { ...beginning(claims), subject: "events/escape", attribute: "escaped", value_number: "120", claimed_by: "moi" };

const claim = (properties: Record<string, unknown>, geometry: unknown = { type: "Point", coordinates: [40.7, 36.05] }): Feature =>
  ({ type: "Feature", id: "c", geometry, properties: { subject: "escape", subject_collection: "events", attribute: "escaped", value_number: 120, claimed_by: "moi", stance: "states", ...properties } }) as Feature;

test.each([
  ["120", 120],
  [" -1.5 ", -1.5],
  ["١٢٠", 120],
  ["١٫٥", 1.5],
  ["۱۲۵", 125],
  ["\u200F١٢٠\u200E", 120],
  ["1,500", Number.NaN],
  ["1e3", Number.NaN],
  ["Infinity", Number.NaN],
  ["", Number.NaN],
])("%j is read as the number %d", (text, want) => {
  expect(readNumber(text)).toBe(want);
});

test.each([
  ["40.7,36.05", [40.7, 36.05]],
  ["181,0", null],
  ["0,91", null],
  ["1", null],
  ["1,2,3", null],
  ["a,b", null],
])("%j is the spot %j", (text, want) => {
  expect(readSpot(text)).toEqual(want);
});

test.each([
  ["4,5", "36,0576", "4.5,36.0576"],
  ["٤٫٥", "٣٦", "٤٫٥,٣٦"],
  ["4,", "", "4.,"],
  [" ", "", ""],
])("%j and %j typed are the spot %j: a decimal comma is no other digit", (lng, lat, want) => {
  expect(spotOf(lng, lat)).toBe(want);
});

test.each([
  ["36.0576, 40.7348", [40.7348, 36.0576]],
  ["36.0576 40.7348", [40.7348, 36.0576]],
  ["36.0576;40.7348", [40.7348, 36.0576]],
  ["95, 40", null],
  ["a place", null],
])("%j pasted is %j, latitude first", (text, want) => {
  expect(pasted(text)).toEqual(want);
});

test("what is read and not touched is not sent, whatever it is", () => {
  for (const properties of [{}, { value_text: "kept", stance: "could_not_verify" }, { unit: "people", value_number: null }, { stance: "hopes", start: "2015" }]) {
    const base = textsOf(claims, claim(properties));
    expect(altered(claims, base, base)).toEqual([]);
    expect(patchOf(claims, base, base)).toEqual({ properties: {} });
  }
});

test("a merge patch has what differs alone: null for what is taken away, both parts of a reference, a point", () => {
  const base = textsOf(claims, claim({ link: "https://example.org/a", position_accuracy: 500 }));
  const texts = { ...base, value_number: "121", link: "", subject: "places/p", geometry: "41,36" };
  expect(patchOf(claims, base, texts)).toEqual({ properties: { value_number: 121, link: null, subject: "p", subject_collection: "places" }, geometry: { type: "Point", coordinates: [41, 36] } });
  expect(patchOf(claims, base, { ...base, geometry: "" })).toEqual({ properties: { position_accuracy: null }, geometry: null });
});

test("what is not asked for any more says nothing", () => {
  const control = form("control");
  const base = { ...beginning(control), subject: "p", status: "besieged", party: "a", besieged_by: "b", claimed_by: "moi" };
  expect(patchOf(control, base, { ...base, status: "held" }).properties).toEqual({ status: "held", besieged_by: null });
});

test("something new says what is filled in, and what is always so", () => {
  expect(wholeOf(claims, said)).toEqual({
    geometry: null,
    properties: { subject: "escape", subject_collection: "events", attribute: "escaped", stance: "states", value_number: 120, claimed_by: "moi", claimed_at_precision: "day", time_precision: "day", verification: "unverified" },
  });
  expect(wholeOf(form("control"), { subject: "p" }).properties["subject_collection"]).toBe("places");
});

test("no form lets a fact be written without a source", () => {
  for (const [collection, property] of [["claims", "claimed_by"], ["control", "claimed_by"], ["events", "claimed_by"], ["places", "reported_by"]] as const) {
    expect(faultsIn(form(collection), beginning(form(collection))).get(property), collection).toBe("needed");
  }
});

test.each([
  [{}, {}],
  [{ value_number: "" }, { value_number: "value" }],
  [{ value_number: "", stance: "could_not_verify" }, {}],
  [{ value_number: "", value_party: "sdf" }, {}],
  [{ value_number: "many" }, { value_number: "number" }],
  [{ qualifier: "word" }, { qualifier: "words" }],
  [{ claimed_by: "?somebody" }, { claimed_by: "choose" }],
  [{ claimed_by: "  " }, { claimed_by: "needed" }],
  [{ link: "javascript:alert(1)" }, { link: "link" }],
  [{ start: "2026-02-30" }, { start: "day" }],
  [{ start: "2026-01-20", end: "2026-01-19" }, { end: "order" }],
  [{ start: "2026-01-20T10:00:00Z" }, {}],
  [{ geometry: "400,1" }, { geometry: "position" }],
  [{ geometry: "40,1", position_accuracy: "0" }, { position_accuracy: "accuracy" }],
  [{ position_accuracy: "0" }, {}],
])("a claim with %j is blamed for %j", (more, want) => {
  expect(Object.fromEntries(faultsIn(claims, { ...said, ...more }))).toEqual(want);
});

test("who is said to hold a place is named", () => {
  const control = form("control");
  const base = { ...beginning(control), subject: "p", claimed_by: "moi" };
  expect(Object.fromEntries(faultsIn(control, { ...base, status: "held" }))).toEqual({ party: "holder" });
  expect(Object.fromEntries(faultsIn(control, { ...base, status: "vacated" }))).toEqual({});
  expect(Object.fromEntries(faultsIn(control, base))).toEqual({ status: "needed" });
});

test("a shape that is no point stands for itself and is not sent", () => {
  const base = textsOf(claims, claim({}, { type: "LineString", coordinates: [[1, 2], [3, 4]] }));
  expect(base["geometry"]).toBe("shape");
  expect(faultsIn(claims, base).has("geometry")).toBe(false);
  expect(patchOf(claims, base, { ...base, note: "x" })).toEqual({ properties: { note: "x" } });
});

test("no two fields of a form have a name", () => {
  for (const each of forms) expect(new Set(fieldsOf(each).map(({ name }) => name)).size).toBe(fieldsOf(each).length);
});

test.each([
  [["Shaddadeh", "Ash Shaddadi"], "Shaddadeh, Ash Shaddadi"],
  [["Raqqa, Syria", "Rakka"], "Raqqa, Syria; Rakka"],
  [["Raqqa, Syria"], "Raqqa, Syria;"],
  [["الرقة، سوريا", "b"], "الرقة، سوريا; b"],
])("the list %j is written %j and read as it was", (list, text) => {
  const names = field("names", "list");
  expect(textOf(names, claim({ names: list }))).toBe(text);
  expect(valueOf(names, text)).toEqual(list);
});
