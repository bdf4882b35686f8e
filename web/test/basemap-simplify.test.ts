import { expect, test } from "vitest";
import { weigh } from "../src/basemap-simplify";

test("the ends weigh most, a position on the line between them nothing", () => {
  expect([...weigh([0, 0, 5, 0, 10, 0])]).toEqual([Infinity, 0, Infinity]);
});

test("a position weighs its distance from the line without it", () => {
  expect([...weigh([0, 0, 5, 3, 10, 0])]).toEqual([Infinity, 3, Infinity]);
});

test("no position weighs more than the one that had to be kept before it", () => {
  const points = Array.from({ length: 200 }, (_, i) => (i % 2 ? Math.sin(i * 1.7) * 10 + Math.cos(i * 0.3) * 4 : i));
  const weights = weigh(points);
  const inner = [...weights].slice(1, -1);
  expect(Math.max(...inner)).toBeLessThan(Infinity);
  for (const least of [0.5, 1, 2, 4]) {
    const kept = points.filter((_, i) => weights[i >> 1]! >= least);
    expect(distanceAtMost(points, kept)).toBeLessThanOrEqual(least + 1e-9);
  }
});

test("a closed line keeps its farthest position", () => {
  expect([...weigh([0, 0, 4, 0, 4, 3, 0, 0])][2]).toBe(5);
});

test("nothing, one position, two positions", () => {
  expect([...weigh([])]).toEqual([]);
  expect([...weigh([1, 1])]).toEqual([Infinity]);
  expect([...weigh([1, 1, 2, 2])]).toEqual([Infinity, Infinity]);
});

/** The farthest any position lies from the kept line. */
function distanceAtMost(points: readonly number[], kept: readonly number[]): number {
  let worst = 0;
  for (let i = 0; i < points.length; i += 2) {
    let best = Infinity;
    for (let k = 2; k < kept.length; k += 2) {
      const [ax, ay] = [kept[k - 2]!, kept[k - 1]!];
      const [dx, dy] = [kept[k]! - ax, kept[k + 1]! - ay];
      const t = Math.max(0, Math.min(1, ((points[i]! - ax) * dx + (points[i + 1]! - ay) * dy) / (dx * dx + dy * dy || 1)));
      best = Math.min(best, Math.hypot(points[i]! - ax - t * dx, points[i + 1]! - ay - t * dy));
    }
    worst = Math.max(worst, best);
  }
  return worst;
}
