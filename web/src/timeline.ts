import { follow } from "./cell";
import { h, paint, s } from "./element";
import type { Given } from "./given";
import { counts, merged, stepAt, type Scale } from "./scale";
import type { Text } from "./text";

/** What the slider moves over. */
export interface Course {
  readonly scale: Scale;
  /** The dates that the histogram counts. */
  readonly dates: readonly string[];
  /** The dates on which control changed hands. */
  readonly changed: readonly string[];
  /** How many events have no day. */
  readonly undated: number;
  /** Whether no moment at all means the last step (a situation) or all times (files). */
  readonly open: "latest" | "all";
}

const mostBars = 90;
const mostUnits = 8;
/** No bar is wider than this many hundredths of the whole. */
const widest = 7;

function bar(count: number, top: number, x: number, inner: number): SVGElement[] {
  if (top > mostUnits) {
    const height = (40 * count) / top;
    return count === 0 ? [] : [s("rect", { class: "bar", x, y: 40 - height, width: inner, height })];
  }
  const each = Math.min(8, 40 / Math.max(top, 1));
  return Array.from({ length: count }, (_, index) => s("rect", { class: "bar", x, y: 40 - (index + 1) * each, width: inner, height: each - 1.5 }));
}

/** A bar, or a stack of single events, for each step. */
function histogram(bins: readonly number[], changes: readonly number[]): SVGSVGElement {
  const bars = merged(bins, mostBars);
  const top = Math.max(...bars, 1);
  const step = 100 / bars.length;
  const width = Math.min(step * (step > 2 ? 0.75 : 0.9), widest);
  const start = (index: number) => index * step + (step - width) / 2;
  const marks = merged(changes, mostBars);
  return s(
    "svg",
    { class: "histogram", viewBox: "0 0 100 46", preserveAspectRatio: "none", "aria-hidden": "true" },
    ...bars.flatMap((count, index) => bar(count, top, start(index), width)),
    ...marks.flatMap((count, index) => (count > 0 ? [s("rect", { class: "change", x: start(index), y: 42.5, width, height: 2.5 })] : [])),
  );
}

function spoken(text: Text, course: Course, bins: readonly number[], changes: readonly number[], at: number): string {
  const step = course.scale.steps[at];
  if (step === undefined) return "";
  const parts = [text.day(step), text.count("events", bins[at] ?? 0)];
  if ((changes[at] ?? 0) > 0) parts.push(text.count("changes", changes[at] ?? 0));
  return parts.join(", ");
}

function ticks(text: Text, course: Course): HTMLElement {
  const { steps } = course.scale;
  const wanted = steps.length <= 7 ? steps.map((_, index) => index) : [0, Math.floor((steps.length - 1) / 2), steps.length - 1];
  const labels = wanted.map((index) => h("span", {}, text.shortDay(steps[index] ?? "")));
  return h("div", { class: `ticks ${steps.length <= 7 ? "each" : "ends"}`, "aria-hidden": "true" }, ...labels);
}

function caption(text: Text, course: Course, changes: readonly number[]): string {
  const parts = [text.t(course.open === "latest" ? "time.bars" : "time.barsFiles")];
  if (changes.some((count) => count > 0)) parts.push(text.t("time.changes"));
  if (course.undated > 0) parts.push(text.count(course.open === "latest" ? "undated" : "timeless", course.undated));
  return parts.join(" ");
}

/** The slider through time, with the histogram of what happened. */
export function timeline(given: Given, element: HTMLElement, course: () => Course | null): () => void {
  let dragging = false;

  const move = (moment: string | null, drag: boolean) => {
    given.page.change({ moment }, drag && dragging ? "replace" : "push");
    dragging = drag;
  };

  const render = () => {
    const now = course();
    const text = given.text();
    if (now === null || now.scale.steps.length === 0) return paint(element);
    const { steps } = now.scale;
    const { moment } = given.page.get();
    const last = steps.length - 1;
    const at = moment === null ? last : stepAt(now.scale, moment);
    const bins = counts(now.scale, now.dates);
    const changes = counts(now.scale, now.changed);
    const whole = now.open === "all" && moment === null;
    const here = whole ? last + 1 : at;

    const step = (by: number, words: string, key: string, sign: string) =>
      h("button", { type: "button", class: "step", "aria-label": words, title: words, "data-key": key, disabled: here + by < 0 || here + by > last, on: { click: () => move(steps[here + by] ?? null, false) } }, sign);
    const slider = h("input", {
      type: "range",
      min: 0,
      max: last,
      step: 1,
      class: "slider",
      "data-key": "slider",
      "aria-label": text.t("time.slider"),
      "aria-valuetext": whole ? text.t("time.all") : spoken(text, now, bins, changes, at),
      on: {
        input: (event) => move(steps[Number((event.target as HTMLInputElement).value)] ?? null, true),
        change: () => (dragging = false),
      },
    });
    slider.value = String(at);
    // The thumb stands under the middle of its step's bar: half a bar is left free on either side.
    slider.style.setProperty("--half-step", `${50 / steps.length}%`);
    const existing = element.querySelector<HTMLInputElement>(".slider");
    if (existing && dragging) return update(element, existing, text.day(steps[at] ?? ""), spoken(text, now, bins, changes, at));
    paint(
      element,
      h(
        "div",
        { class: "time-head" },
        step(-1, text.t("time.before"), "time-before", "‹"),
        h("p", { class: "moment" }, whole ? text.t("time.all") : text.day(steps[at] ?? "")),
        step(1, text.t("time.after"), "time-after", "›"),
        h("button", { type: "button", class: "plain latest", "data-key": "time-latest", disabled: moment === null, on: { click: () => move(null, false) } }, text.t(now.open === "latest" ? "time.latest" : "time.everything")),
      ),
      h("div", { class: "track" }, histogram(bins, changes), slider, ticks(text, now)),
      h("p", { class: "quiet time-caption" }, caption(text, now, changes)),
    );
  };
  return follow([given.page, given.told, given.drawn], render, () => [given.page.get().lang, given.page.get().moment, given.told.get(), given.drawn.get()]);
}

/** While the thumb is held the slider itself must not be made anew. */
function update(element: HTMLElement, slider: HTMLInputElement, day: string, words: string): void {
  slider.setAttribute("aria-valuetext", words);
  const moment = element.querySelector(".moment");
  if (moment) moment.textContent = day;
}
