import { expect, test } from "vitest";
import { basisOf, complete, earlier, happening, happenings, holders, inOrder, isVague, sideBySide, type Attribute, type Claim, type Control, type Happening, type Place, type Situation } from "../src/situation";

const event = (id: string, start: string | null, end: string | null): Happening => ({ id, kind: "escape", title: id, title_ar: null, start, end, time_precision: "day", summary: null, attributes: [] });

const place = (more: Partial<Place>): Place => ({
  id: "p", name: "P", name_ar: null, name_ku: null, name_en_variants: null, kind: "prison", reference_only: false, position: [40, 36], position_accuracy: 500,
  position_confidence: null, position_source: null, summary: null, disputed: false, attributes: [], events: [],
  control: { status: "held", controlled_by: "sdf", since: null, disputed: false, besieged_by: null, parties: [], basis: { rule: "r/1", claims: [] }, claims: [] }, ...more,
});

const situation = (places: Place[], elsewhere: Happening[]): Situation => ({ rule: { id: "r", version: 1, href: "" }, datetime: null, range: { start: null, end: null }, sources: [], parties: [], places, elsewhere });

const claim = (id: string, value: number | null, stance: string): Claim => ({ id, claimed_by: id, value_number: value, stance }) as Claim;

test.each([
  [null, false],
  [300, false],
  [1000, false],
  [3500, true],
])("known to %s metres: an area and no point? %s", (position_accuracy, want) => {
  expect(isVague(place({ position_accuracy }))).toBe(want);
});

test("a contested place has every holder that is named, another one has one", () => {
  const contested = place({}).control;
  const parties = ["b", "a", "b"].map((party) => ({ party, status: "held" as const, claims: [] }));
  expect(holders(place({ control: { ...contested, status: "contested", controlled_by: null, parties } }))).toEqual(["b", "a"]);
  expect(holders(place({}))).toEqual(["sdf"]);
});

test("claims are read by size, those who could not verify apart", () => {
  const { said, unverified } = sideBySide([claim("cnn", null, "could_not_verify"), claim("shami", 1500, "states"), claim("sdf", null, "states"), claim("moi", 120, "states")]);
  expect(said.map((each) => each.id)).toEqual(["moi", "shami", "sdf"]);
  expect(unverified.map((each) => each.id)).toEqual(["cnn"]);
});

test("events come in the order they began; what is over before what goes on; what has no day last", () => {
  const all = [event("none", null, null), event("open", "2026-01-19", null), event("over", "2026-01-19", "2026-01-19"), event("first", "2015-01-01", "2015-12-31"), event("by", null, "2026-01-20")];
  expect([...all].sort(earlier).map((each) => each.id)).toEqual(["first", "over", "open", "by", "none"]);
  expect(happenings(situation([place({ events: [all[1]!] })], [all[3]!])).map(({ event, place }) => [event.id, place?.id])).toEqual([["first", undefined], ["open", "p"]]);
});

test("an event is found wherever it happened", () => {
  const told = situation([place({ events: [event("here", null, null)] })], [event("nowhere", null, null)]);
  expect(happening(told, "here")?.place?.id).toBe("p");
  expect(happening(told, "nowhere")).toMatchObject({ place: null });
  expect(happening(told, "never")).toBeNull();
});

test("who the status rests on is named once", () => {
  const { control } = place({});
  const said = (id: string, claimed_by: string) => ({ id, claimed_by }) as Control;
  const claims = [said("1", "sdf"), said("2", "sdf"), said("3", "mod"), said("old", "cnn")];
  expect(basisOf(place({ control: { ...control, claims, basis: { rule: "r/1", claims: ["1", "2", "3"] } } })).map((each) => each.claimed_by)).toEqual(["sdf", "mod"]);
});

test("what is asked first is read first, what nobody foresaw last", () => {
  const order = inOrder(["zeal", "released_by", "recaptured", "escaped", "age"].map((attribute) => ({ attribute }) as Attribute));
  expect(order.map(({ attribute }) => attribute)).toEqual(["escaped", "recaptured", "released_by", "zeal", "age"]);
});

test("what a row leaves out is null, wherever it stands", () => {
  const bare = { id: "c", subject: "e", claimed_by: "s", claimed_by_name: "S", claimed_by_name_ar: null, attribute: "escaped", stance: "states" } as unknown as Claim;
  const told = { attribute: "escaped", disputed: false, min: null, max: null, qualifier_min: null, qualifier_max: null, unit: null, claims: [bare] } as Attribute;
  const happened = { id: "e", kind: "escape", title: "E", attributes: [told] } as unknown as Happening;
  const held = { id: "h", claimed_by: "s", status: "unknown" } as unknown as Control;
  const { position_source: _, ...rest } = place({ attributes: [told], events: [happened] });
  const whole = complete(situation([{ ...rest, control: { ...rest.control, claims: [held] } } as unknown as Place], [happened]));
  expect(whole.places[0]).toMatchObject({ position_source: null, name: "P", position_accuracy: 500 });
  expect(whole.places[0]?.control.claims[0]).toMatchObject({ party: null, link: null, status: "unknown" });
  for (const claim of [whole.places[0]?.attributes[0]?.claims[0], whole.elsewhere[0]?.attributes[0]?.claims[0]]) expect(claim).toMatchObject({ value_number: null, value_text: null, link: null, unit: null, claimed_by: "s" });
  expect(whole.elsewhere[0]).toMatchObject({ start: null, end: null, summary: null });
});
