import type { Feature } from "geojson";
import { expect, test } from "vitest";
import { controlWords, otherNames, partyName, partyOfAll, sourceName, statusLabel, statusSentence } from "../src/names";
import type { Control, Place, Situation, Source, Status } from "../src/situation";
import { speak } from "../src/text";
import { titleOf } from "../src/title";

const source = (id: string, party: string): Source => ({ id, name: `source ${id}`, name_ar: null, party, party_name: party, party_name_ar: null });

const situation: Situation = {
  rule: { id: "r", version: 1, href: "" }, datetime: null, range: { start: null, end: null }, places: [], elsewhere: [],
  sources: [source("moi", "syrian-government"), source("mod", "syrian-government"), source("sdf", "sdf"), source("cnn", "press")],
  parties: [
    { id: "syrian-government", name: "Syrian government", name_ar: "الحكومة السورية" },
    { id: "sdf", name: "SDF", name_ar: "قوات سوريا الديمقراطية" },
  ],
};

function place(status: Status, controlled_by: string | null, besieged_by: string | null = null, parties: string[] = []): Place {
  const named = parties.map((party) => ({ party, status, claims: [] }));
  return {
    id: "p", name: "P", name_ar: "م", name_ku: "Pê", name_ku_basis: "general knowledge", name_en_variants: null, kind: "prison", reference_only: false, position: null,
    position_accuracy: null, position_confidence: null, position_source: null, summary: null, disputed: false, attributes: [], events: [],
    control: { status, controlled_by, since: null, disputed: false, besieged_by, parties: named, basis: { rule: "r/1", claims: [] }, claims: [] },
  };
}

const en = speak("en");

test.each([
  [place("held", "sdf"), "Held by the SDF", "SDF"],
  [place("besieged", "sdf", "syrian-government"), "Held by the SDF, besieged by the Syrian government", "SDF, besieged"],
  [place("besieged", null, "syrian-government"), "Besieged by the Syrian government; who is inside is not told", "Besieged"],
  [place("besieged", "sdf"), "Besieged; held by the SDF", "SDF, besieged"],
  [place("contested", null, null, ["sdf", "syrian-government", "sdf"]), "Contested: the SDF and the Syrian government", "Contested"],
  [place("vacated", null, null, ["sdf"]), "Vacated: nobody is reported to hold it", "Vacated"],
  [place("unknown", null), "Nobody here says who holds it", "Holder not known"],
])("a status in a sentence and on the map: %#", (place, sentence, label) => {
  expect(statusSentence(en, situation, place)).toBe(sentence);
  expect(statusLabel(en, situation, place)).toBe(label);
  expect(statusSentence(speak("ar"), situation, place)).not.toMatch(/[A-Za-z{}]/);
});

test("names that nobody knows are told as they are", () => {
  expect(partyName(en, situation, "new-party")).toBe("new party");
  expect(partyName(en, situation, null)).toBe("nobody");
  expect(sourceName(en, situation, "someone\u202e")).toBe("someone");
});

test.each([
  [["moi", "mod"], "syrian-government"],
  [["mod", "moi"], "syrian-government"],
  [["moi"], null],
  [["moi", "sdf"], null],
  [["cnn"], null],
  [[], null],
])("the sources %o are all of %o", (sources, want) => {
  expect(partyOfAll(situation, sources)).toBe(want);
});

test("a Kurdish name says where it is from", () => {
  const names = otherNames(en, place("held", "sdf"));
  expect(names.map(({ lang, note }) => [lang, note])).toEqual([["ar", "Arabic"], ["ku", "Kurdish, from general knowledge"]]);
  expect(otherNames(speak("ar"), { ...place("held", "sdf"), name_ku_basis: null }).map(({ lang }) => lang)).toEqual(["en", "ku"]);
});

const feature = (properties: Feature["properties"], id?: string): Feature => ({ type: "Feature", geometry: null as never, properties, ...(id === undefined ? {} : { id }) });

test.each([
  [feature({ id: 7, name: "A" }), "A"],
  [feature({ title: "T", other: "x" }), "T"],
  [feature({ NAME_1: "By its ending", x: "y" }), "By its ending"],
  [feature({ a: 1, b: "first text" }), "first text"],
  [feature({ a: 1 }, "f1"), "f1"],
  [feature(null), "Without a name"],
  [feature({ name: "\u202eturned" }), "turned"],
])("what to call a feature: %#", (feature, want) => {
  expect(titleOf(en, feature)).toBe(want);
});

const said = (more: Partial<Control>): Control => ({ status: "held", party: "sdf", besieged_by: null, end: null, ...more }) as Control;

test.each([
  [said({}), "Held by the SDF"],
  [said({ end: "2026-01-19" }), "Held by the SDF, until 19 January 2026"],
  [said({ status: "vacated" }), "Left by the SDF"],
  [said({ status: "besieged", besieged_by: "syrian-government" }), "Held by the SDF, besieged by the Syrian government"],
  [said({ status: "besieged", party: null, besieged_by: "syrian-government" }), "Besieged by the Syrian government"],
  [said({ status: "vacated", party: null }), "Vacated"],
])("what one claim says of control: %#", (claim, want) => {
  expect(controlWords(en, situation, claim)).toBe(want);
});
