/** Words become CQL2 text (OGC 21-065r2). Nothing that was typed can leave its quotes. */
import { takes, type Bounds, type Condition, type Find } from "./condition";
import type { Queryable, Queryables } from "./queryables";

// Words of the language: as names of properties they stand in quotes.
const keywords = new Set([
  "and", "or", "not", "like", "between", "in", "is", "null", "true", "false", "div",
  "casei", "accenti", "bbox", "date", "timestamp", "interval",
  "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon", "geometrycollection",
]);

/** The name of a property, in double quotes where it must be. */
export function name(property: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(property) && !keywords.has(property.toLowerCase())) return property;
  return `"${property.replaceAll('"', '""')}"`;
}

/** A text; U+0000, which no text may hold, is left out. */
export function literal(text: string): string {
  return `'${text.replaceAll("\0", "").replaceAll("'", "''")}'`;
}

/** A pattern that means these letters and nothing else. */
export function escaped(text: string): string {
  return text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
}

/** A number as it is typed, in Latin or Arabic digits; null for what is none, as with commas, which part thousands for some and decimals for others. */
export function numberOf(typed: string): number | null {
  const plain = typed.trim().replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660)).replace("٫", ".").replace(/^[−+]/, (sign) => (sign === "+" ? "" : "-"));
  if (!/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

function printed(value: number): string {
  return String(value).replace("e+", "E").replace("e", "E");
}

/** A day, or a moment with its time; null for what is neither. */
export function momentOf(typed: string): string | null {
  const found = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/.exec(typed.trim());
  const day = found?.[1];
  if (!found || day === undefined) return null;
  // Date.parse takes the 30th of February.
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day) return null;
  const time = found[2];
  if (time === undefined) return `DATE('${day}')`;
  const [, clock = "", seconds = ":00", zone = "Z"] = /^T(\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/.exec(time) ?? [];
  const moment = `${day}T${clock}${seconds}${zone}`;
  return Number.isNaN(Date.parse(moment)) ? null : `TIMESTAMP('${moment}')`;
}

/** One value as CQL2 writes it; null if it is none of this kind. */
function value(property: Queryable, typed: string): string | null {
  switch (property.kind) {
    case "number": {
      const number = numberOf(typed);
      return number === null ? null : printed(number);
    }
    case "boolean":
      return typed === "true" || typed === "false" ? typed.toUpperCase() : null;
    case "date":
    case "time":
      return momentOf(typed);
    case "text":
    case "list":
      return typed.trim() === "" ? null : literal(typed);
  }
}

const signs: Partial<Record<Condition["comparison"], string>> = { is: "=", not: "<>", more: ">", least: ">=", less: "<", most: "<=", on: "=", before: "<", after: ">", from: ">=", until: "<=" };

/** A text that a property with texts beside its numbers may have. */
const alsoText = (property: Queryable, typed: string) => property.mixed && numberOf(typed) === null && typed.trim() !== "";

function compare(column: string, property: Queryable, condition: Condition): string | null {
  const typed = condition.values[0] ?? "";
  const text = alsoText(property, typed) ? literal(typed) : null;
  const said = value(property, typed) ?? (condition.comparison === "is" || condition.comparison === "not" ? text : null);
  const sign = signs[condition.comparison];
  return said === null || sign === undefined ? null : `${column} ${sign} ${said}`;
}

function like(column: string, typed: string, before: string, after: string, not = ""): string | null {
  return typed.trim() === "" ? null : `CASEI(${column}) ${not}LIKE CASEI(${literal(`${before}${escaped(typed)}${after}`)})`;
}

function among(column: string, property: Queryable, typed: readonly string[]): string | null {
  const all = typed.map((each) => value(property, each) ?? (alsoText(property, each) ? literal(each) : null)).filter((each) => each !== null);
  return all.length === 0 ? null : `${column} IN (${[...new Set(all)].join(", ")})`;
}

/** An item of a list; one that reads as a number may be one. */
function holds(column: string, typed: string): string | null {
  if (typed.trim() === "") return null;
  const number = numberOf(typed);
  return number === null ? `A_CONTAINS(${column}, (${literal(typed)}))` : `A_OVERLAPS(${column}, (${literal(typed)}, ${printed(number)}))`;
}

/** Between two values, whichever of them comes first. */
function between(column: string, property: Queryable, typed: readonly string[]): string | null {
  const [one, two] = [typed[0] ?? "", typed[1] ?? ""].map((each) => ({ each, said: value(property, each) }));
  if (!one?.said || !two?.said) return null;
  const size = (each: string) => (property.kind === "number" ? (numberOf(each) ?? 0) : Date.parse(each));
  const [low, high] = size(one.each) <= size(two.each) ? [one.said, two.said] : [two.said, one.said];
  return property.kind === "number" ? `${column} BETWEEN ${low} AND ${high}` : `${column} >= ${low} AND ${column} <= ${high}`;
}

/** A condition as CQL2; null while it lacks a value, or has one that is none. */
export function predicate(property: Queryable, condition: Condition): string | null {
  const column = name(property.name);
  const typed = condition.values[0] ?? "";
  switch (condition.comparison) {
    case "empty":
      return `${column} IS NULL`;
    case "filled":
      return `${column} IS NOT NULL`;
    case "contains":
      return like(column, typed, "%", "%");
    case "lacks":
      return like(column, typed, "%", "%", "NOT ");
    case "starts":
      return like(column, typed, "", "%");
    case "one":
      return among(column, property, condition.values);
    case "has":
      return holds(column, typed);
    case "between":
    case "span":
      return between(column, property, condition.values);
    default:
      return compare(column, property, condition);
  }
}

/** Whether a condition has all that it needs to be asked. */
export function isWhole(property: Queryable, condition: Condition): boolean {
  return predicate(property, condition) !== null;
}

/** Whether something was typed that cannot be meant. */
export function isWrong(property: Queryable, condition: Condition): boolean {
  const typed = condition.values.filter((each) => each.trim() !== "");
  const wanted = takes(condition.comparison);
  return typed.length > 0 && typed.length >= Math.min(wanted, 1) && (wanted !== 2 || typed.length === 2) && !isWhole(property, condition);
}

function inside(geometry: string, [west, south, east, north]: Bounds): string {
  return `S_INTERSECTS(${name(geometry)}, BBOX(${[west, south, east, north].map(printed).join(", ")}))`;
}

/** The whole as CQL2 text; null if nothing restricts it. Conditions about properties that there are not are left out. */
export function filterOf(find: Find, queryables: Queryables): string | null {
  const box = find.bounds && queryables.geometry !== null ? inside(queryables.geometry, find.bounds) : null;
  if (find.written !== null) {
    const written = find.written.trim();
    if (written === "") return box;
    return box === null ? written : `(${written}) AND ${box}`;
  }
  const parts = find.conditions.flatMap((condition) => {
    const property = queryables.properties.find((each) => each.name === condition.property);
    const part = (property && predicate(property, condition)) ?? null;
    return part === null ? [] : [{ part, joined: condition.comparison === "span" }];
  });
  if (parts.length === 0) return box;
  const some = find.any && parts.length > 1;
  const words = parts.map(({ part, joined }) => (some && joined ? `(${part})` : part)).join(some ? " OR " : " AND ");
  if (box === null) return words;
  return `${some ? `(${words})` : words} AND ${box}`;
}
