import type { Feature } from "geojson";
import { expect, test } from "vitest";
import { beginning, extent } from "../src/course";

const feature = (properties: Record<string, unknown>): Feature => ({ type: "Feature", geometry: null as never, properties });

test.each([
  [{ start: "2026-01-19" }, "2026-01-19"],
  [{ timestamp: "2026-01-19T03:00:00Z" }, "2026-01-19T03:00:00Z"],
  [{ date: "soon", start: "2026-01-19" }, "2026-01-19"],
  [{ date: 5 }, null],
  [{}, null],
])("%o begins at %s", (properties, want) => {
  expect(beginning(feature(properties))).toBe(want);
});

test("the course of files spans what the collections and the features tell, open ends left out", () => {
  const collection = (interval: (string | null)[]) => ({ id: "x", extent: { temporal: { interval: [interval] } } });
  expect(extent([collection(["2026-01-02T00:00:00Z", null]), collection([null, null])], ["2026-01-09"])).toEqual({ start: "2026-01-02T00:00:00Z", end: "2026-01-09" });
  expect(extent([{ id: "timeless" }], [])).toBeNull();
});
