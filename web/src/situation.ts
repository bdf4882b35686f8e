/** The words of our subject as the service writes them: see /situation. */

/** How a place stands. A closed list. */
export const statuses = ["held", "contested", "besieged", "vacated", "unknown"] as const;
export type Status = (typeof statuses)[number];

export interface Party {
  readonly id: string;
  readonly name: string;
  readonly name_ar: string | null;
}

export interface Source extends Party {
  readonly party: string;
  readonly party_name: string;
  readonly party_name_ar: string | null;
}

/** What all claims have, those about control as well. */
export interface Said {
  readonly id: string;
  readonly subject: string;
  readonly claimed_by: string;
  readonly claimed_by_name: string;
  readonly claimed_by_name_ar: string | null;
  readonly reported_by: string | null;
  readonly reported_to?: string | null;
  readonly claimed_at: string | null;
  readonly claimed_at_precision: string | null;
  readonly start: string | null;
  readonly end: string | null;
  readonly verification: string | null;
  readonly not_verified_by: string | null;
  readonly link: string | null;
  readonly paraphrase: string | null;
  readonly paraphrase_ar: string | null;
  readonly note?: string | null;
  readonly note_ar?: string | null;
}

export interface Claim extends Said {
  readonly attribute: string;
  readonly value_number: number | null;
  readonly value_text: string | null;
  readonly value_text_ar?: string | null;
  readonly qualifier: string | null;
  readonly unit: string | null;
  readonly stance: string;
}

export interface Control extends Said {
  readonly status: Status;
  /** The holder; for vacated the one that left. */
  readonly party: string | null;
  readonly besieged_by: string | null;
}

/** Claims about the same thing, side by side; numbers as a range. */
export interface Attribute {
  readonly attribute: string;
  readonly disputed: boolean;
  readonly min: number | null;
  readonly max: number | null;
  readonly qualifier_min: string | null;
  readonly qualifier_max: string | null;
  readonly unit: string | null;
  readonly claims: readonly Claim[];
}

export interface Happening {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly title_ar: string | null;
  readonly start: string | null;
  readonly end: string | null;
  /** When it may have begun at the latest, if the day is not certain. */
  readonly start_latest?: string | null;
  readonly time_precision: string | null;
  readonly summary: string | null;
  readonly summary_ar?: string | null;
  readonly note?: string | null;
  readonly note_ar?: string | null;
  readonly reported_by?: string | null;
  readonly link?: string | null;
  readonly attributes: readonly Attribute[];
}

export interface Place {
  readonly id: string;
  readonly name: string;
  readonly name_ar: string | null;
  readonly name_ku: string | null;
  readonly name_ku_basis?: string | null;
  readonly name_en_variants: readonly string[] | null;
  readonly kind: string;
  readonly reference_only: boolean;
  /** Longitude, latitude. */
  readonly position: readonly [number, number] | null;
  /** Metres. */
  readonly position_accuracy: number | null;
  readonly position_confidence: string | null;
  readonly position_source: string | null;
  readonly summary: string | null;
  readonly summary_ar?: string | null;
  readonly control: {
    readonly status: Status;
    readonly controlled_by: string | null;
    readonly since: string | null;
    readonly disputed: boolean;
    readonly besieged_by: string | null;
    readonly parties: readonly { readonly party: string | null; readonly status: Status; readonly claims: readonly string[] }[];
    readonly basis: { readonly rule: string; readonly claims: readonly string[] };
    readonly claims: readonly Control[];
  };
  readonly disputed: boolean;
  readonly attributes: readonly Attribute[];
  readonly events: readonly Happening[];
}

export interface Situation {
  readonly rule: { readonly id: string; readonly version: number; readonly href: string };
  readonly datetime: string | null;
  readonly range: { readonly start: string | null; readonly end: string | null };
  readonly sources: readonly Source[];
  readonly parties: readonly Party[];
  readonly places: readonly Place[];
  readonly elsewhere: readonly Happening[];
}

const unsaid = { reported_by: null, claimed_at: null, claimed_at_precision: null, start: null, end: null, verification: null, not_verified_by: null, link: null, paraphrase: null, paraphrase_ar: null };
const unclaimed = { ...unsaid, value_number: null, value_text: null, qualifier: null, unit: null };
const unheld = { ...unsaid, party: null, besieged_by: null };
const untold = { title_ar: null, start: null, end: null, time_precision: null, summary: null };
const unplaced = { name_ar: null, name_ku: null, name_en_variants: null, position: null, position_accuracy: null, position_confidence: null, position_source: null, summary: null };

/** A situation in which what is not told is null: rows may leave out what they do not say. */
export function complete(situation: Situation): Situation {
  const attributes = (all: readonly Attribute[]) => all.map((each) => ({ ...each, claims: each.claims.map((claim) => ({ ...unclaimed, ...claim })) }));
  const events = (all: readonly Happening[]) => all.map((each) => ({ ...untold, ...each, attributes: attributes(each.attributes) }));
  const places = situation.places.map((place) => ({
    ...unplaced,
    ...place,
    control: { ...place.control, claims: place.control.claims.map((claim) => ({ ...unheld, ...claim })) },
    attributes: attributes(place.attributes),
    events: events(place.events),
  }));
  return { ...situation, places, elsewhere: events(situation.elsewhere) };
}

/** Beyond this many metres a position is an area, and nothing may point at its middle. */
export const needle = 1000;

/** Whether nothing may be drawn at the middle of the place's circle. */
export function isVague(place: Place): boolean {
  return (place.position_accuracy ?? 0) > needle;
}

/** The parties that are named as holders, those who contradict one another first named first. */
export function holders(place: Place): string[] {
  const named = place.control.parties.map((each) => each.party).filter((each) => each !== null);
  if (place.control.status !== "contested" && place.control.controlled_by) return [place.control.controlled_by];
  return [...new Set(named)];
}

/** Everything that happened at the place or nowhere: found again by its id. */
export function happening(situation: Situation, id: string): { event: Happening; place: Place | null } | null {
  for (const place of situation.places) {
    const event = place.events.find((each) => each.id === id);
    if (event) return { event, place };
  }
  const event = situation.elsewhere.find((each) => each.id === id);
  return event ? { event, place: null } : null;
}

/** Which of two events comes first: the one that began first; of one day, the one that is over. */
export function earlier(a: Happening, b: Happening): number {
  const when = (event: Happening) => `${event.start ?? event.end ?? "9999"} ${event.end ?? "9999"}`;
  return when(a).localeCompare(when(b));
}

/** Every event of a situation in the order they began. */
export function happenings(situation: Situation): { event: Happening; place: Place | null }[] {
  const all = [
    ...situation.places.flatMap((place) => place.events.map((event) => ({ event, place }))),
    ...situation.elsewhere.map((event) => ({ event, place: null })),
  ];
  return all.sort((a, b) => earlier(a.event, b.event));
}

/** Attributes in the order one asks for them; those nobody foresaw come last, as the service gives them. */
const asked = ["taken_by", "escaped", "recaptured", "held_before", "released_by", "besieged_by", "holds", "water_supply", "reason", "motive", "intent", "effect"];

/** Attributes in the order they are read. */
export function inOrder(attributes: readonly Attribute[]): Attribute[] {
  const rank = ({ attribute }: Attribute) => (asked.includes(attribute) ? asked.indexOf(attribute) : asked.length);
  return [...attributes].sort((a, b) => rank(a) - rank(b));
}

/** Claims as they are read: the smaller number first, then words, those of one source together; apart from them who could not verify. */
export function sideBySide(claims: readonly Claim[]): { said: Claim[]; unverified: Claim[] } {
  const said = claims.filter((claim) => claim.stance !== "could_not_verify");
  const size = (claim: Claim) => claim.value_number ?? Number.POSITIVE_INFINITY;
  said.sort((a, b) => (size(a) === size(b) ? a.claimed_by.localeCompare(b.claimed_by) : size(a) - size(b)));
  return { said, unverified: claims.filter((claim) => claim.stance === "could_not_verify") };
}

/** The party of a source; null for a source nobody knows. */
export function partyOf(situation: Situation, source: string): string | null {
  return situation.sources.find((each) => each.id === source)?.party ?? null;
}

/** Who says what the shown control rests on, each once. */
export function basisOf(place: Place): Control[] {
  const ids = new Set(place.control.basis.claims);
  const basis = place.control.claims.filter((claim) => ids.has(claim.id));
  return basis.filter((claim, at) => basis.findIndex((each) => each.claimed_by === claim.claimed_by) === at);
}
