/** What a filter can ask of a collection, read from its queryables (OGC 19-079r2 §6.2). */

/** What the values of a property are to a person who asks. */
export type Kind = "text" | "number" | "boolean" | "date" | "time" | "list";

/** A property that can be asked for. */
export interface Queryable {
  readonly name: string;
  readonly kind: Kind;
  /** Whether texts occur beside numbers. */
  readonly mixed: boolean;
  readonly title: string | null;
  readonly description: string | null;
  readonly unit: string | null;
  /** Every text there is, where there are few; else some, or none. */
  readonly words: readonly string[];
  /** Whether there are no others than these words. */
  readonly closed: boolean;
}

/** What can be asked of a collection. */
export interface Queryables {
  readonly properties: readonly Queryable[];
  /** The name of the geometry; null where nothing has a place. */
  readonly geometry: string | null;
}

type Schema = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Schema => typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);

function kindOf(types: readonly string[], format: string | null): Kind {
  const has = (type: string) => types.includes(type);
  if (has("string")) return format === "date" ? "date" : format === "date-time" ? "time" : has("number") || has("integer") ? "number" : "text";
  if (has("number") || has("integer")) return "number";
  if (has("boolean")) return "boolean";
  return has("array") ? "list" : "text";
}

function queryable(name: string, schema: Schema): Queryable {
  const types = [schema["type"]].flat().filter((each) => typeof each === "string");
  const words = schema["enum"];
  return {
    name,
    kind: kindOf(types, text(schema["format"])),
    mixed: types.includes("string") && (types.includes("number") || types.includes("integer")),
    title: text(schema["title"]),
    description: text(schema["description"]),
    unit: text(schema["x-ogc-unit"]),
    words: Array.isArray(words) ? words.filter((each) => typeof each === "string") : [],
    closed: Array.isArray(words),
  };
}

const isGeometry = (schema: Schema) => schema["x-ogc-role"] === "primary-geometry" || (text(schema["format"]) ?? "").startsWith("geometry-");

/** The place of a property in its collection; the id comes last: names are easier to ask for. */
function rank(schema: Schema): number {
  const order = schema["x-ogc-propertySeq"];
  if (schema["x-ogc-role"] === "id") return Number.POSITIVE_INFINITY;
  return typeof order === "number" ? order : Number.MAX_SAFE_INTEGER;
}

/** Reads the queryables of a collection; what is no schema has none. */
export function readQueryables(document: unknown): Queryables {
  const properties = isObject(document) && isObject(document["properties"]) ? Object.entries(document["properties"]) : [];
  const all = properties.filter((each): each is [string, Schema] => isObject(each[1]));
  const geometry = all.find(([, schema]) => isGeometry(schema));
  const named = all.filter(([, schema]) => !isGeometry(schema)).sort((a, b) => rank(a[1]) - rank(b[1]) || 0);
  return { properties: named.map(([name, schema]) => queryable(name, schema)), geometry: geometry?.[0] ?? null };
}

/** At most so many texts are a vocabulary. */
const most = 40;
const longest = 60;

/** The texts that a property has in some features, each once and in order; none if they are many or long. */
export function wordsIn(name: string, features: readonly { readonly properties: Readonly<Record<string, unknown>> | null }[]): string[] {
  const found = new Set<string>();
  for (const feature of features) {
    const value: unknown = feature.properties?.[name];
    for (const each of [value].flat()) {
      if (typeof each !== "string" || each === "") continue;
      if (each.length > longest || found.size === most) return [];
      found.add(each);
    }
  }
  return [...found].sort((a, b) => a.localeCompare(b));
}
