import { expect, test } from "vitest";
import { numbersIn, staleIn } from "../src/edit/stale";

test.each([
  ["The ministry says that 120 detainees escaped.", [120]],
  ["about 1,500 detainees, Syrian and foreign; 81 of the 120.", [1500, 81, 120]],
  ["نحو ١٬٥٠٠ معتقل و۱۲۰ من الـ٢٠٠", [1500, 120, 200]],
  ["تقول الوزارة إن ١٢٠ معتقلًا فرّوا.", [120]],
  ["1\u202F500 people, 1.5 km away", [1500, 1.5]],
  ["on 2026-01-20 at 10:30, A120, 120th, 1/2", []],
  ["1,20 and 12,0000", [1, 20, 12, 0]],
  ["", []],
])("in %j stand the numbers %j", (sentence, want) => {
  expect(numbersIn(sentence)).toEqual(want);
});

const base = { value_number: "120", paraphrase: "The ministry says that 120 escaped.", paraphrase_ar: "تقول الوزارة إن ١٢٠ فرّوا.", note: "In 2026." };

test.each([
  [{ value_number: "130" }, ["paraphrase", "paraphrase_ar"]],
  [{ value_number: "١٣٠", paraphrase: "The ministry says that 130 escaped." }, ["paraphrase_ar"]],
  [{ value_number: "130", paraphrase: "First 120, now 130.", paraphrase_ar: "" }, []],
  [{ value_number: "120.0" }, []],
  [{ value_number: "" }, []],
  [{ value_number: "many" }, []],
  [{ value_number: "12" }, ["paraphrase", "paraphrase_ar"]],
])("with %j, what says the old number is %j", (more, want) => {
  expect(staleIn(base, { ...base, ...more })).toEqual(want);
  expect(staleIn({ ...base, value_number: "" }, { ...base, ...more }), "something new has had no other number").toEqual([]);
});
