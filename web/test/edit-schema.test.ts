import type { Feature } from "geojson";
import { expect, test } from "vitest";
import { idOf } from "../src/edit/line";
import { fieldsOf, forms } from "../src/edit/form";
import { formOf, withOthers } from "../src/edit/schema";
import { faultsIn, patchOf, textsOf, valueOf } from "../src/edit/texts";

const schema = {
  type: "object",
  required: ["name"],
  properties: {
    geometry: { "x-ogc-role": "primary-geometry", format: "geometry-point" },
    id: { type: "string", "x-ogc-role": "id", "x-ogc-propertySeq": 1 },
    depth: { type: "integer", title: "Depth", description: "How deep.", "x-ogc-unit": "m", "x-ogc-propertySeq": 3 },
    name: { type: "string", "x-ogc-propertySeq": 2 },
    dug: { type: "string", format: "date", "x-ogc-propertySeq": 4 },
    seen: { type: "string", format: "date-time" },
    dry: { type: "boolean" },
    owner: { type: "string", "x-ogc-role": "reference", "x-ogc-collectionId": "people" },
    kind: { type: "string", enum: ["a", "b"] },
    code: { type: ["string", "number"] },
    tags: { type: "array", items: { type: "number" } },
    deep: { type: "object" },
    derived: { type: "string", readOnly: true },
    strange: "no schema",
  },
};

test("a form for any collection, from its schema", () => {
  const form = formOf("wells", schema);
  expect(form.groups.map(({ name }) => name)).toEqual(["properties", "where"]);
  expect(fieldsOf(form).map(({ name, widget }) => [name, widget])).toEqual([
    ["name", "text"], ["depth", "number"], ["dug", "day"], ["seen", "moment"], ["dry", "yes"], ["owner", "reference"], ["kind", "choice"], ["code", "text"], ["tags", "list"], ["deep", "fixed"], ["geometry", "position"],
  ]);
  expect(fieldsOf(form)[0]?.needed).toBe(true);
  expect(fieldsOf(form)[1]).toMatchObject({ title: "Depth", description: "How deep.", unit: "m", whole: true });
  expect(fieldsOf(form).find(({ name }) => name === "owner")?.to).toEqual(["people"]);
});

test.each([[null], ["x"], [{}], [{ properties: 5 }], [{ properties: { a: null } }]])("%j is no schema: the position alone is asked for", (document) => {
  expect(fieldsOf(formOf("x", document)).map(({ name }) => name)).toEqual(["geometry"]);
});

test("what is declared of a collection is kept to, what was only seen is not", () => {
  const seen = formOf("x", { properties: { kind: { type: "string", enum: ["a", "b"] } } });
  expect(fieldsOf(seen)[0]).toMatchObject({ widget: "named", words: ["a", "b"] });
  const form = formOf("x", {
    required: ["kind", "geometry"],
    properties: {
      geometry: { format: "geometry-point" }, kind: { type: "string", enum: ["a", "b"] }, mark: { type: "string", examples: ["m"], maxLength: 3 }, depth: { type: "number", minimum: 0, maximum: 9 },
      when: { type: "string", anyOf: [{ format: "date" }, { format: "date-time" }] },
    },
  });
  expect(fieldsOf(form).map(({ name, widget, words }) => [name, widget, words])).toEqual([["kind", "choice", ["a", "b"]], ["mark", "named", ["m"]], ["depth", "number", []], ["when", "moment", []], ["geometry", "position", []]]);
  expect(Object.fromEntries(faultsIn(form, { depth: "-1", mark: "four" }))).toEqual({ kind: "needed", depth: "least", mark: "long", geometry: "needed" });
  expect(Object.fromEntries(faultsIn(form, { kind: "a", depth: "10", mark: "\u{1F600}\u{1F600}\u{1F600}", geometry: "1,2" }))).toEqual({ depth: "most" });
});

test("a collection that declares no place is asked for none", () => {
  expect(fieldsOf(formOf("x", { additionalProperties: false, properties: { a: { type: "string" } } })).map(({ name }) => name)).toEqual(["a"]);
});

test("values go back as they came", () => {
  const form = formOf("wells", schema);
  const feature = { type: "Feature", id: "w", geometry: null, properties: { name: "W", depth: 4, dry: false, tags: [1, 2.5], code: 7, deep: { a: [1] }, other: 1 } } as unknown as Feature;
  const base = textsOf(form, feature);
  expect(base).toMatchObject({ depth: "4", dry: "false", tags: "1, 2.5", code: "7", deep: '{"a":[1]}', seen: "", geometry: "" });
  expect(patchOf(form, base, base)).toEqual({ properties: {} });
  for (const field of fieldsOf(form).filter(({ widget }) => widget !== "fixed" && widget !== "position")) {
    expect(valueOf(field, base[field.name] ?? ""), field.name).toEqual(feature.properties?.[field.name] ?? null);
  }
  expect(Object.fromEntries(faultsIn(form, { ...base, name: "", depth: "4.5", tags: "1, x", dug: "soon" }))).toEqual({ name: "needed", depth: "whole", tags: "number", dug: "day" });
});

test("a form of a situation shows what else its collection has", () => {
  const [claims] = forms;
  if (!claims) throw new Error("no forms");
  const named = new Set(fieldsOf(claims).map(({ name }) => name));
  expect(withOthers(claims, { properties: { claimed_by: { type: "string" } } }, named)).toBe(claims);
  const more = withOthers(claims, { properties: { claimed_by: { type: "string" }, file_number: { type: "integer" } } }, named);
  expect(more.groups.at(-1)).toMatchObject({ name: "others", folded: true, fields: [{ name: "file_number", widget: "number" }] });
});

test("a property that is called like the position is not taken for it", () => {
  const form = formOf("odd", { properties: { geometry: { type: "string" }, name: { type: "string" } } });
  expect(fieldsOf(form).map(({ name, widget }) => [name, widget])).toEqual([["name", "text"], ["geometry", "position"]]);
});

test("a name with blanks makes one id", () => {
  expect(idOf("depth")).toBe("edit-depth");
  expect(`${idOf("depth of the well")}-help`.split(/[\t\n\f\r ]/)).toHaveLength(1);
  expect(idOf("a b")).not.toBe(idOf("a_b"));
});
