/** The words of the forms. They come with the forms: whoever only reads has no need of them. */
import { propertyWords } from "../find/words";
import type { Given } from "../given";
import type { Language } from "../state";
import { tame, type Text, type Values } from "../text";
import arabic from "../words/edit.ar.json";
import english from "../words/edit.en.json";
import type { Field } from "./form";

export type Key = keyof typeof english;

// A word missing in one language does not compile.
const words: Readonly<Record<Language, Readonly<Record<Key, string>>>> = { en: english, ar: arabic };

/** What the forms say in the language of the page. */
export interface Said {
  readonly text: Text;
  t(key: Key, values?: Values): string;
  count(key: string, n: number, values?: Values): string;
  /** The first of these words that there is; null if there is none. */
  any(...keys: readonly string[]): string | null;
  label(collection: string, field: Field): string;
  /** What a field means; null if nobody has said so. */
  help(collection: string, field: Field): string | null;
  example(collection: string, field: Field): string | null;
}

/** Gives the forms their words. */
export function saying(given: Given): Said {
  const text = given.text();
  const said = words[text.lang];
  const all: Readonly<Record<string, string | undefined>> = said;
  const any = (...keys: readonly string[]) => keys.map((key) => all[key]).find((each) => each !== undefined) ?? null;
  const own = () => given.told.get() !== null;
  return {
    text,
    t: (key, values = {}) => text.fill(said[key], values),
    count: (key, n, values = {}) => text.fill(all[`${key}.${text.plural(n)}`] ?? all[`${key}.other`] ?? key, { n, ...values }),
    any,
    label: (collection, field) => (field.widget === "position" ? text.t("change.where") : ((own() ? any(`label.${collection}.${field.name}`) : null) ?? propertyWords(given, field))),
    help: (collection, field) => (own() ? any(`help.${collection}.${field.name}`, `help.${field.name}`) : null) ?? (field.description === null ? null : tame(field.description)),
    example: (collection, field) => (own() ? any(`example.${collection}.${field.name}`, `example.${field.name}`) : null),
  };
}
