/** Saving what stands in a form, and what comes of it. */
import type { Feature } from "geojson";
import { revisions, Unreachable } from "../api";
import type { Given } from "../given";
import type { Change, Op } from "../past/change";
import type { Sheet } from "./draft";
import { fieldsOf, type Form } from "./form";
import { meanwhile, type Merged } from "./meanwhile";
import { current, make, NotTaken, patch, remove, type Flaw } from "./send";
import type { Stock } from "./stock";
import { altered, patchOf, textsOf, wholeOf, type Part } from "./texts";

export type Outcome =
  | { readonly is: "saved"; readonly id: string; readonly change: Change }
  | { readonly is: "same" }
  /** The token is not good any more. */
  | { readonly is: "ended" }
  /** Somebody else was faster. */
  | { readonly is: "overtaken"; readonly merged: Merged; readonly etag: string | null; readonly by: Change | null }
  | { readonly is: "gone" }
  | { readonly is: "refused"; readonly detail: string; readonly flaws: readonly Flaw[]; readonly forbidden: boolean }
  | { readonly is: "unreachable" };

/** An id of the words that tell a thing from others; "" if there are none. */
export function idFrom(...words: readonly (string | undefined)[]): string {
  return words.map((each) => each ?? "").join(" ").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 80);
}

function idOf(collection: string, texts: Sheet["texts"]): string {
  const subject = texts["subject"]?.replace(/^(places|events)\//, "");
  switch (collection) {
    case "claims":
      return idFrom(subject, texts["attribute"], texts["claimed_by"]);
    case "control":
      return idFrom("control", subject, texts["status"], texts["claimed_by"]);
    default:
      return idFrom(texts["title"] ?? texts["name"]);
  }
}

/** What follows from what it is about, and from the list of parties. */
function implied(stock: Stock, sheet: Sheet, part: Part): Record<string, unknown> {
  const subject = sheet.texts["subject"];
  if ("subject" in part.properties && subject !== undefined) {
    const about = subject.includes("/") ? subject : `places/${subject}`;
    return { place: stock.stand(about)?.place || null };
  }
  const party = sheet.collection === "sources" && "party" in part.properties ? stock.party(sheet.texts["party"] ?? "") : null;
  return party === null ? {} : { party_name: sheet.texts["party_name"] || party.name, party_name_ar: sheet.texts["party_name_ar"] || party.name_ar };
}

const told = (sheet: Sheet, id: string, op: Op, feature: Feature | null, old: Feature | null): Change => ({ rev: 0, at: new Date().toISOString(), by: null, op, collection: sheet.collection, id, feature, old });

/** Whether a feature says what was sent, as far as a form tells. */
export function isSame(form: Form, there: Feature, sent: Feature): boolean {
  const [now, wanted] = [textsOf(form, there), textsOf(form, sent)];
  return fieldsOf(form).every(({ name }) => now[name] === wanted[name]);
}

/** More ids than these are not tried. */
const tries = 20;

async function add(given: Given, token: string, form: Form, sheet: Sheet, stock: Stock): Promise<Outcome> {
  const whole = wholeOf(form, sheet.texts);
  const properties = { ...whole.properties, ...implied(stock, sheet, whole) };
  const wanted = sheet.id ?? (given.told.get() === null ? "" : idOf(sheet.collection, sheet.texts));
  for (let turn = 1; ; turn++) {
    const id = wanted === "" ? null : turn === 1 ? wanted : `${wanted}-${turn}`;
    const feature = { type: "Feature" as const, ...(id === null ? {} : { id }), geometry: whole.geometry, properties };
    const forget = given.own.expect({ collection: sheet.collection, id, properties });
    try {
      const named = await make(token, sheet.collection, feature);
      const made = id ?? named;
      return { is: "saved", id: made, change: told(sheet, made, "created", { ...feature, id: made, geometry: whole.geometry as unknown as Feature["geometry"] }, null) };
    } catch (failure) {
      forget();
      if (!(failure instanceof NotTaken) || failure.status !== 409 || id === null || turn === tries) return refusal(failure);
      // Somebody else's has that name, or it is this one, and the answer to an earlier try was lost on its way.
      const there = await current(sheet.collection, id).catch(() => null);
      if (there !== null && isSame(form, there.feature, feature as unknown as Feature)) return { is: "saved", id, change: told(sheet, id, "created", there.feature, null) };
    }
  }
}

function refusal(failure: unknown): Outcome {
  if (failure instanceof Unreachable) return { is: "unreachable" };
  if (!(failure instanceof NotTaken)) throw failure;
  if (failure.status === 401) return { is: "ended" };
  return { is: "refused", detail: failure.detail, flaws: failure.flaws, forbidden: failure.status === 403 };
}

/** What has come between, laid under what was typed. `wants`: whether it was to be changed, not taken away. */
async function overtaken(form: Form, sheet: Sheet, id: string, wants: boolean): Promise<Outcome> {
  try {
    const { feature, etag } = await current(sheet.collection, id);
    const merged = meanwhile(sheet.base, sheet.texts, textsOf(form, feature));
    // All that was wanted is there: the answer to an earlier try was lost on its way.
    if (wants && altered(form, merged.base, merged.texts).length === 0) return { is: "saved", id, change: told(sheet, id, "changed", feature, null) };
    const newest = await revisions(sheet.collection, id).catch(() => null);
    return { is: "overtaken", merged, etag, by: newest?.changes[0] ?? null };
  } catch (failure) {
    if (failure instanceof NotTaken && failure.status === 404) return { is: "gone" };
    return refusal(failure);
  }
}

async function change(given: Given, token: string, form: Form, sheet: Sheet, id: string, stock: Stock): Promise<Outcome> {
  const part = patchOf(form, sheet.base, sheet.texts);
  if (Object.keys(part.properties).length === 0 && part.geometry === undefined) return { is: "same" };
  const properties = { ...part.properties, ...implied(stock, sheet, part) };
  const forget = given.own.expect({ collection: sheet.collection, id, properties });
  try {
    await patch(token, sheet.collection, id, sheet.etag, { ...part, properties });
    const all = wholeOf(form, sheet.texts);
    const feature = { type: "Feature" as const, id, geometry: all.geometry as unknown as Feature["geometry"], properties: { ...all.properties, ...properties } };
    return { is: "saved", id, change: told(sheet, id, "changed", feature, null) };
  } catch (failure) {
    forget();
    if (failure instanceof NotTaken && failure.status === 412) return overtaken(form, sheet, id, true);
    if (failure instanceof NotTaken && failure.status === 404) return { is: "gone" };
    return refusal(failure);
  }
}

/** Saves a form. */
export function save(given: Given, token: string, form: Form, sheet: Sheet, stock: Stock): Promise<Outcome> {
  return sheet.id === null || sheet.etag === null ? add(given, token, form, sheet, stock) : change(given, token, form, sheet, sheet.id, stock);
}

/** Takes away what is open. */
export async function takeAway(given: Given, token: string, form: Form, sheet: Sheet): Promise<Outcome> {
  const id = sheet.id ?? "";
  const forget = given.own.expect({ collection: sheet.collection, id, properties: null });
  try {
    await remove(token, sheet.collection, id, sheet.etag);
    const feature = { type: "Feature" as const, id, geometry: null as unknown as Feature["geometry"], properties: wholeOf(form, sheet.base).properties };
    return { is: "saved", id, change: told(sheet, id, "deleted", null, feature) };
  } catch (failure) {
    forget();
    if (failure instanceof NotTaken && failure.status === 412) return overtaken(form, sheet, id, false);
    if (failure instanceof NotTaken && failure.status === 404) return { is: "gone" };
    return refusal(failure);
  }
}
