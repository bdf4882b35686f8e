import { expect, test } from "vitest";
import { afterMoment, counts, firstMoment, merged, scale, stepAt, touching } from "../src/scale";

test("two days make three steps: the day before shows how things stood", () => {
  expect(scale("2026-01-19", "2026-01-20", false)).toEqual({ unit: "day", steps: ["2026-01-18", "2026-01-19", "2026-01-20"] });
});

test.each([
  ["2026-01-19T03:20:00Z", "2026-01-19T05:00:00Z", true, "hour", ["2026-01-19T02:00:00Z", "2026-01-19T03:00:00Z", "2026-01-19T04:00:00Z", "2026-01-19T05:00:00Z"]],
  ["2026-01-19T03:20:00Z", "2026-01-19T05:00:00Z", false, "day", ["2026-01-18", "2026-01-19"]],
  ["2024-02-28", "2024-03-01", true, "day", ["2024-02-27", "2024-02-28", "2024-02-29", "2024-03-01"]],
] as const)("%s to %s, hours %o: by the %s", (start, end, hours, unit, steps) => {
  expect(scale(start, end, hours)).toEqual({ unit, steps });
});

test("a long range has months, a very long one years", () => {
  const century = scale("1926-05-03", "2026-01-20", true);
  expect([century.unit, century.steps[0], century.steps.at(-1), century.steps.length]).toEqual(["month", "1926-04-01", "2026-01-01", 1198]);
  const ages = scale("1000-01-01", "2026-01-20", true);
  expect([ages.unit, ages.steps[0], ages.steps.at(-1)]).toEqual(["year", "0999-01-01", "2026-01-01"]);
});

const days = scale("2026-01-19", "2026-01-20", false);

test.each([
  ["2026-01-19", 1],
  ["2026-01-19T23:59:59Z", 1],
  ["2026-01-20T00:00:00Z", 2],
  ["2020-01-01", 0],
  ["2030-01-01", 2],
])("%s lies in step %d", (moment, want) => {
  expect(stepAt(days, moment)).toBe(want);
});

test("what touches a step is asked for with an interval that ends with it", () => {
  expect(touching(days, "2026-01-19")).toBe("2026-01-19");
  const hours = scale("2026-01-19T03:20:00Z", "2026-01-19T05:00:00Z", true);
  expect(touching(hours, "2026-01-19T04:00:00Z")).toBe("2026-01-19T04:00:00Z/2026-01-19T04:59:59Z");
  expect(touching({ unit: "month", steps: [] }, "2024-02-01")).toBe("2024-02-01/2024-02-29");
  expect(touching({ unit: "year", steps: [] }, "2024-01-01")).toBe("2024-01-01/2024-12-31");
});

test("events are counted in the step they begin in; those outside are left out", () => {
  expect(counts(days, ["2026-01-19", "2026-01-19T12:00:00Z", "2026-01-20", "2015-01-01", "2026-01-21"])).toEqual([0, 2, 1]);
  expect(counts({ unit: "day", steps: [] }, ["2026-01-19"])).toEqual([]);
});

test("many steps are added up into few bars, and none is lost", () => {
  expect(merged([1, 2, 3, 4, 5], 2)).toEqual([6, 9]);
  expect(merged([1, 2, 3], 90)).toEqual([1, 2, 3]);
});

test("a date covers its whole day in UTC", () => {
  expect(afterMoment("2026-01-19") - firstMoment("2026-01-19")).toBe(86_400_000);
});
