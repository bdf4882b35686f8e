/** Between the properties of a feature and what stands in the fields of a form. */
import type { Feature, Geometry } from "geojson";
import { webAddress } from "../element";
import type { Texts } from "./draft";
import { fieldsOf, type Field, type Form } from "./form";

/** What is wrong with what stands in a field: a word of the page. */
export type Fault = "needed" | "number" | "whole" | "day" | "link" | "choose" | "position" | "value" | "holder" | "order" | "words" | "accuracy" | "least" | "most" | "long";

/** What begins a text that was typed where something had to be chosen. */
export const unresolved = "?";

/** A geometry that is no point stands for itself. */
export const otherShape = "shape";

/** Digits of Arabic and of Persian and Kurdish as Latin ones, without the marks of direction that come along with what is pasted. */
export const latin = (text: string) => text.replace(/[\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069]/g, "").replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 0xf)).replace("٫", ".");

/** Reads a number as people write it, with the digits of any of these; NaN if it is none. */
export function readNumber(text: string): number {
  const plain = latin(text).trim().replace("−", "-");
  return /^[+-]?(\d+(\.\d+)?|\.\d+)$/.test(plain) ? Number(plain) : Number.NaN;
}

const isDay = (text: string) => {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};
const isMoment = (text: string) => isDay(text) || (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text)));

/** Longitude and latitude; null for what is no spot. */
export function readSpot(text: string): [number, number] | null {
  const [lng, lat, ...more] = text.split(",").map(readNumber);
  if (lng === undefined || lat === undefined || more.length > 0 || !(Math.abs(lng) <= 180) || !(Math.abs(lat) <= 90)) return null;
  return [lng, lat];
}

/** The text of a spot whose parts are typed. Between them stands a comma: one within a part is the decimal one. */
export function spotOf(lng: string, lat: string): string {
  const parts = [lng, lat].map((each) => each.trim().replace(/[,،]/g, "."));
  return parts.every((each) => each === "") ? "" : parts.join(",");
}

function spotText(geometry: Geometry | null): string {
  if (geometry === null) return "";
  return geometry.type === "Point" ? geometry.coordinates.slice(0, 2).join(",") : otherShape;
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The text of a list: with commas between its parts, or semicolons if a part has a comma in it. */
function listText(parts: readonly unknown[]): string {
  const all = parts.map(valueText);
  if (!all.some((each) => /[,،]/.test(each))) return all.join(", ");
  return all.length === 1 ? `${all[0]};` : all.join("; ");
}

/** What stands in a field. */
export function textOf(field: Field, feature: Feature): string {
  const properties = feature.properties ?? {};
  const value: unknown = properties[field.name];
  if (field.widget === "position") return spotText(feature.geometry as Geometry | null);
  if (field.widget === "list" && Array.isArray(value)) return listText(value);
  const text = valueText(value);
  const collection = field.pair === null ? null : properties[field.pair];
  return typeof collection === "string" && text !== "" ? `${collection}/${text}` : text;
}

/** What stands in all the fields. */
export function textsOf(form: Form, feature: Feature): Texts {
  return Object.fromEntries(fieldsOf(form).map((each) => [each.name, textOf(each, feature)]));
}

/** What the fields of something new begin with. */
export function beginning(form: Form): Texts {
  return Object.fromEntries(fieldsOf(form).map((each) => [each.name, each.begins]));
}

function faultInNumber(field: Field, value: number): Fault | null {
  if (Number.isNaN(value)) return "number";
  if (field.whole && !Number.isInteger(value)) return "whole";
  if (field.name === "position_accuracy" && value <= 0) return "accuracy";
  if (field.minimum !== null && value < field.minimum) return "least";
  return field.maximum !== null && value > field.maximum ? "most" : null;
}

/** What is wrong with one text by itself; null if nothing is. */
export function faultIn(field: Field, text: string): Fault | null {
  if (text === "") return field.needed ? "needed" : null;
  if (field.longest !== null && [...text].length > field.longest) return "long";
  switch (field.widget) {
    case "number":
      return faultInNumber(field, readNumber(text));
    case "list":
      return field.numeric && split(text).some((each) => Number.isNaN(readNumber(each))) ? "number" : null;
    case "link":
      return webAddress(text) === null ? "link" : null;
    case "day":
    case "moment":
      return isMoment(text) ? null : "day";
    case "reference":
      return text.startsWith(unresolved) ? "choose" : null;
    case "position":
      return text === otherShape || readSpot(text) !== null ? null : "position";
    default:
      return null;
  }
}

/** What is wrong with what stands in the fields together, by field; nothing for what is not asked for. */
export function faultsIn(form: Form, texts: Texts): Map<string, Fault> {
  const faults = new Map<string, Fault>();
  for (const each of fieldsOf(form)) {
    const fault = each.shown(texts) ? faultIn(each, (texts[each.name] ?? "").trim()) : null;
    if (fault !== null) faults.set(each.name, fault);
  }
  const has = (name: string) => (texts[name] ?? "").trim() !== "";
  const add = (name: string, fault: Fault) => faults.has(name) || faults.set(name, fault);
  if (form.collection === "claims" && texts["stance"] === "states" && !has("value_number") && !has("value_text") && !has("value_party")) add("value_number", "value");
  if (form.collection === "claims" && texts["qualifier"] === "word" && has("value_number")) add("qualifier", "words");
  if (form.collection === "control" && texts["status"] === "held" && !has("party")) add("party", "holder");
  const [start = "", end = ""] = [texts["start"], texts["end"]];
  if (fieldsOf(form).some(({ name, widget }) => name === "end" && widget === "day") && isDay(start) && isDay(end) && end < start) add("end", "order");
  return faults;
}

const split = (text: string) => text.split(/[;؛]/.test(text) ? /[;؛]/ : /[,،]/).map((each) => each.trim()).filter((each) => each !== "");

/** The value that a text stands for; null for none. */
export function valueOf(field: Field, text: string): unknown {
  const plain = text.trim();
  if (plain === "") return null;
  switch (field.widget) {
    case "number":
      return readNumber(plain);
    case "yes":
      return plain === "true";
    case "list":
      return field.numeric ? split(plain).map(readNumber) : split(plain);
    case "reference":
      return field.pair === null ? plain : plain.slice(plain.indexOf("/") + 1);
    case "link":
      return webAddress(plain) ?? plain;
    default:
      // A property that has had numbers and texts keeps both.
      return field.numeric && !Number.isNaN(readNumber(plain)) ? readNumber(plain) : plain;
  }
}

/** The geometry that a text stands for. */
export function pointOf(text: string): { type: "Point"; coordinates: [number, number] } | null {
  const spot = readSpot(text);
  return spot === null ? null : { type: "Point", coordinates: spot };
}

/** What is sent of a feature: its properties, and its geometry where that is another. */
export interface Part {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly geometry?: { type: "Point"; coordinates: [number, number] } | null;
}

/** The fields that say something else than before. What is not asked for any more says nothing. */
export function altered(form: Form, base: Texts, texts: Texts): Field[] {
  return fieldsOf(form).filter((each) => standing(each, base, texts) !== (base[each.name] ?? "").trim() && each.widget !== "fixed");
}

/** What a field says. What was never asked for stays as it is. */
function standing(field: Field, base: Texts, texts: Texts): string {
  if (field.shown(texts)) return (texts[field.name] ?? "").trim();
  return field.shown(base) ? "" : (base[field.name] ?? "").trim();
}

/** What differs from what was read, as a merge patch has it: null takes a property away. */
export function patchOf(form: Form, base: Texts, texts: Texts): Part {
  const properties: Record<string, unknown> = {};
  let part: Part = { properties };
  for (const each of altered(form, base, texts)) {
    const text = standing(each, base, texts);
    if (each.widget === "position") {
      part = { ...part, geometry: pointOf(text) };
      continue;
    }
    properties[each.name] = valueOf(each, text);
    if (each.pair !== null) properties[each.pair] = text === "" ? null : text.slice(0, text.indexOf("/"));
  }
  return part;
}

/** Everything that something new says. */
export function wholeOf(form: Form, texts: Texts): Required<Part> {
  const empty = Object.fromEntries(fieldsOf(form).map(({ name }) => [name, ""]));
  const { properties, geometry = null } = patchOf(form, empty, texts);
  return { properties: { ...properties, ...form.always }, geometry };
}
