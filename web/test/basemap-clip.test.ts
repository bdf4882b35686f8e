import { describe, expect, test } from "vitest";
import { clipLine, clipRing, type View } from "../src/basemap-clip";
import type { Line, Ring } from "../src/basemap-data";
import { boundsOf } from "../src/basemap-project";
import { weigh } from "../src/basemap-simplify";

const line = (...points: number[]): Line => ({ points: Float64Array.from(points), weights: weigh(points), box: boundsOf(points) });
const ring = (polar: boolean, ...parts: { line: Line; backwards?: boolean; turns?: number }[]): Ring => ({
  parts: parts.map((p) => ({ backwards: false, turns: 0, ...p })),
  polar,
  box: boundsOf(parts.flatMap((p) => [...p.line.box])),
});
const view: View = { box: [0, 0, 10, 10], scale: 1, detail: 0 };

function area(points: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < points.length; i += 2) {
    const j = (i + 2) % points.length;
    sum += points[i]! * points[j + 1]! - points[j]! * points[i + 1]!;
  }
  return Math.abs(sum) / 2;
}

describe("clipLine", () => {
  const cases: readonly [string, number[], { points: number[]; start: number }[]][] = [
    ["inside", [1, 1, 5, 1], [{ points: [1, 1, 5, 1], start: 0 }]],
    ["through", [-5, 5, 15, 5], [{ points: [0, 5, 10, 5], start: 5 }]],
    ["outside", [-5, -5, 15, -5], []],
    ["out and in again", [5, 5, 15, 5, 15, 8, 5, 8], [{ points: [5, 5, 10, 5], start: 0 }, { points: [10, 8, 5, 8], start: 18 }]],
    ["a corner inside", [5, -5, 5, 5, 15, 5], [{ points: [5, 0, 5, 5, 10, 5], start: 5 }]],
  ];
  test.each(cases)("%s", (_name, points, want) => {
    expect(clipLine(line(...points), view)).toEqual(want);
  });
  test("leaves out what is finer than the view", () => {
    expect(clipLine(line(1, 1, 3, 1.1, 5, 1), { ...view, detail: 0.5 })).toEqual([{ points: [1, 1, 5, 1], start: 0 }]);
  });
});

describe("clipRing", () => {
  const cases: readonly [string, Ring, number][] = [
    ["inside", ring(false, { line: line(2, 2, 4, 2, 4, 4, 2, 4, 2, 2) }), 4],
    ["larger than the view", ring(false, { line: line(-50, -50, 50, -50, 50, 50, -50, 50, -50, -50) }), 100],
    ["half in", ring(false, { line: line(-5, 2, 5, 2, 5, 4, -5, 4, -5, 2) }), 10],
    ["of two lines, one of them aside", ring(false, { line: line(5, 0, 5, 10) }, { line: line(5, 0, -9, -3, -20, 5, -9, 13, 5, 10), backwards: true }), 50],
    ["of a line a turn away", ring(false, { line: line(2, 2, 4, 2, 4, 4) }, { line: line(3, 4, 1, 4, 1, 2), turns: 1 }), 4],
    ["round the pole", ring(true, { line: line(-20, 5, 5, 5, 30, 5) }), 50],
  ];
  test.each(cases)("%s", (name, shape, want) => {
    const scaled = name === "round the pole" ? { ...view, scale: 1, box: [0, 0, 10, 10] as const } : view;
    const lifted = name === "round the pole" ? polarView(shape, scaled) : clipRing(shape, scaled);
    expect(area(lifted)).toBeCloseTo(want, 9);
  });
  test("nothing of it in the view", () => {
    expect(clipRing(ring(false, { line: line(20, 20, 30, 20, 30, 30, 20, 20) }), view)).toEqual([]);
  });
});

/** The pole lies at 1.2 of the unit square: shrink the shape to it and look at as many pixels. */
function polarView(shape: Ring, { box }: View): number[] {
  const scale = 100;
  const small = ring(true, ...shape.parts.map(({ line: { points } }) => ({ line: line(...Array.from(points, (v) => v / scale)) })));
  return clipRing(small, { box, scale, detail: 0 });
}
