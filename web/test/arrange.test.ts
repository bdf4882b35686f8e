import { expect, test } from "vitest";
import { arrange, covered, orders, overlap, type Item, type Rect } from "../src/arrange";

const item = (id: string, x: number, y: number, more: Partial<Item> = {}): Item => ({ id, x, y, rim: 0, badge: 40, labelWidth: 100, labelHeight: 36, ...more });

const frame = { left: 0, top: 0, right: 900, bottom: 600 };

const shared = (some: readonly Rect[], others: readonly Rect[]) => some.flatMap((a) => others.map((b) => overlap(a, b))).reduce((sum, each) => sum + each, 0);

/** Pseudo-random numbers between 0 and 1, the same ones each time. */
function dice(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

test("alone, a sign stands on its spot with its name on the side one reads from", () => {
  expect(arrange([item("a", 400, 300)], "right", frame).get("a")).toEqual({ dx: 0, dy: 0, label: "right" });
  expect(arrange([item("a", 400, 300)], "left", frame).get("a")).toEqual({ dx: 0, dy: 0, label: "left" });
});

test("a name keeps away from what must stay free", () => {
  expect(arrange([item("a", 400, 300)], "right", frame, [{ left: 480, top: 280, right: 520, bottom: 320 }]).get("a")).toEqual({ dx: 0, dy: 0, label: "left" });
});

test("near the edge of the map the name goes to the other side", () => {
  expect(arrange([item("a", 860, 300)], "right", frame).get("a")?.label).toBe("left");
});

test("a sign never stands in the circle of a place that is not known exactly", () => {
  for (const rim of [6, 24, 60]) {
    const spot = arrange([item("a", 400, 300, { rim })], "right", frame).get("a");
    expect(Math.hypot(spot?.dx ?? 0, spot?.dy ?? 0)).toBeGreaterThanOrEqual(rim + 20);
  }
});

test("two places on one point stay apart: who is known exactly keeps the spot", () => {
  const all = [item("vague", 400, 300, { rim: 30 }), item("exact", 400, 300)];
  const spots = arrange(all, "right", frame);
  expect(spots.get("exact")).toMatchObject({ dx: 0, dy: 0 });
  const [a, b] = all.map((each) => covered(each, spots.get(each.id) ?? { dx: 0, dy: 0, label: null }));
  expect(shared(a!, b!)).toBe(0);
});

test("a sign gives way where it would hide the circle of a place that is not known exactly", () => {
  const spots = arrange([item("vague", 400, 300, { rim: 12 }), item("exact", 400, 300)], "right", frame);
  expect(Math.hypot(spots.get("exact")!.dx, spots.get("exact")!.dy)).toBeGreaterThan(12 + 20);
});

test("names are dropped before signs hide one another", () => {
  const random = dice(7);
  const all = Array.from({ length: 12 }, (_, index) => item(`p${index}`, 300 + 300 * random(), 200 + 200 * random()));
  const spots = arrange(all, "right", frame);
  expect(spots.size).toBe(12);
  const boxes = all.map((each) => covered(each, spots.get(each.id)!));
  for (const [index, some] of boxes.entries()) for (const others of boxes.slice(index + 1)) expect(shared(some, others)).toBeLessThan(400);
});

test("what lies outside the map is arranged as if the map went on", () => {
  expect(arrange([item("a", -500, 300)], "right", frame).get("a")).toEqual({ dx: 0, dy: 0, label: "right" });
});

test("nothing to arrange is no trouble", () => {
  expect(arrange([], "right", null).size).toBe(0);
});

test("a name lower than its badge lets another name stand close above it", () => {
  const low = item("low", 400, 300, { badge: 40, labelHeight: 18 });
  const [badge, name] = covered(low, { dx: 0, dy: 0, label: "right" });
  expect([badge!.bottom - badge!.top, name!.bottom - name!.top]).toEqual([40, 18]);
  expect(name!.left).toBeGreaterThanOrEqual(badge!.right);
});

test("a line to a circle does not run over the sign of another place", () => {
  const all = [item("north", 80, 366, { rim: 6, labelWidth: 120, labelHeight: 20 }), item("city", 80, 373, { badge: 16, labelWidth: 45, labelHeight: 18 }), item("beside", 150, 340, { labelWidth: 110, labelHeight: 20 })];
  const spots = arrange(all, "right", frame);
  const [north, city] = all.map((each) => covered(each, spots.get(each.id)!));
  expect(shared(north!, city!)).toBeLessThan(20);
  expect(spots.get("city")).toMatchObject({ dx: 0, dy: 0 });
});

test("all orders of a few, one of many", () => {
  expect(orders([1, 2, 3]).map((each) => each.join(""))).toEqual(["123", "132", "213", "231", "312", "321"]);
  expect(orders([])).toEqual([[]]);
  expect(orders([1, 2, 3, 4, 5, 6, 7])).toEqual([[1, 2, 3, 4, 5, 6, 7]]);
});
