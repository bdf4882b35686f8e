/** What is looked for, as a part of the address. */
import { comparisons, type Bounds, type Condition, type Find } from "./condition";

// A comma parts; one that belongs to a name or a value is written as ~1, and ~ as ~0.
const pack = (piece: string) => piece.replaceAll("~", "~0").replaceAll(",", "~1");
const unpack = (piece: string) => piece.replaceAll("~1", ",").replaceAll("~0", "~");

function readCondition(text: string): Condition | null {
  const [property = "", comparison, ...values] = text.split(",").map(unpack);
  const known = comparisons.find((each) => each === comparison);
  return property === "" || known === undefined ? null : { property, comparison: known, values };
}

function readBounds(text: string | null): Bounds | null {
  const parts = (text ?? "").split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  const [west, south, east, north] = parts;
  if (parts.length !== 4 || west === undefined || south === undefined || east === undefined || north === undefined) return null;
  const sound = Math.abs(west) <= 180 && Math.abs(east) <= 180 && south >= -90 && south <= north && north <= 90;
  return sound ? [west, south, east, north] : null;
}

/** Reads what is looked for; null if nothing is. What makes no sense is passed over. */
export function readFind(read: URLSearchParams): Find | null {
  const collection = read.get("find");
  if (collection === null) return null;
  const written = read.get("cql");
  return {
    collection,
    any: read.get("any") === "1",
    conditions: written === null ? read.getAll("if").map(readCondition).filter((each) => each !== null) : [],
    bounds: readBounds(read.get("box")),
    written,
  };
}

/** Writes what is looked for, name by name; `readFind` gives it back. */
export function writeFind(find: Find): [string, string][] {
  const parts: [string, string][] = [["find", find.collection]];
  if (find.written === null) for (const { property, comparison, values } of find.conditions) parts.push(["if", [property, comparison, ...values].map(pack).join(",")]);
  else parts.push(["cql", find.written]);
  if (find.any) parts.push(["any", "1"]);
  if (find.bounds) parts.push(["box", find.bounds.join(",")]);
  return parts;
}
