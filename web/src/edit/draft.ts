/** What is being written, kept for the life of the tab: a reload or a lost connection takes nothing away. */
import { drawer } from "./drawer";

/** The values of a form as they stand in its fields, by property; "geometry" is "longitude,latitude". */
export type Texts = Readonly<Record<string, string>>;

/** One form that is being filled in. */
export interface Sheet {
  readonly collection: string;
  /** null: it is something new. */
  readonly id: string | null;
  /** What it is called, for people. */
  readonly name: string;
  /** The tag of the state that was read. */
  readonly etag: string | null;
  /** As it was when it was read, or when the form was opened. */
  readonly base: Texts;
  readonly texts: Texts;
  /** The field of the form before this one that waits for it; null: none. */
  readonly fills: string | null;
  /** The button that led here. */
  readonly key: string;
}

const key = "cairn.draft";

function read(window: Window): string | null {
  try {
    return window.sessionStorage.getItem(drawer(window, key));
  } catch {
    return null;
  }
}

/** Whether something was being written. */
export const hasDraft = (window: Window) => read(window) !== null;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): value is Texts => isObject(value) && Object.values(value).every((each) => typeof each === "string");
const orNull = (value: unknown) => value === null || typeof value === "string";

function isSheet(value: unknown): value is Sheet {
  return isObject(value) && typeof value["collection"] === "string" && typeof value["name"] === "string" && typeof value["key"] === "string" && orNull(value["id"]) && orNull(value["etag"]) && orNull(value["fills"]) && isTexts(value["base"]) && isTexts(value["texts"]);
}

/** What was being written. */
export interface Draft {
  /** The mark of the token of who wrote it; "": that token is not good any more. */
  readonly by: string;
  /** The forms that were open, the first one first. */
  readonly sheets: readonly Sheet[];
}

const nothing: Draft = { by: "", sheets: [] };

/** Reads a draft; it has no forms where nothing was kept, or nothing that makes sense. */
export function readDraft(text: string | null): Draft {
  try {
    const all: unknown = JSON.parse(text ?? "null");
    if (!isObject(all) || typeof all["by"] !== "string" || !Array.isArray(all["sheets"]) || !all["sheets"].every(isSheet)) return nothing;
    return { by: all["by"], sheets: all["sheets"] };
  } catch {
    return nothing;
  }
}

export const keptDraft = (window: Window) => readDraft(read(window));

/** Keeps the open forms of whoever has the token of that mark; none forgets what was kept. */
export function keepDraft(window: Window, by: string, sheets: readonly Sheet[]): void {
  try {
    if (sheets.length === 0) window.sessionStorage.removeItem(drawer(window, key));
    else window.sessionStorage.setItem(drawer(window, key), JSON.stringify({ by, sheets }));
  } catch {
    // A browser that keeps nothing still lets one write.
  }
}
