/** What is sent to the service: to its own address only, and with the token only there. */
import type { Feature } from "geojson";
import { items, Unreachable } from "../api";

/** One thing that the service says is wrong with what was sent; property: null if it is about the whole. */
export interface Flaw {
  readonly property: string | null;
  readonly detail: string;
}

/** The service did not take it. */
export class NotTaken extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly flaws: readonly Flaw[],
  ) {
    super(detail);
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);

/** The property that a JSON pointer (RFC 6901, as a URI fragment) leads to: "geometry" for the position, null for anything else. */
export function propertyAt(pointer: unknown): string | null {
  if (typeof pointer !== "string") return null;
  const [root, ...steps] = pointer.split("/");
  if (root !== "#") return null;
  if (steps.length === 1 && steps[0] === "geometry") return "geometry";
  const [first, name] = steps;
  if (first !== "properties" || name === undefined) return null;
  try {
    return decodeURIComponent(name).replaceAll("~1", "/").replaceAll("~0", "~");
  } catch {
    return null;
  }
}

/** Reads a problem document (RFC 9457): what it says, and what is wrong with each property. */
export function readProblem(document: unknown, otherwise: string): { readonly detail: string; readonly flaws: Flaw[] } {
  if (!isObject(document)) return { detail: otherwise, flaws: [] };
  const said = [document["detail"], document["title"]].find((each) => typeof each === "string" && each !== "");
  const errors = Array.isArray(document["errors"]) ? document["errors"].filter(isObject) : [];
  const flaws = errors.map((each) => ({ property: propertyAt(each["pointer"]), detail: typeof each["detail"] === "string" ? each["detail"] : "" })).filter(({ detail }) => detail !== "");
  return { detail: typeof said === "string" ? said : otherwise, flaws };
}

async function ask(path: string, init: RequestInit): Promise<Response> {
  // Nothing is followed elsewhere: the token is for this service alone.
  const answer = await fetch(path, { ...init, mode: "same-origin", credentials: "same-origin", redirect: "error", cache: "no-store", referrerPolicy: "no-referrer" }).catch((failure: unknown) => {
    throw new Unreachable(String(failure));
  });
  if (answer.ok) return answer;
  const { detail, flaws } = readProblem(await answer.json().catch(() => null), `${answer.status} ${answer.statusText}`);
  throw new NotTaken(answer.status, detail, flaws);
}

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
const at = (collection: string, id: string) => `${items(collection)}/${encodeURIComponent(id)}`;

/** A feature as it stands, with the tag of its state. */
export async function current(collection: string, id: string): Promise<{ readonly feature: Feature; readonly etag: string | null }> {
  const answer = await ask(at(collection, id), { headers: { Accept: "application/geo+json" } });
  return { feature: (await answer.json()) as Feature, etag: answer.headers.get("ETag") };
}

/** What a collection's features look like: a JSON Schema. */
export async function schema(collection: string): Promise<unknown> {
  return (await ask(`collections/${encodeURIComponent(collection)}/schema`, { headers: { Accept: "application/schema+json, application/json" } })).json();
}

/** Makes a feature; returns its id. */
export async function make(token: string, collection: string, feature: object): Promise<string> {
  const answer = await ask(items(collection), { method: "POST", headers: { ...bearer(token), "Content-Type": "application/geo+json" }, body: JSON.stringify(feature) });
  return decodeURIComponent((answer.headers.get("Location") ?? "").split("/").at(-1) ?? "");
}

const unless = (etag: string | null): Record<string, string> => (etag === null ? {} : { "If-Match": etag });

/** Changes a feature by a merge patch (RFC 7396), if it is still the one that was read. */
export async function patch(token: string, collection: string, id: string, etag: string | null, part: object): Promise<void> {
  await ask(at(collection, id), { method: "PATCH", headers: { ...bearer(token), ...unless(etag), "Content-Type": "application/merge-patch+json" }, body: JSON.stringify(part) });
}

/** Takes a feature away, if it is still the one that was read. */
export async function remove(token: string, collection: string, id: string, etag: string | null): Promise<void> {
  await ask(at(collection, id), { method: "DELETE", headers: { ...bearer(token), ...unless(etag) } });
}

/** What a token is good for: the collections that may be written in, or, if none, what the service says to it. */
export interface Rights {
  readonly collections: readonly string[];
  /** null: it is known, and may only read. */
  readonly refused: string | null;
}

/** So many collections are asked about. */
const most = 60;

/** Asks what may be done with a token. Nothing is written. */
export async function rights(token: string, collections: readonly string[]): Promise<Rights> {
  const some = collections.slice(0, most);
  const allowed = await Promise.all(some.map(async (each) => (await ask(items(each), { method: "OPTIONS", headers: bearer(token) })).headers.get("Allow")?.includes("POST") === true));
  const may = some.filter((_, index) => allowed[index]);
  const [first] = some;
  if (may.length > 0 || first === undefined) return { collections: may, refused: null };
  // Who may not write is told no more; what is sent without a body tells whether the token is known.
  try {
    await ask(items(first), { method: "POST", headers: bearer(token) });
  } catch (failure) {
    if (failure instanceof NotTaken) return { collections: [], refused: failure.status === 401 ? failure.detail : null };
    throw failure;
  }
  return { collections: [], refused: null };
}
