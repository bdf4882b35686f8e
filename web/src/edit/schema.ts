/** A form for any collection, from its schema (OGC 23-058). */
import { field, type Field, type Form, type Widget } from "./form";

type Schema = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Schema => typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);

/** More words than these are typed, not chosen. */
const mostWords = 40;

/** The format of a text; of several, the one that takes in the others. */
function formatOf(schema: Schema): string | null {
  const all = Array.isArray(schema["anyOf"]) ? schema["anyOf"].filter(isObject).map((each) => text(each["format"])) : [];
  return text(schema["format"]) ?? (all.length > 0 && all.every((each) => each === "date" || each === "date-time") ? "date-time" : null);
}

function widgetOf(name: string, schema: Schema, types: readonly string[], words: readonly string[], closed: boolean): Widget {
  const format = formatOf(schema);
  if (schema["x-ogc-role"] === "reference" && text(schema["x-ogc-collectionId"]) !== null) return "reference";
  if (types.includes("object")) return "fixed";
  if (types.includes("array")) return types.length === 1 ? "list" : "fixed";
  if (types.includes("boolean")) return types.length === 1 ? "yes" : "text";
  if (types.includes("number") || types.includes("integer")) return types.includes("string") ? "text" : "number";
  if (format === "date") return "day";
  if (format === "date-time") return "moment";
  if (format === "uri") return "link";
  if (closed && words.length > 0) return "choice";
  return words.length > 0 && words.length <= mostWords ? "named" : /note|summary|description|comment|remark/i.test(name) ? "long" : "text";
}

const number = (value: unknown) => (typeof value === "number" ? value : null);

function fieldOf(name: string, schema: Schema, needed: boolean, declared: boolean): Field {
  const types = [schema["type"]].flat().filter((each) => typeof each === "string");
  const closed = declared && Array.isArray(schema["enum"]);
  const words = [schema["enum"] ?? schema["examples"] ?? []].flat().filter((each) => typeof each === "string");
  const to = text(schema["x-ogc-collectionId"]);
  return field(name, widgetOf(name, schema, types, words, closed), {
    needed,
    words,
    to: to === null ? [] : [to],
    whole: types.length === 1 && types[0] === "integer",
    numeric: (types.includes("string") && (types.includes("number") || types.includes("integer"))) || (isObject(schema["items"]) && ["number", "integer"].includes(String(schema["items"]["type"]))),
    minimum: number(schema["minimum"]),
    maximum: number(schema["maximum"]),
    longest: number(schema["maxLength"]),
    title: text(schema["title"]),
    description: text(schema["description"]),
    unit: text(schema["x-ogc-unit"]),
  });
}

const isGeometry = (schema: Schema) => schema["x-ogc-role"] === "primary-geometry" || (text(schema["format"]) ?? "").startsWith("geometry-");

function rank(schema: Schema): number {
  const order = schema["x-ogc-propertySeq"];
  return typeof order === "number" ? order : Number.MAX_SAFE_INTEGER;
}

/** Whether what the schema says was declared, and not only seen: then its words are all that there can be. */
function isDeclared(document: Schema, properties: readonly Schema[]): boolean {
  return document["additionalProperties"] === false || Array.isArray(document["required"]) || properties.some((each) => ["examples", "minimum", "maximum", "maxLength"].some((keyword) => keyword in each));
}

/** Reads the form of a collection from its schema; what is no schema asks for the position alone. */
export function formOf(collection: string, document: unknown): Form {
  const properties = isObject(document) && isObject(document["properties"]) ? Object.entries(document["properties"]) : [];
  const declared = isObject(document) && isDeclared(document, properties.map(([, schema]) => schema).filter(isObject));
  const required = isObject(document) && Array.isArray(document["required"]) ? document["required"] : [];
  const named = properties
    .filter((each): each is [string, Schema] => isObject(each[1]))
    // What is called like the position cannot be told from it: it stays as it is.
    .filter(([name, schema]) => name !== "geometry" && !isGeometry(schema) && schema["x-ogc-role"] !== "id" && schema["readOnly"] !== true)
    .sort((a, b) => rank(a[1]) - rank(b[1]))
    .map(([name, schema]) => fieldOf(name, schema, required.includes(name), declared));
  // Where nothing else may be, what has no place has none.
  const placeless = isObject(document) && document["additionalProperties"] === false && !properties.some(([, schema]) => isObject(schema) && isGeometry(schema));
  const groups = [
    { name: "properties", folded: false, fields: named },
    { name: "where", folded: false, fields: placeless ? [] : [field("geometry", "position", { needed: required.includes("geometry") })] },
  ];
  return { collection, groups: groups.filter(({ fields }) => fields.length > 0), always: {} };
}

/** A form with what the schema says of properties that it does not name, folded away. */
export function withOthers(form: Form, document: unknown, named: ReadonlySet<string>): Form {
  const others = (formOf(form.collection, document).groups.find(({ name }) => name === "properties")?.fields ?? []).filter(({ name }) => !named.has(name));
  return others.length === 0 ? form : { ...form, groups: [...form.groups, { name: "others", folded: true, fields: others }] };
}
