/** The steps of the time slider and the histogram over them. All in UTC. */

export type Unit = "hour" | "day" | "month" | "year";

export interface Scale {
  readonly unit: Unit;
  /** Dates (of the first day of a month or year), or full hours; ascending. */
  readonly steps: readonly string[];
}

/** A period of time as the service writes it; null is open. */
export interface Dated {
  readonly start: string | null;
  readonly end: string | null;
}

const most = 4000;
const dayMs = 86_400_000;

const isDay = (text: string) => text.length === 10;

/** The first moment that a date or a date-time speaks of, in milliseconds. */
export function firstMoment(text: string): number {
  return Date.parse(isDay(text) ? `${text}T00:00:00Z` : text);
}

/** The first moment after a date or a date-time. */
export function afterMoment(text: string): number {
  return isDay(text) ? firstMoment(text) + dayMs : firstMoment(text) + 1;
}

function floor(time: number, unit: Unit): Date {
  const date = new Date(time);
  if (unit === "hour") date.setUTCMinutes(0, 0, 0);
  else date.setUTCHours(0, 0, 0, 0);
  if (unit === "month" || unit === "year") date.setUTCDate(1);
  if (unit === "year") date.setUTCMonth(0);
  return date;
}

function next(date: Date, unit: Unit): Date {
  const after = new Date(date);
  if (unit === "hour") after.setUTCHours(after.getUTCHours() + 1);
  if (unit === "day") after.setUTCDate(after.getUTCDate() + 1);
  if (unit === "month") after.setUTCMonth(after.getUTCMonth() + 1);
  if (unit === "year") after.setUTCFullYear(after.getUTCFullYear() + 1);
  return after;
}

function write(date: Date, unit: Unit): string {
  return unit === "hour" ? `${date.toISOString().slice(0, 13)}:00:00Z` : date.toISOString().slice(0, 10);
}

function pick(length: number, hours: boolean): Unit {
  if (hours && length <= 4 * dayMs) return "hour";
  if (length <= most * dayMs) return "day";
  return length <= most * 30 * dayMs ? "month" : "year";
}

/** The steps from the first to the last moment of a range, with one more in front: how things stood before. */
export function scale(start: string, end: string, hours: boolean): Scale {
  const from = firstMoment(start);
  const to = afterMoment(end) - 1;
  const unit = pick(to - from, hours && !isDay(start));
  let at = floor(floor(from, unit).getTime() - 1, unit);
  const steps: string[] = [];
  while (at.getTime() <= to && steps.length <= most + 2) {
    steps.push(write(at, unit));
    at = next(at, unit);
  }
  return { unit, steps };
}

/** The step that a moment lies in: the last one that has begun, or the first. */
export function stepAt(scale: Scale, moment: string): number {
  const time = firstMoment(moment);
  let at = 0;
  scale.steps.forEach((step, index) => {
    if (firstMoment(step) <= time) at = index;
  });
  return at;
}

/** A step as the service's `datetime` for everything that touches it. */
export function touching(scale: Scale, step: string): string {
  if (scale.unit === "day") return step;
  const last = next(new Date(firstMoment(step)), scale.unit).getTime();
  if (scale.unit === "hour") return `${step}/${new Date(last - 1000).toISOString().slice(0, 19)}Z`;
  return `${step}/${new Date(last - 1).toISOString().slice(0, 10)}`;
}

/** How many of the dates lie in each step; what lies outside is left out. */
export function counts(scale: Scale, dates: readonly string[]): number[] {
  const bins = scale.steps.map(() => 0);
  const first = scale.steps[0];
  const last = scale.steps.at(-1);
  if (first === undefined || last === undefined) return bins;
  const end = next(new Date(firstMoment(last)), scale.unit).getTime();
  for (const date of dates) {
    const time = firstMoment(date);
    if (time < firstMoment(first) || time >= end) continue;
    const at = stepAt(scale, date);
    bins[at] = (bins[at] ?? 0) + 1;
  }
  return bins;
}

/** The same counts in at most `bars` bars, neighbours added together. */
export function merged(bins: readonly number[], bars: number): number[] {
  const each = Math.max(1, Math.ceil(bins.length / bars));
  const sums: number[] = [];
  bins.forEach((count, index) => {
    const at = Math.floor(index / each);
    sums[at] = (sums[at] ?? 0) + count;
  });
  return sums;
}
