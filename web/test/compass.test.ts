import { expect, test } from "vitest";
import { destination, wind } from "../src/compass";

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
