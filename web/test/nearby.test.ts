import { expect, test } from "vitest";
import type { Near } from "../src/api";
import { farAndWhere, roundedDistance } from "../src/nearby";
import { speak } from "../src/text";

const found = (distance: number, azimuth: number, position_accuracy: number | null): Near => ({
  type: "Feature", id: "x", geometry: { type: "Point", coordinates: [40, 36] }, properties: { position_accuracy }, nearest: { distance, azimuth },
});

test.each([
  [87_431, 80, 1000, "87 km east"],
  [50_600, 95, 6000, "about 51 km east (its position is known to 6 km only)"],
  [123_456, 225, 20_000, "about 120 km south-west (its position is known to 20 km only)"],
  [700, 0, 1000, "here or near: its position is known to 1 km only"],
  [4000, 0, 6000, "here or near: its position is known to 6 km only"],
  [0, 0, null, "right here"],
  [640, 181, null, "640 m south"],
])("%d m, %d°, known to %s m: %s", (distance, azimuth, accuracy, want) => {
  expect(farAndWhere(speak("en"), found(distance, azimuth, accuracy)).replaceAll("\u00a0", " ")).toBe(want);
});

test("no more digits than the position deserves, and never nothing", () => {
  expect(roundedDistance(found(6400, 0, 6000))).toBe(6000);
  expect(roundedDistance(found(50_649, 0, 500))).toBe(50_600);
  expect(roundedDistance(found(50_649, 0, null))).toBe(50_649);
  expect(roundedDistance(found(20_100, 0, 20_000))).toBe(20_000);
});
