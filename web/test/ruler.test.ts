import { expect, test } from "vitest";
import { roundLength } from "../src/ruler";

test.each([
  [1, 1],
  [4.9, 3],
  [999, 500],
  [1000, 1000],
  [29_999, 20_000],
  [61_234, 50_000],
  [0.07, 0.05],
])("at most %d: %d", (most, want) => {
  expect(roundLength(most)).toBeCloseTo(want, 9);
});
