import arabic from "./words/ar.json";
import english from "./words/en.json";
import { wind } from "./compass";
import type { Attribute, Claim, Happening } from "./situation";
import type { Language } from "./state";

export type Key = keyof typeof english;
export type Values = Readonly<Record<string, string | number>>;

// A word missing in one language does not compile.
const words: Readonly<Record<Language, Readonly<Record<Key, string>>>> = { en: english, ar: arabic };

/** What the page says in one language: sentences, dates, numbers, distances. */
export interface Text {
  readonly lang: Language;
  readonly dir: "ltr" | "rtl";
  t(key: Key, values?: Values): string;
  /** A sentence that counts: chooses `key.one`, `key.few` … by the number, which is `{n}` in it. */
  count(key: string, n: number, values?: Values): string;
  /** The same for a sentence of words that are kept elsewhere, and which of its plural forms a number takes. */
  fill(sentence: string, values?: Values): string;
  plural(n: number): string;
  /** The word for an id of a closed or open list; an id without a word is read as it is. */
  word(list: string, id: string): string;
  number(value: number): string;
  /** A length in metres; the number and its unit stay on one line. */
  length(metres: number): string;
  /** The compass direction of an azimuth in degrees. */
  direction(azimuth: number): string;
  /** A date or date-time (UTC). */
  day(iso: string): string;
  shortDay(iso: string): string;
  /** When something happened, no more exactly than it is known. */
  when(event: Pick<Happening, "start" | "end" | "start_latest" | "time_precision">): string;
  /** The value of one claim. */
  value(claim: Claim): string;
  /** The numbers of several claims as a range; null if none has a number. */
  range(attribute: Attribute): string | null;
  list(parts: readonly string[]): string;
  /** The Arabic form if Arabic is spoken and there is one, else the other. */
  own(other: string | null | undefined, arabic: string | null | undefined): string;
}

// Explicit directional controls could turn the text around them; our own isolates are added afterwards.
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028\u2029]/g;

/** Foreign text without the characters that nobody sees but that turn or break what stands beside them. */
export function tame(text: string): string {
  return text.replace(controls, "");
}

const strange: Readonly<Record<Language, RegExp>> = { en: /[\u0590-\u08ff\ufb1d-\ufefc]/, ar: /[A-Za-z\u00c0-\u024f]/ };

/** A value that runs the other way is fenced off, so that it cannot reorder the sentence it stands in. */
function isolate(value: string, lang: Language): string {
  const tamed = tame(value);
  return strange[lang].test(tamed) ? `\u2068${tamed}\u2069` : tamed;
}

/** Arabic prose with its digits in the form the rest of the page uses. */
export function arabicDigits(text: string): string {
  return text.replace(/(?<![A-Za-z\d./:#_-])\d[\d]*(?![A-Za-z\d_])/g, (digits) =>
    digits.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit))),
  );
}

const humanised = (id: string) => tame(id).replaceAll("_", " ").replaceAll("-", " ");

function fill(lang: Language, sentence: string, values: Values, number: (value: number) => string): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? number(value) : isolate(value, lang);
  });
}

interface Formats {
  readonly number: Intl.NumberFormat;
  readonly kilometre: Intl.NumberFormat;
  readonly metre: Intl.NumberFormat;
  readonly plural: Intl.PluralRules;
  readonly list: Intl.ListFormat;
  readonly day: Intl.DateTimeFormat;
  readonly short: Intl.DateTimeFormat;
  readonly time: Intl.DateTimeFormat;
  readonly year: Intl.DateTimeFormat;
}

function formats(lang: Language): Formats {
  const locale = lang === "ar" ? "ar-SY-u-nu-arab" : "en-GB";
  const utc = { timeZone: "UTC" } as const;
  return {
    number: new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }),
    kilometre: new Intl.NumberFormat(locale, { style: "unit", unit: "kilometer", maximumSignificantDigits: 3, maximumFractionDigits: 1 }),
    metre: new Intl.NumberFormat(locale, { style: "unit", unit: "meter", maximumSignificantDigits: 2 }),
    plural: new Intl.PluralRules(locale),
    list: new Intl.ListFormat(locale, { type: "conjunction" }),
    day: new Intl.DateTimeFormat(locale, { ...utc, day: "numeric", month: "long", year: "numeric" }),
    short: new Intl.DateTimeFormat(locale, { ...utc, day: "numeric", month: "short" }),
    time: new Intl.DateTimeFormat(locale, { ...utc, dateStyle: "long", timeStyle: "short" }),
    year: new Intl.DateTimeFormat(locale, { ...utc, year: "numeric" }),
  };
}

function when(text: Text, event: Parameters<Text["when"]>[0], year: (iso: string) => string): string {
  const { start, end } = event;
  if (start && event.time_precision === "year") return year(start);
  if (start && event.start_latest && event.start_latest !== start) {
    return text.t(end ? "when.between" : "when.sinceBetween", { start: text.day(start), latest: text.day(event.start_latest) });
  }
  if (start && end) return start === end ? text.day(start) : text.t("when.span", { start: text.day(start), end: text.day(end) });
  if (start) return text.t("when.since", { start: text.day(start) });
  if (end) return text.t("when.by", { end: text.day(end) });
  return text.t("when.unknown");
}

function quantity(text: Text, value: number, qualifier: string | null): string {
  const n = text.number(value);
  if (qualifier === "about") return text.t("number.about", { n });
  if (qualifier === "at_least") return text.t("number.atLeast", { n });
  if (qualifier === "at_most") return text.t("number.atMost", { n });
  return n;
}

function withUnit(text: Text, said: string, value: number, unit: string | null): string {
  if (unit === null) return said;
  return unit === "people" ? text.count("people", value, { said }) : `${said} ${humanised(unit)}`;
}

function value(text: Text, claim: Claim): string {
  if (claim.value_number !== null) return withUnit(text, quantity(text, claim.value_number, claim.qualifier), claim.value_number, claim.unit);
  if (claim.value_text === null) return "–";
  const words = text.own(claim.value_text, claim.value_text_ar);
  return claim.qualifier === "word" ? text.t("number.word", { words }) : words;
}

function range(text: Text, attribute: Attribute): string | null {
  const { min, max } = attribute;
  if (min === null || max === null) return null;
  const low = quantity(text, min, attribute.qualifier_min);
  if (min === max) return withUnit(text, low, max, attribute.unit);
  const high = quantity(text, max, attribute.qualifier_max);
  return withUnit(text, `${low} … ${high}`, max, attribute.unit);
}

function make(lang: Language): Text {
  const said = words[lang];
  const form = formats(lang);
  const any: Readonly<Record<string, string | undefined>> = said;
  const number = (value: number) => form.number.format(value);
  const iso = (text: string, format: Intl.DateTimeFormat) => {
    const time = Date.parse(text);
    return Number.isNaN(time) ? tame(text) : format.format(time);
  };
  const text: Text = {
    lang,
    dir: lang === "ar" ? "rtl" : "ltr",
    t: (key, values = {}) => fill(lang, said[key], values, number),
    count: (key, n, values = {}) => fill(lang, any[`${key}.${form.plural.select(n)}`] ?? any[`${key}.other`] ?? key, { n, ...values }, number),
    fill: (sentence, values = {}) => fill(lang, sentence, values, number),
    plural: (n) => form.plural.select(n),
    word: (list, id) => any[`${list}.${id}`] ?? humanised(id),
    number,
    length: (metres) => (metres < 1000 ? form.metre.format(metres) : form.kilometre.format(metres / 1000)).replaceAll(" ", "\u00a0"),
    direction: (azimuth) => said[`wind.${wind(azimuth)}`],
    day: (day) => iso(day, day.length > 10 ? form.time : form.day),
    shortDay: (day) => iso(day, day.length > 10 ? form.time : form.short),
    when: (event) => when(text, event, (day) => iso(day, form.year)),
    value: (claim) => value(text, claim),
    range: (attribute) => range(text, attribute),
    list: (parts) => form.list.format(parts),
    own: (other, ar) => (lang === "ar" && ar ? arabicDigits(tame(ar)) : tame(other ?? "")),
  };
  return text;
}

const made: Partial<Record<Language, Text>> = {};

/** The text of a language. */
export function speak(lang: Language): Text {
  return (made[lang] ??= make(lang));
}
