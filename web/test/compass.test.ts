import { expect, test } from "vitest";
import { between, destination, wind } from "../src/compass";

test.each([
  [0, "n"],
  [22.4, "n"],
  [22.6, "ne"],
  [90, "e"],
  [180, "s"],
  [225, "sw"],
  [337.6, "n"],
  [360, "n"],
  [-90, "w"],
  [719, "n"],
])("%d degrees is %s", (azimuth, want) => {
  expect(wind(azimuth)).toBe(want);
});

test("a quarter of the equator eastward, and a degree of latitude northward", () => {
  const [lng, lat] = destination([0, 0], 90, (Math.PI / 2) * 6_371_008.8);
  expect(lng).toBeCloseTo(90, 6);
  expect(lat).toBeCloseTo(0, 6);
  expect(destination([40, 36], 0, 111_195)[1]).toBeCloseTo(37, 3);
});

test("the way over the ground: its ends, its middle, across the antimeridian and on one spot", () => {
  expect(between([40, 36], [41, 37], 0)).toEqual([expect.closeTo(40, 9), expect.closeTo(36, 9)]);
  expect(between([40, 36], [41, 37], 1)).toEqual([expect.closeTo(41, 9), expect.closeTo(37, 9)]);
  // Half way along a parallel the way lies nearer to the pole.
  const [lng, lat] = between([0, 45], [90, 45], 0.5);
  expect(lng).toBeCloseTo(45, 9);
  expect(lat).toBeCloseTo(54.7356, 4);
  expect(between([179, 0], [181, 0], 0.5)[0]).toBeCloseTo(180, 9);
  expect(between([40, 36], [40, 36], 0.5)).toEqual([40, 36]);
});
