import type { Feature, FeatureCollection } from "geojson";
import { readChanges, readRevisions, type Change } from "./past/change";
import { complete, type Situation } from "./situation";

/** A collection as the service lists it. */
export interface Collection {
  readonly id: string;
  readonly title?: string;
  readonly description?: string;
  readonly links?: readonly { readonly href: string; readonly rel: string }[];
  readonly extent?: {
    readonly spatial?: { readonly bbox?: readonly (readonly number[])[] };
    readonly temporal?: { readonly interval?: readonly (readonly (string | null)[])[] };
  };
}

/** A page of features, with how many there are in all. */
export interface Features extends FeatureCollection {
  readonly numberMatched?: number;
  readonly numberReturned?: number;
  readonly links?: readonly { readonly href: string; readonly rel: string }[];
}

/** A feature that a search for the nearest has found: metres, and degrees clockwise from north. */
export type Near = Feature & { readonly nearest: { readonly distance: number; readonly azimuth: number } };

/** What the service refused or could not do, in its own words. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    detail: string,
  ) {
    super(detail);
  }
}

/** The service did not answer at all. */
export class Unreachable extends Error {}

/** Why something could not be had, in the service's own words; null if it did not answer. */
export function reason(failure: unknown): string | null {
  if (failure instanceof Unreachable) return null;
  return failure instanceof Error ? failure.message : String(failure);
}

async function ask<T>(path: string, query: Readonly<Record<string, string | number | null>>, signal?: AbortSignal): Promise<T> {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== null && value !== "") params.set(name, String(value));
  const asked = params.size > 0 ? `${path}?${params}` : path;
  const init: RequestInit = { headers: { Accept: "application/geo+json, application/json" } };
  const answer = await fetch(asked, signal ? { ...init, signal } : init).catch((failure: unknown) => {
    throw signal?.aborted ? failure : new Unreachable(String(failure));
  });
  if (!answer.ok) throw new Refused(answer.status, await problem(answer));
  return (await answer.json()) as T;
}

async function problem(answer: Response): Promise<string> {
  try {
    const said = (await answer.json()) as { detail?: unknown; title?: unknown };
    const words = said.detail ?? said.title;
    if (typeof words === "string") return words;
  } catch {
    // Not a problem document: the status has to do.
  }
  return `${answer.status} ${answer.statusText}`;
}

/** The address of a collection's features, from where the page is. */
export const items = (collection: string) => `collections/${encodeURIComponent(collection)}/items`;

/** Every collection the service has. */
export async function collections(signal?: AbortSignal): Promise<readonly Collection[]> {
  return (await ask<{ collections: readonly Collection[] }>("collections", {}, signal)).collections;
}

/** Whether the service keeps what was and tells of changes, and whether it takes changes from whoever has a token. */
export async function abilities(signal?: AbortSignal): Promise<{ readonly keeps: boolean; readonly takes: boolean }> {
  const landing = await ask<{ links?: readonly { readonly rel: string }[] }>("", { f: "json" }, signal);
  const has = (wanted: string) => landing.links?.some(({ rel }) => rel === wanted) === true;
  return { keeps: has("version-history"), takes: has("edit") };
}

/** What is true at a moment (null: the latest) by some sources (none: everyone), as it was known by a revision or an instant (null: now). */
export async function situation(moment: string | null, sources: readonly string[], known: string | null, signal?: AbortSignal): Promise<Situation> {
  return complete(await ask<Situation>("situation", { datetime: moment, "according-to": sources.join(","), "as-of": known }, signal));
}

/** Features of a collection; at most `limit`. `bbox`: west, south, east, north. */
export function features(
  collection: string,
  query: { readonly limit: number; readonly bbox?: string | null; readonly datetime?: string | null; readonly known?: string | null },
  signal?: AbortSignal,
): Promise<Features> {
  return ask<Features>(items(collection), { limit: query.limit, bbox: query.bbox ?? null, datetime: query.datetime ?? null, "as-of": query.known ?? null }, signal);
}

/** What can be asked of a collection: a JSON Schema. */
export function queryables(collection: string, signal?: AbortSignal): Promise<unknown> {
  return ask<unknown>(`collections/${encodeURIComponent(collection)}/queryables`, {}, signal);
}

/** Features of a collection by whatever the service can be asked; after them perhaps more, at `next`. */
export async function answers(
  collection: string,
  query: Readonly<Record<string, string | number | null>>,
  signal?: AbortSignal,
): Promise<{ readonly features: readonly Feature[]; readonly matched: number | null; readonly next: Readonly<Record<string, string>> | null }> {
  const page = await ask<Features>(items(collection), query, signal);
  const next = page.links?.find(({ rel }) => rel === "next")?.href;
  return {
    features: page.features,
    matched: page.numberMatched ?? null,
    // Its query alone counts: the page may stand behind another name than the service knows of itself.
    next: next === undefined ? null : Object.fromEntries(new URL(next, window.location.href).searchParams),
  };
}

/** The nearest features of a collection to a spot (longitude, latitude), nearest first. */
export async function nearest(collection: string, spot: readonly [number, number], limit: number, known: string | null, signal?: AbortSignal): Promise<readonly Near[]> {
  const path = `collections/${encodeURIComponent(collection)}/nearest`;
  return (await ask<{ features: readonly Near[] }>(path, { point: spot.join(","), limit, "as-of": known }, signal)).features;
}

/** What has changed since a revision or an instant, oldest first. `rev`: the last that was looked at. */
export interface Changes {
  readonly changes: readonly Change[];
  readonly rev: number;
  /** Whether there is more after that. */
  readonly more: boolean;
}

/** Changes after `since` (absent: all that are kept), those of one collection or that a CQL2 filter is true of. */
export async function changes(query: { readonly since?: string; readonly collection?: string; readonly filter?: string; readonly limit?: number }, signal?: AbortSignal): Promise<Changes> {
  const { since = null, collection = null, filter = null, limit = null } = query;
  const found = await ask<{ changes: unknown; rev: number; more: boolean }>("changes", { since, collection, filter, limit, f: "json" }, signal);
  return { changes: readChanges(found.changes), rev: found.rev, more: found.more };
}

/** The number of the newest change. */
export async function newestRevision(): Promise<number> {
  return (await changes({ since: "9999-12-31T00:00:00Z", limit: 1 })).rev;
}

/** The revisions of a feature as changes, newest first; perhaps there are older ones. */
export async function revisions(collection: string, id: string, signal?: AbortSignal): Promise<{ readonly changes: readonly Change[]; readonly more: boolean }> {
  const found = await ask<{ revisions: unknown; more: boolean }>(`${items(collection)}/${encodeURIComponent(id)}/history`, { f: "json" }, signal);
  return { changes: readRevisions(collection, id, found.revisions), more: found.more };
}
