/** Since when changes are listed. It stands in the address: "visit", "hour", "day", a date, or the number of a revision. */
import type { Visit } from "./visit";

export const spans = ["visit", "hour", "day"] as const;
export type Span = (typeof spans)[number];

const isDate = (text: string) => {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};

/** Whether it is the number of a revision. */
export const isRevision = (text: string) => /^\d{1,15}$/.test(text);

/** Reads what the address says; null for what makes no sense. */
export function readSince(text: string | null): string | null {
  if (text === null) return null;
  return spans.some((each) => each === text) || isDate(text) || isRevision(text) ? text : null;
}

const lasts: Readonly<Record<"hour" | "day", number>> = { hour: 3_600_000, day: 86_400_000 };

/** What to ask the service: a revision, or an instant. A date begins at midnight (UTC); without an earlier visit it is a day. */
export function sinceWhen(since: string, now: number, visit: Visit | null): string {
  if (since === "visit" && visit !== null) return String(visit.rev);
  if (since === "hour" || since === "day" || since === "visit") return new Date(now - lasts[since === "hour" ? "hour" : "day"]).toISOString();
  // A bare date would mean the end of that day.
  return isRevision(since) ? since : `${since}T00:00:00Z`;
}
