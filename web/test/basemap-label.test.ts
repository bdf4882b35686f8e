import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { standsAlong } from "../src/basemap-along";
import { readLand, readRegion, readTowns, type LandFile, type Line, type RegionFile, type TownsFile } from "../src/basemap-data";
import { labels, type Language, type Measure } from "../src/basemap-label";
import { boundsOf, meet, worldSize, type Box } from "../src/basemap-project";
import { boxesAlong, settle } from "../src/basemap-settle";
import { weigh } from "../src/basemap-simplify";

const json = <T>(name: string) => JSON.parse(readFileSync(new URL(`../basemap/${name}`, import.meta.url), "utf8")) as T;
const named = {
  land: readLand(json<LandFile>("land.json")),
  region: readRegion(json<RegionFile>("region.json")),
  towns: readTowns(json<TownsFile>("towns.json")),
};
const measure: Measure = (text, { size, spacing }) => text.length * (0.55 * size + spacing);
const texts = (zoom: number, language: Language) => labels(named, zoom, language, measure).map((l) => l.text);

describe("names by zoom and language", () => {
  const cases: readonly [number, Language, string[], string[]][] = [
    [3, "en", ["Algeria", "Russia"], ["Raqqa", "Euphrates"]],
    [5, "en", ["Syria", "Iraq", "Baghdad", "Aleppo"], ["Al-Shaddadi"]],
    [7, "en", ["Syria", "Raqqa", "Al-Hasakah", "Al-Shaddadi", "Al-Hol", "Euphrates", "Khabur", "Balikh"], ["Markadah"]],
    [7, "ar", ["سوريا", "الرقة", "الحسكة", "الشدادي", "الهول", "الفرات", "الخابور", "البليخ"], ["Raqqa"]],
    [8, "en", ["Markadah", "Tell Tamer", "Khabur"], ["Syria"]],
    [9, "en", ["Khabur (schematic)", "Balikh (schematic)", "Lake Assad"], ["Syria"]],
    [10, "ar", ["الخابور (تخطيطي)", "بحيرة الأسد"], ["سوريا"]],
    [16, "en", ["Al-Hol", "Khabur (schematic)"], ["AL-HASAKAH"]],
  ];
  test.each(cases)("zoom %i in %s", (zoom, language, present, absent) => {
    const got = new Set(texts(zoom, language));
    expect(present.filter((text) => !got.has(text))).toEqual([]);
    expect(absent.filter((text) => got.has(text))).toEqual([]);
  });
  test.each([0.45, 0.5, 0.55, 0.6])("the three rivers are named from zoom 7 on, whatever the letters' width (%f)", (em) => {
    for (const zoom of [7, 8, 9, 10, 11, 12]) {
      const got = labels(named, zoom, "en", (text, { size, spacing }) => text.length * (em * size + spacing)).map((l) => l.text.replace(/ \(.*/, ""));
      expect(["Euphrates", "Khabur", "Balikh"].filter((name) => !got.includes(name)), `zoom ${zoom}`).toEqual([]);
    }
  });
  test("the same map has the same names twice", () => {
    expect(labels(named, 8, "en", measure)).toEqual(labels(named, 8, "en", measure));
  });
  test("a name gives way to what stands on the map, and a town that would be hidden is left out", () => {
    const of = (text: string, taken: readonly Box[] = []) => labels(named, 8, "en", measure, taken).find((label) => label.text === text);
    const before = of("Al-Hol")!;
    const [x, y] = [before.mark!.x, before.mark!.y];
    const beside = of("Al-Hol", [[x + 8, y - 15, x + 90, y + 15]])!;
    expect(beside.mark).toEqual(before.mark);
    expect(meet(beside.box, [x + 8, y - 15, x + 90, y + 15])).toBe(false);
    expect(of("Al-Hol", [[x - 20, y - 20, x + 20, y + 20]])).toBeUndefined();
    expect(of("Raqqa", [[x - 20, y - 20, x + 20, y + 20]])).toEqual(of("Raqqa"));
  });
  test("nothing loaded, nothing named", () => {
    expect(labels({ land: undefined, region: undefined, towns: undefined }, 7, "en", measure)).toEqual([]);
  });
  test("areas whose outline takes a side have no name", () => {
    const all = [6, 7, 8, 9, 10].flatMap((zoom) => texts(zoom, "en"));
    expect(all.filter((text) => /^(NORTHERN|WEST BANK|GOLAN)/.test(text) && text !== "NORTHERN BORDERS")).toEqual([]);
  });
});

describe("settle", () => {
  const spot = (x: number, y: number) => ({ x, y, angle: 0, boxes: [[x, y, x + 10, y + 10] as const] });
  test("the first comer has the place, the next its second choice, the last none", () => {
    const got = settle([
      { item: "a", spots: [spot(0, 0)] },
      { item: "b", spots: [spot(5, 5), spot(10, 0)] },
      { item: "c", spots: [spot(1, 1), spot(12, 2)] },
    ]);
    expect(got.map(({ item, spot: { x } }) => [item, x])).toEqual([["a", 0], ["b", 10]]);
  });
  test("boxes far apart, negative and across cells", () => {
    const got = settle([{ item: "a", spots: [spot(-130, 125)] }, { item: "b", spots: [spot(-125, 130)] }, { item: "c", spots: [spot(500, 500)] }]);
    expect(got.map(({ item }) => item)).toEqual(["a", "c"]);
  });
  test("of many, no two that stay overlap, and none is left out for nothing", () => {
    const many = Array.from({ length: 400 }, (_, i) => ({ item: i, spots: [spot((i * 7919) % 613, (i * 104729) % 487), spot((i * 31) % 613, (i * 17) % 487)] }));
    const got = settle(many);
    const boxes = got.map(({ spot: { boxes: own } }) => own[0]!);
    expect(boxes.some((a, i) => boxes.slice(i + 1).some((b) => meet(a, b)))).toBe(false);
    const stayed = new Set(got.map(({ item }) => item));
    const out = many.filter(({ item }) => !stayed.has(item));
    expect(out.every(({ spots }) => spots.every(({ boxes: own }) => boxes.some((b) => meet(own[0]!, b))))).toBe(true);
  });
  test("a turned text is covered by boxes along it", () => {
    const boxes = boxesAlong(0, 0, 100, 10, Math.PI / 4);
    expect(boxes.length).toBe(10);
    expect(boxes.some((box) => meet(box, [-1, -1, 1, 1]))).toBe(true);
    expect(boxes.some((box) => meet(box, [30, -36, 36, -30]))).toBe(false);
  });
});

describe("names along a line", () => {
  const line = (...points: number[]): Line => ({ points: Float64Array.from(points), weights: weigh(points), box: boundsOf(points) });
  test("a straight line carries its name above, then below, never upside down", () => {
    const [first, second] = standsAlong(line(400, 100, 0, 100), 1, 80, 14, 400)[0]!;
    expect(first!.angle).toBeCloseTo(0, 9);
    expect(first!.y).toBeLessThan(100 - 7);
    expect(second!.y).toBeGreaterThan(100 + 7);
  });
  test("about one group for each spacing", () => {
    expect(standsAlong(line(0, 0, 2000, 0), 1, 80, 14, 400).length).toBe(5);
  });
  test("a line too short or too crooked has none", () => {
    expect(standsAlong(line(0, 0, 40, 0), 1, 80, 14, 400)).toEqual([]);
    const zigzag = Array.from({ length: 40 }, (_, i) => [i * 10, i % 2 ? 60 : 0]).flat();
    expect(standsAlong(line(...zigzag), 1, 80, 14, 400).flat()).toEqual([]);
  });
});

test("the world doubles with each zoom", () => {
  expect([0, 1, 7].map(worldSize)).toEqual([256, 512, 32768]);
});
