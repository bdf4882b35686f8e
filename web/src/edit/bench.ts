/** What the parts of a form work with. */
import { valueWords } from "../find/words";
import type { Given } from "../given";
import { tame } from "../text";
import type { Texts } from "./draft";
import type { Field, Form } from "./form";
import { otherShape, readNumber, readSpot, unresolved } from "./texts";
import type { Stock } from "./stock";
import type { Said } from "./words";

export interface Bench {
  readonly given: Given;
  readonly said: Said;
  readonly stock: Stock;
  readonly form: Form;
  texts(): Texts;
  /** Puts something else into a field, by hand or from elsewhere. */
  change(name: string, text: string): void;
  /** Whether the map is asked for the position, and asks it. */
  picks(): boolean;
  pick(on: boolean): void;
  /** The position of what it is about; "" for none. */
  subjectSpot(): string;
}

/** What a field says, in words; null for nothing. */
export function textWords({ given, said, stock, form }: Pick<Bench, "given" | "said" | "stock" | "form">, field: Field, text: string): string | null {
  const plain = text.trim();
  if (plain === "") return null;
  switch (field.widget) {
    case "reference":
    case "named":
      return stock.options(form.collection, field).find((each) => each.value === plain)?.name ?? tame(plain.startsWith(unresolved) ? plain.slice(1) : plain);
    case "choice":
      return valueWords(given, form.collection, field.name, plain);
    case "yes":
      return said.t(plain === "true" ? "yes" : "no");
    case "day":
    case "moment":
      return said.text.day(plain);
    case "number":
      return field.unit === "m" && !Number.isNaN(readNumber(plain)) ? said.text.length(readNumber(plain)) : tame(plain);
    case "position": {
      const spot = readSpot(plain);
      return plain === otherShape ? said.text.t("change.shape") : spot === null ? tame(plain) : `${spot[1]}, ${spot[0]}`;
    }
    default:
      return tame(plain);
  }
}
