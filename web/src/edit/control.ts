/** The control of each kind of field. */
import { h } from "../element";
import { valueWords } from "../find/words";
import { tame } from "../text";
import type { Bench } from "./bench";
import { chooser } from "./chooser";
import type { Field } from "./form";
import { latin } from "./texts";
import { accuracyControl, positionControl } from "./where";

export interface Control {
  readonly element: HTMLElement;
  /** What takes the keyboard. */
  readonly focus: HTMLElement;
  /** Which of its ways it was made in; in another it is made anew. */
  readonly mode: string;
  /** Shows another value. */
  set(text: string): void;
}

type Attributes = Readonly<Record<string, unknown>>;

/** An id from what somebody writes: a few words with lines between them. */
export const wordOf = (text: string) => text.trim().toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "_").replace(/^_+|_+$/g, "") || text.trim();

function typed(bench: Bench, field: Field, attributes: Attributes): Control {
  const { lang, widget } = field;
  const dir = lang === "ar" ? "rtl" : lang !== null || widget === "link" || widget === "number" ? "ltr" : "auto";
  const all = { autocomplete: "off", dir, lang, ...attributes };
  const input = widget === "long" ? h("textarea", { rows: 2, ...all }) : h("input", { type: widget === "link" ? "url" : "text", inputmode: widget === "number" ? "decimal" : widget === "link" ? "url" : null, spellcheck: widget === "text" ? null : "false", ...all });
  input.value = bench.texts()[field.name] ?? "";
  input.addEventListener("input", () => bench.change(field.name, input.value));
  const unit = field.unit === null || widget !== "number" ? null : h("span", { class: "quiet" }, h("bdi", {}, tame(field.unit)));
  return {
    element: unit === null ? input : h("div", { class: "edit-unit" }, input, unit),
    focus: input,
    mode: "typed",
    set: (text) => {
      if (input.value !== text) input.value = text;
    },
  };
}

function chosen(bench: Bench, field: Field, attributes: Attributes): Control {
  const { said } = bench;
  const now = bench.texts()[field.name] ?? "";
  const words = field.widget === "yes" ? ["true", "false"] : field.words;
  const all = now === "" || words.includes(now) ? words : [...words, now];
  const own = bench.given.told.get() !== null;
  const name = (word: string) => {
    if (field.widget === "yes") return said.t(word === "true" ? "yes" : "no");
    const meaning = own ? said.any(`help.${field.name}.${word}`) : null;
    const short = valueWords(bench.given, bench.form.collection, field.name, word);
    return meaning === null ? short : `${short} – ${meaning}`;
  };
  const select = h("select", { ...attributes }, h("option", { value: "" }, said.t(field.needed ? "sheet.choose" : "sheet.none")), ...all.map((each) => h("option", { value: each, dir: "auto" }, name(each))));
  select.value = now;
  select.addEventListener("change", () => bench.change(field.name, select.value));
  return { element: select, focus: select, mode: all.join(), set: (text) => (select.value = text) };
}

function listed(bench: Bench, field: Field, attributes: Attributes): Control {
  const { said, stock, form, given } = bench;
  const own = field.widget === "named" ? (field.name === "unit" || given.told.get() === null ? (words: string) => words : wordOf) : null;
  const made = chooser({ said, attributes, value: bench.texts()[field.name] ?? "", options: () => stock.options(form.collection, field), own, change: (value) => bench.change(field.name, value), whisper: (words) => given.whisper(words) });
  return { element: made.element, focus: made.input, mode: "listed", set: made.set };
}

/** The first and the last day of a year. */
const dayOfYear = (name: string, year: string) => (/^\d{4}$/.test(year) ? `${year}-${/^end/.test(name) ? "12-31" : "01-01"}` : year);

/** What the date fields of browsers can show. */
const shape: Readonly<Record<string, RegExp>> = { day: /^(\d{4}-\d{2}-\d{2})?$/, moment: /^(\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}Z)?)?$/ };

/** In which way a day is given: by its year, by a day, with its time; what fits none of these is typed. */
function dayMode(bench: Bench, field: Field): "year" | "day" | "moment" | "typed" {
  const text = bench.texts()[field.name] ?? "";
  if (field.precision !== null && bench.texts()[field.precision] === "year" && text.length <= 10) return "year";
  return shape[field.widget]?.test(text) ? (field.widget === "moment" ? "moment" : "day") : "typed";
}

function day(bench: Bench, field: Field, attributes: Attributes): Control {
  const mode = dayMode(bench, field);
  if (mode === "typed") return { ...typed(bench, { ...field, widget: "text", lang: "en" }, attributes), mode };
  const { said } = bench;
  const now = bench.texts()[field.name] ?? "";
  if (mode === "year") {
    const input = h("input", { type: "text", inputmode: "numeric", dir: "ltr", maxlength: 4, size: 6, autocomplete: "off", ...attributes });
    input.value = now.slice(0, 4);
    input.addEventListener("input", () => bench.change(field.name, dayOfYear(field.name, latin(input.value).trim())));
    return { element: input, focus: input, mode, set: (text) => (latin(input.value).trim() === text.slice(0, 4) ? undefined : (input.value = text.slice(0, 4))) };
  }
  const date = h("input", { type: "date", max: "9999-12-31", ...attributes });
  const time = mode === "moment" ? h("input", { type: "time", "aria-label": said.text.t("find.time"), "data-key": `edit-${field.name}-time` }) : null;
  const show = (text: string) => {
    const [on = "", clock = ""] = text.split("T");
    if (date.value !== on) date.value = on;
    if (time !== null && time.value !== clock.slice(0, 5)) time.value = clock.slice(0, 5);
  };
  const tell = () => bench.change(field.name, date.value !== "" && time !== null && time.value !== "" ? `${date.value}T${time.value}Z` : date.value);
  for (const input of [date, time]) input?.addEventListener("input", tell);
  show(now);
  return { element: time === null ? date : h("div", { class: "edit-unit" }, date, time, h("span", { class: "quiet" }, "UTC")), focus: date, mode, set: show };
}

/** Makes the control of a field. */
export function control(bench: Bench, field: Field, attributes: Attributes): Control {
  if (field.name === "position_accuracy") return accuracyControl(bench, attributes);
  switch (field.widget) {
    case "position":
      return positionControl(bench, attributes);
    case "choice":
    case "yes":
      return chosen(bench, field, attributes);
    case "named":
    case "reference":
      return listed(bench, field, attributes);
    case "day":
    case "moment":
      return day(bench, field, attributes);
    case "fixed": {
      const words = h("p", { class: "quiet", id: String(attributes["id"]) }, bench.said.t("sheet.fixed", { value: bench.texts()[field.name] ?? "" }));
      return { element: words, focus: words, mode: "fixed", set: () => {} };
    }
    default:
      return typed(bench, field, attributes);
  }
}

/** Whether a field has to be given in another way than before. */
export function isOther(bench: Bench, field: Field, made: Control): boolean {
  if (field.widget !== "day" && field.widget !== "moment") return false;
  const mode = dayMode(bench, field);
  // What is being typed stays where it is typed.
  return made.mode === "typed" ? mode === "year" : mode !== made.mode && !(mode === "typed" && made.mode !== "year");
}
