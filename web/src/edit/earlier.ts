/** What a field has said before, newest first. */
import type { Change } from "../past/change";
import type { Field } from "./form";
import { textOf } from "./texts";

/** One earlier value, and who wrote it when. */
export interface Earlier {
  readonly text: string;
  readonly at: string;
  readonly by: string | null;
}

/** So many are offered. */
export const offered = 5;

/** The values that a field had in revisions (newest first), each once, without the one that it has now. */
export function earlierOf(field: Field, revisions: readonly Change[], now: string): Earlier[] {
  const found: Earlier[] = [];
  for (const { feature, at, by } of [...revisions].reverse()) {
    const text = feature === null ? null : textOf(field, feature);
    // Who wrote it first is told, not who let it stand.
    if (text !== null && text !== now && !found.some((each) => each.text === text)) found.push({ text, at, by });
  }
  return found.reverse().slice(0, offered);
}
