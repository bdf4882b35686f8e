import { expect, test } from "vitest";
import { comparisons, comparisonsOf, compared, takes, unasked, type Comparison, type Condition } from "../src/find/condition";
import { escaped, filterOf, isWrong, literal, momentOf, name, numberOf, predicate } from "../src/find/cql2";
import type { Kind, Queryable, Queryables } from "../src/find/queryables";

const property = (name: string, kind: Kind, mixed = false): Queryable => ({ name, kind, mixed, title: null, description: null, unit: null, words: [], closed: false });
const condition = (comparison: Comparison, ...values: string[]): Condition => ({ property: "p", comparison, values });

test.each([
  ["kind", "kind"],
  ["_a1", "_a1"],
  ["two words", '"two words"'],
  ["1st", '"1st"'],
  ['a"b', '"a""b"'],
  ["", '""'],
  ["الاسم", '"الاسم"'],
  ["like", '"like"'],
  ["Date", '"Date"'],
  ["POINT", '"POINT"'],
  ["t_after", "t_after"],
  ["a.b", '"a.b"'],
  ["x' OR 1=1 --", `"x' OR 1=1 --"`],
  ["]]</script>", '"]]</script>"'],
])("the property %s is named %s", (given, want) => {
  expect(name(given)).toBe(want);
});

test.each([
  ["o'clock", "'o''clock'"],
  ["'", "''''"],
  ["\\'", "'\\'''"],
  ["x') OR ('1'='1", "'x'') OR (''1''=''1'"],
  ["a\0b", "'ab'"],
  ["سجن", "'سجن'"],
])("the text %s is written %s", (given, want) => {
  expect(literal(given)).toBe(want);
});

test("a pattern means its letters and nothing else", () => {
  expect(escaped("50%_a\\b")).toBe("50\\%\\_a\\\\b");
});

test.each([
  ["5", 5], [" -2.5 ", -2.5], [".5", 0.5], ["1e3", 1000], ["+7", 7], ["−3", -3], ["١٢٫٥", 12.5],
  ["1,500", null], ["", null], ["five", null], ["0x10", null], ["1e999", null], ["NaN", null], ["Infinity", null], ["--1", null], ["5; DROP", null],
])("%s is the number %s", (typed, want) => {
  expect(numberOf(typed)).toBe(want);
});

test.each([
  ["2026-01-19", "DATE('2026-01-19')"],
  ["2026-01-19T08:30", "TIMESTAMP('2026-01-19T08:30:00Z')"],
  ["2026-01-19T08:30:05.25Z", "TIMESTAMP('2026-01-19T08:30:05.25Z')"],
  ["2026-01-19T08:30:00+03:00", "TIMESTAMP('2026-01-19T08:30:00+03:00')"],
  ["2026-02-30", null],
  ["2026-13-01", null],
  ["2026-01-19T25:00", null],
  ["yesterday", null],
  ["2026-01-19' OR 1=1", null],
  ["", null],
])("%s is the moment %s", (typed, want) => {
  expect(momentOf(typed)).toBe(want);
});

test.each<[Kind, Condition, string | null]>([
  ["text", condition("is", "escape"), "p = 'escape'"],
  ["text", condition("not", "o'clock"), "p <> 'o''clock'"],
  ["text", condition("contains", "50%'s_"), "CASEI(p) LIKE CASEI('%50\\%''s\\_%')"],
  ["text", condition("lacks", "x"), "CASEI(p) NOT LIKE CASEI('%x%')"],
  ["text", condition("starts", "Al-"), "CASEI(p) LIKE CASEI('Al-%')"],
  ["text", condition("one", "a", "", "b", "a"), "p IN ('a', 'b')"],
  ["text", condition("empty"), "p IS NULL"],
  ["text", condition("filled"), "p IS NOT NULL"],
  ["text", condition("is"), null],
  ["text", condition("is", "  "), null],
  ["text", condition("contains", ""), null],
  ["text", condition("one"), null],
  ["number", condition("is", "5"), "p = 5"],
  ["number", condition("not", "5"), "p <> 5"],
  ["number", condition("more", "-1.5"), "p > -1.5"],
  ["number", condition("least", "1e30"), "p >= 1E30"],
  ["number", condition("less", "0.0000001"), "p < 1E-7"],
  ["number", condition("most", "7"), "p <= 7"],
  ["number", condition("between", "9", "1"), "p BETWEEN 1 AND 9"],
  ["number", condition("between", "9"), null],
  ["number", condition("one", "1", "2", "x"), "p IN (1, 2)"],
  ["number", condition("more", "5 OR 1=1"), null],
  ["boolean", condition("is", "true"), "p = TRUE"],
  ["boolean", condition("is", "maybe"), null],
  ["date", condition("on", "2026-01-19"), "p = DATE('2026-01-19')"],
  ["date", condition("before", "2026-01-19"), "p < DATE('2026-01-19')"],
  ["time", condition("after", "2026-01-19T08:00Z"), "p > TIMESTAMP('2026-01-19T08:00:00Z')"],
  ["date", condition("from", "2026-01-19"), "p >= DATE('2026-01-19')"],
  ["date", condition("until", "2026-01-19"), "p <= DATE('2026-01-19')"],
  ["date", condition("span", "2026-01-20", "2026-01-19"), "p >= DATE('2026-01-19') AND p <= DATE('2026-01-20')"],
  ["list", condition("has", "a'b"), "A_CONTAINS(p, ('a''b'))"],
  ["list", condition("has", "7"), "A_OVERLAPS(p, ('7', 7))"],
])("of a %s, %j is %s", (kind, given, want) => {
  expect(predicate(property("p", kind), given)).toBe(want);
});

test("a property with numbers and texts takes both", () => {
  const both = property("p", "number", true);
  expect(predicate(both, condition("is", "many"))).toBe("p = 'many'");
  expect(predicate(both, condition("is", "5"))).toBe("p = 5");
  expect(predicate(both, condition("one", "5", "many"))).toBe("p IN (5, 'many')");
  expect(predicate(both, condition("more", "many"))).toBe(null);
});

const queryables: Queryables = { properties: [property("kind", "text"), property("n", "number"), property("start", "date")], geometry: "geometry" };
const is: Condition = { property: "kind", comparison: "is", values: ["escape"] };
const more: Condition = { property: "n", comparison: "more", values: ["5"] };
const span: Condition = { property: "start", comparison: "span", values: ["2026-01-19", "2026-01-20"] };

test.each([
  ["nothing", unasked, null],
  ["one", { ...unasked, conditions: [is] }, "kind = 'escape'"],
  ["all of two", { ...unasked, conditions: [is, more] }, "kind = 'escape' AND n > 5"],
  ["any of two", { ...unasked, any: true, conditions: [is, more] }, "kind = 'escape' OR n > 5"],
  ["any with a span", { ...unasked, any: true, conditions: [is, span] }, "kind = 'escape' OR (start >= DATE('2026-01-19') AND start <= DATE('2026-01-20'))"],
  ["one of which one is not finished", { ...unasked, any: true, conditions: [is, { ...more, values: [] }], bounds: [1, 2, 3, 4] }, "kind = 'escape' AND S_INTERSECTS(geometry, BBOX(1, 2, 3, 4))"],
  ["any in a box", { ...unasked, any: true, conditions: [is, more], bounds: [170, -10, -170, 10] }, "(kind = 'escape' OR n > 5) AND S_INTERSECTS(geometry, BBOX(170, -10, -170, 10))"],
  ["a box alone", { ...unasked, bounds: [1, 2, 3, 4.5] }, "S_INTERSECTS(geometry, BBOX(1, 2, 3, 4.5))"],
  ["a property that there is not", { ...unasked, conditions: [{ ...is, property: "nothing" }] }, null],
  ["what was written", { ...unasked, written: " a = 1 OR b = 2 ", conditions: [is] }, "a = 1 OR b = 2"],
  ["what was written in a box", { ...unasked, written: "a = 1 OR b = 2", bounds: [1, 2, 3, 4] }, "(a = 1 OR b = 2) AND S_INTERSECTS(geometry, BBOX(1, 2, 3, 4))"],
  ["nothing written", { ...unasked, written: " " }, null],
] as const)("the filter of %s", (_, find, want) => {
  expect(filterOf(find, queryables)).toBe(want);
});

test("where nothing has a place, no box is asked for", () => {
  expect(filterOf({ ...unasked, bounds: [1, 2, 3, 4] }, { ...queryables, geometry: null })).toBe(null);
});

test("what cannot be meant is known from what is not finished", () => {
  const n = property("n", "number");
  expect(isWrong(n, condition("more", "five"))).toBe(true);
  expect(isWrong(n, condition("more", ""))).toBe(false);
  expect(isWrong(n, condition("between", "1"))).toBe(false);
  expect(isWrong(n, condition("between", "1", "x"))).toBe(true);
  expect(isWrong(n, condition("empty"))).toBe(false);
  expect(isWrong(n, condition("more", "5"))).toBe(false);
});

test("every comparison is offered for some kind, takes its values, and is written", () => {
  const kinds: Kind[] = ["text", "number", "boolean", "date", "time", "list"];
  const value: Record<Kind, string> = { text: "a", number: "1", boolean: "true", date: "2026-01-19", time: "2026-01-19", list: "a" };
  const seen = new Set<Comparison>();
  for (const kind of kinds) {
    for (const comparison of comparisonsOf(kind)) {
      seen.add(comparison);
      const values = Array.from({ length: Math.min(takes(comparison), 3) }, () => value[kind]);
      expect(predicate(property("p", kind), condition(comparison, ...values)), `${kind} ${comparison}`).not.toBe(null);
    }
  }
  expect([...seen].sort()).toEqual([...comparisons].sort());
});

test("another comparison keeps the values that it can use", () => {
  expect(compared(condition("between", "1", "2"), "more").values).toEqual(["1"]);
  expect(compared(condition("is", "a"), "one").values).toEqual(["a"]);
  expect(compared(condition("is", "a"), "empty").values).toEqual([]);
});
