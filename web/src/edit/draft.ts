/** What is being written, kept for the life of the tab: a reload or a lost connection takes nothing away. */

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
    return window.sessionStorage.getItem(key);
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

/** Reads the forms that were open, the first one first; none where nothing was kept, or nothing that makes sense. */
export function readDraft(text: string | null): Sheet[] {
  try {
    const all: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(all) && all.every(isSheet) ? all : [];
  } catch {
    return [];
  }
}

export const keptDraft = (window: Window) => readDraft(read(window));

/** Keeps the open forms; none forgets what was kept. */
export function keepDraft(window: Window, sheets: readonly Sheet[]): void {
  try {
    if (sheets.length === 0) window.sessionStorage.removeItem(key);
    else window.sessionStorage.setItem(key, JSON.stringify(sheets));
  } catch {
    // A browser that keeps nothing still lets one write.
  }
}
