import { expect, test } from "vitest";
import arabic from "../src/words/ar.json";
import english from "../src/words/en.json";
import type { Attribute, Claim } from "../src/situation";
import { arabicDigits, speak, tame } from "../src/text";

const en = speak("en");
const ar = speak("ar");

const claim = (more: Partial<Claim>): Claim => ({
  id: "c", subject: "e", claimed_by: "sdf", claimed_by_name: "SDF", claimed_by_name_ar: null, reported_by: "cnn", claimed_at: null, claimed_at_precision: null,
  start: null, end: null, verification: "unverified", not_verified_by: null, link: null, paraphrase: null, paraphrase_ar: null,
  attribute: "escaped", value_number: null, value_text: null, qualifier: null, unit: null, stance: "states", ...more,
});

const attribute = (more: Partial<Attribute>): Attribute => ({
  attribute: "escaped", disputed: false, min: null, max: null, qualifier_min: null, qualifier_max: null, unit: "people", claims: [], ...more,
});

const placeholders = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

test("both languages have the same words with the same gaps", () => {
  const plural = /\.(zero|one|two|few|many|other)$/;
  const singles = (words: object) => Object.keys(words).filter((key) => !plural.test(key)).sort();
  expect(singles(arabic)).toEqual(singles(english));
  for (const key of singles(english)) {
    const [one, other] = [english, arabic].map((words) => (words as Record<string, string>)[key] ?? "");
    expect(placeholders(other ?? ""), key).toEqual(placeholders(one ?? ""));
  }
});

test("every Arabic count has all six forms, every English one two", () => {
  const bases = new Set(Object.keys(english).filter((key) => key.endsWith(".other")).map((key) => key.slice(0, -6)));
  for (const base of bases) {
    expect(english).toHaveProperty([`${base}.one`]);
    for (const form of ["zero", "one", "two", "few", "many", "other"]) expect(arabic).toHaveProperty([`${base}.${form}`]);
  }
});

test.each([
  [120, "exact", "120 people"],
  [1500, "about", "about 1,500 people"],
  [1, "exact", "1 person"],
  [81, "at_least", "at least 81 people"],
  [81, "at_most", "at most 81 people"],
])("%d %s is said as %s", (value_number, qualifier, want) => {
  expect(en.value(claim({ value_number, qualifier, unit: "people" }))).toBe(want);
});

test("a word stays a word and is marked as one", () => {
  expect(en.value(claim({ value_text: "thousands", qualifier: "word" }))).toBe("“thousands”");
  expect(ar.value(claim({ value_text: "thousands", value_text_ar: "آلاف", qualifier: "word" }))).toBe("«آلاف»");
  expect(en.value(claim({ value_text: "the SDF" }))).toBe("the SDF");
});

test("numbers that differ are a range, never one of them", () => {
  const both = attribute({ min: 120, max: 1500, qualifier_min: "exact", qualifier_max: "about" });
  expect(en.range(both)).toBe("120 … about 1,500 people");
  expect(ar.range(both)).toBe("١٢٠ … نحو ١٬٥٠٠ شخص");
  expect(en.range(attribute({ min: 81, max: 81, qualifier_min: "exact", qualifier_max: "exact" }))).toBe("81 people");
  expect(en.range(attribute({}))).toBeNull();
});

test.each([
  [{ start: "2026-01-19", end: "2026-01-19", time_precision: "day" }, "19 January 2026"],
  [{ start: "2026-01-20", end: null, time_precision: "day" }, "since 20 January 2026"],
  [{ start: "2026-01-19", start_latest: "2026-01-20", end: null, time_precision: "day" }, "since 19 January 2026 or 20 January 2026"],
  [{ start: "2026-01-18", end: "2026-01-20", time_precision: "day" }, "18 January 2026 to 20 January 2026"],
  [{ start: "2015-01-01", end: "2015-12-31", time_precision: "year" }, "2015"],
  [{ start: null, end: "2026-01-20", time_precision: "unknown" }, "by 20 January 2026"],
  [{ start: null, end: null, time_precision: "unknown" }, "day not told"],
])("%o is %s, and no more exact", (event, want) => {
  expect(en.when(event)).toBe(want);
});

test("dates and lengths in both languages", () => {
  expect(en.day("2026-01-19")).toBe("19 January 2026");
  expect(ar.day("2026-01-19")).toBe("١٩ كانون الثاني ٢٠٢٦");
  expect(en.length(6000)).toBe("6\u00a0km");
  expect(en.length(3500)).toBe("3.5\u00a0km");
  expect(en.length(500)).toBe("500\u00a0m");
  expect(en.length(87_431)).toBe("87.4\u00a0km");
  expect(en.day("not a date")).toBe("not a date");
});

test.each([
  [0, "لا أحداث"],
  [1, "حدث واحد"],
  [2, "حدثان"],
  [3, "٣ أحداث"],
  [11, "١١ حدثًا"],
  [100, "١٠٠ حدث"],
])("Arabic counts %d with its own form", (n, want) => {
  expect(ar.count("events", n)).toBe(want);
});

test("what nobody sees but what turns or breaks the text is taken out", () => {
  expect(tame("abc\u202edef\u2066\u0000\u2028g")).toBe("abcdefg");
  expect(tame("سجن <b>&amp;")).toBe("سجن <b>&amp;");
});

test("a name that runs the other way is fenced off in a sentence", () => {
  expect(en.t("claim.reportedBy", { reporter: "CNN" })).toBe("reported by CNN");
  expect(en.t("claim.reportedBy", { reporter: "سانا" })).toBe("reported by \u2068سانا\u2069");
  expect(ar.t("claim.reportedBy", { reporter: "CNN" })).toContain("\u2068CNN\u2069");
});

test("an id without a word is read as it is", () => {
  expect(en.word("attribute", "released_by")).toBe("Who released them");
  expect(en.word("attribute", "roof_colour")).toBe("roof colour");
});

test("Arabic prose gets Arabic digits; addresses and names do not", () => {
  expect(arabicDigits("إن 120 معتقلًا")).toBe("إن ١٢٠ معتقلًا");
  expect(arabicDigits("GeoNames172837 و B2")).toBe("GeoNames172837 و B2");
  expect(ar.own("x", "نحو 1500")).toBe("نحو ١٥٠٠");
  expect(ar.own("only English 5", null)).toBe("only English 5");
});
