/** The forms: what each asks for, in the order in which one answers. */

/** How a value is given. */
export type Widget =
  | "text"
  | "long"
  | "number"
  | "link"
  | "yes"
  /** Several texts with commas between them. */
  | "list"
  | "day"
  | "moment"
  /** One word of a closed list. */
  | "choice"
  /** A known word, or another one. */
  | "named"
  /** A feature of another collection, by its name. */
  | "reference"
  | "position"
  /** Nested values: shown, not changed. */
  | "fixed";

/** One field of a form. */
export interface Field {
  /** The property; "geometry" for the position. */
  readonly name: string;
  readonly widget: Widget;
  readonly needed: boolean;
  /** The words of a closed list. */
  readonly words: readonly string[];
  /** The collections that a reference leads to; "parties" are those of the sources. */
  readonly to: readonly string[];
  /** The property that says which of several collections a reference leads to. */
  readonly pair: string | null;
  /** The property that says how exactly a day is known. */
  readonly precision: string | null;
  /** Whether a number has no fraction, and whether a list or a text may hold numbers. */
  readonly whole: boolean;
  readonly numeric: boolean;
  /** Between which a number is, and how many characters a text has at most; null: any. */
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly longest: number | null;
  /** What a new one begins with. */
  readonly begins: string;
  /** The language of the words, where it is not the page's. */
  readonly lang: string | null;
  /** In the words of the service, where the page has none. */
  readonly title: string | null;
  readonly description: string | null;
  readonly unit: string | null;
  /** Whether it is asked for, with what stands in the other fields. */
  shown(texts: Readonly<Record<string, string>>): boolean;
}

/** Fields that belong together. */
export interface Group {
  readonly name: string;
  /** Whether it is opened by whoever wants it. */
  readonly folded: boolean;
  readonly fields: readonly Field[];
}

/** The form of a collection. */
export interface Form {
  readonly collection: string;
  readonly groups: readonly Group[];
  /** Properties that are the same in each. */
  readonly always: Readonly<Record<string, unknown>>;
}

const plain: Omit<Field, "name" | "widget"> = { needed: false, words: [], to: [], pair: null, precision: null, whole: false, numeric: false, minimum: null, maximum: null, longest: null, begins: "", lang: null, title: null, description: null, unit: null, shown: () => true };

/** Makes a field. */
export function field(name: string, widget: Widget, more: Partial<Field> = {}): Field {
  return { ...plain, name, widget, ...more };
}

const group = (name: string, folded: boolean, ...fields: Field[]): Group => ({ name, folded, fields });
const arabic = { lang: "ar" };
const needed = { needed: true };
const source = { to: ["sources"] };
const party = { to: ["parties"] };
const precisions = { words: ["day", "year", "unknown"], begins: "day" };

/** Who says it, when, and who reports it. */
const said = group(
  "said",
  false,
  field("claimed_by", "reference", { ...needed, ...source }),
  field("claimed_at_precision", "choice", { ...precisions }),
  field("claimed_at", "day", { precision: "claimed_at_precision", shown: (texts) => texts["claimed_at_precision"] !== "unknown" }),
  field("reported_by", "reference", source),
  field("link", "link"),
);
const span = [field("time_precision", "choice", precisions), field("start", "day", { precision: "time_precision" }), field("end", "day", { precision: "time_precision" })];
const notes = [field("note", "long", { lang: "en" }), field("note_ar", "long", arabic)];
const words = group("words", false, field("paraphrase", "long", { lang: "en" }), field("paraphrase_ar", "long", arabic));
const more = group("more", true, field("reported_to", "text"), field("verification", "choice", { words: ["unverified", "corroborated", "verified", "refuted"], begins: "unverified" }), field("not_verified_by", "reference", source), ...notes);
const located = (texts: Readonly<Record<string, string>>) => (texts["geometry"] ?? "") !== "";
const accuracy = field("position_accuracy", "number", { unit: "m", shown: located });
const where = group("where", false, field("geometry", "position"), accuracy);
const whereFolded: Group = { ...where, folded: true };

const stated = (texts: Readonly<Record<string, string>>) => texts["stance"] !== "could_not_verify";
const numbered = (texts: Readonly<Record<string, string>>) => stated(texts) && (texts["value_number"] ?? "") !== "";

const claims: Form = {
  collection: "claims",
  always: {},
  groups: [
    group("about", false, field("subject", "reference", { ...needed, to: ["places", "events"], pair: "subject_collection" }), field("attribute", "named", needed)),
    group(
      "what",
      false,
      field("stance", "choice", { ...needed, words: ["states", "could_not_verify"], begins: "states" }),
      field("value_number", "number", { shown: stated }),
      field("qualifier", "choice", { words: ["exact", "about", "at_least", "at_most", "word"], shown: (texts) => stated(texts) && ((texts["value_number"] ?? "") !== "" || (texts["value_text"] ?? "") !== "") }),
      field("unit", "named", { shown: numbered }),
      field("value_text", "text", { lang: "en", shown: stated }),
      field("value_text_ar", "text", { ...arabic, shown: stated }),
      field("value_party", "reference", { ...party, shown: stated }),
    ),
    said,
    group("when", false, ...span),
    words,
    more,
    whereFolded,
  ],
};

const control: Form = {
  collection: "control",
  always: { subject_collection: "places" },
  groups: [
    group(
      "about",
      false,
      field("subject", "reference", { ...needed, to: ["places"] }),
      field("status", "choice", { ...needed, words: ["held", "contested", "besieged", "vacated", "unknown"] }),
      field("party", "reference", { ...party, shown: (texts) => texts["status"] !== "unknown" }),
      field("besieged_by", "reference", { ...party, shown: (texts) => texts["status"] === "besieged" }),
    ),
    said,
    group("when", false, ...span),
    words,
    more,
    whereFolded,
  ],
};

const events: Form = {
  collection: "events",
  always: {},
  groups: [
    group("about", false, field("title", "text", { ...needed, lang: "en" }), field("title_ar", "text", arabic), field("kind", "named", needed), field("place", "reference", { to: ["places"] })),
    group("when", false, ...span, field("start_latest", "day", { shown: (texts) => texts["time_precision"] !== "year" })),
    group("said", false, field("claimed_by", "reference", { ...needed, ...source }), field("reported_by", "reference", source), field("link", "link")),
    group("words", false, field("summary", "long", { lang: "en" }), field("summary_ar", "long", arabic)),
    where,
    group("more", true, ...notes),
  ],
};

const places: Form = {
  collection: "places",
  always: {},
  groups: [
    group("about", false, field("name", "text", { ...needed, lang: "en" }), field("name_ar", "text", arabic), field("kind", "named", needed), field("reference_only", "yes", { begins: "false" })),
    group("where", false, field("geometry", "position"), accuracy, field("position_confidence", "choice", { words: ["high", "medium", "low"], shown: located }), field("position_source", "text", { shown: located })),
    group("said", false, field("reported_by", "reference", { ...needed, ...source }), field("link", "link"), field("summary", "long", { lang: "en" }), field("summary_ar", "long", arabic)),
    group("names", true, field("name_ku", "text", { lang: "ku" }), field("name_ku_basis", "text"), field("name_en_variants", "list", { lang: "en" }), field("name_in_report", "text")),
  ],
};

const sources: Form = {
  collection: "sources",
  always: {},
  groups: [
    group("about", false, field("name", "text", { ...needed, lang: "en" }), field("name_ar", "text", arabic), field("party", "named", { ...needed, ...party })),
    group("party", true, field("party_name", "text", { lang: "en" }), field("party_name_ar", "text", arabic)),
    group("said", true, field("role", "text"), field("speaks", "yes", { begins: "true" }), field("channel", "text"), field("reported_by", "reference", source), field("link", "link")),
  ],
};

/** The forms of a situation, in the order in which they are offered. */
export const forms: readonly Form[] = [claims, events, control, places, sources];

/** Every field of a form. */
export function fieldsOf(form: Form): Field[] {
  return form.groups.flatMap(({ fields }) => fields);
}
