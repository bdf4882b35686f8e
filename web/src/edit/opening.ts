/** What a form begins with: the fields of its collection, and what stands in them. */
import { collectionWords } from "../find/words";
import type { Given } from "../given";
import { titleOf } from "../title";
import type { Sheet, Texts } from "./draft";
import { fieldsOf, forms, type Form } from "./form";
import type { Wanted } from "./pen";
import { formOf, withOthers } from "./schema";
import { current, schema } from "./send";
import type { Stock } from "./stock";
import { beginning, textsOf } from "./texts";

/** Properties of a situation that a form sees to itself, or that are worked out. */
export const implied: Readonly<Record<string, readonly string[]>> = {
  claims: ["subject_collection", "place"],
  control: ["subject_collection", "place"],
  places: ["control_status", "controlled_by", "control_since", "control_parties", "control_basis", "disputed", "events"],
};

/** The form of a collection: the page's own for a situation, with what else its schema has; of any other from its schema. */
export async function formFor(given: Given, stock: Stock, collection: string): Promise<Form> {
  const document = await schema(collection);
  const own = given.told.get() === null ? undefined : forms.find((each) => each.collection === collection);
  const form = own === undefined ? formOf(collection, document) : withOthers(own, document, new Set([...fieldsOf(own).map(({ name }) => name), ...(implied[collection] ?? [])]));
  await stock.fetch(fieldsOf(form).flatMap(({ to }) => to));
  return form;
}

/** Something new, about what was chosen. `fills`: the field of the form before it that waits for it. */
export function begun(given: Given, stock: Stock, form: Form, wanted: Wanted, fills: string | null): Sheet {
  const { collection } = form;
  const { about } = wanted;
  const stand = about === null || given.told.get() === null ? null : stock.stand(about);
  const preset: Record<string, string> = {};
  if (about !== null && stand !== null && collection !== "sources" && collection !== "places") {
    preset["geometry"] = stand.geometry;
    preset["position_accuracy"] = stand.accuracy;
    if (collection === "claims") preset["subject"] = about;
    if (collection === "control") preset["subject"] = stand.place;
    if (collection === "events") preset["place"] = stand.place;
  }
  const base: Texts = { ...beginning(form), ...preset };
  const name = collectionWords(given, given.listed.get().find(({ id }) => id === collection) ?? { id: collection });
  return { collection, id: null, name, etag: null, base, texts: base, fills, key: wanted.key };
}

/** Something that is there, as it stands. */
export async function read(given: Given, form: Form, wanted: Wanted, id: string): Promise<Sheet> {
  const { feature, etag } = await current(form.collection, id);
  const texts = textsOf(form, feature);
  const text = given.text();
  const name = given.told.get() !== null && texts["paraphrase"] ? text.own(texts["paraphrase"], texts["paraphrase_ar"]) : titleOf(text, feature);
  return { collection: form.collection, id, name, etag: etag ?? "*", base: texts, texts, fills: null, key: wanted.key };
}
