import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readLand, readRegion, readTowns, unpack, type LandFile, type Line, type RegionFile, type TownsFile } from "../src/basemap-data";
import { toUnit } from "../src/basemap-project";

const text = (name: string) => readFileSync(new URL(`../basemap/${name}`, import.meta.url), "utf8");
const landFile = JSON.parse(text("land.json")) as LandFile;
const regionFile = JSON.parse(text("region.json")) as RegionFile;
const townsFile = JSON.parse(text("towns.json")) as TownsFile;
const land = readLand(landFile);
const region = readRegion(regionFile);
const towns = readTowns(townsFile);

/** Kilometres on the sphere from a place to a line, near enough for tests of a map. */
function kilometres([lon, lat]: readonly [number, number], lines: readonly Line[]): number {
  const [x, y] = toUnit(lon, lat);
  const perUnit = 40075 * Math.cos((lat * Math.PI) / 180);
  let best = Infinity;
  for (const { points } of lines) {
    for (let i = 2; i < points.length; i += 2) {
      const [ax, ay] = [points[i - 2]!, points[i - 1]!];
      const [dx, dy] = [points[i]! - ax, points[i + 1]! - ay];
      const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
      best = Math.min(best, Math.hypot(x - ax - t * dx, y - ay - t * dy));
    }
  }
  return best * perUnit;
}

const river = (name: string) => region.rivers.filter((r) => r.en === name);
const lines = (name: string) => river(name).flatMap((r) => r.lines);

describe("the size of the data", () => {
  test("all of it is under 180 kB as it travels", () => {
    const bytes = ["land.json", "region.json", "towns.json"].map((name) => gzipSync(text(name)).length);
    expect(bytes.reduce((a, b) => a + b)).toBeLessThan(180_000);
  });
  test.each(["land.json", "region.json", "towns.json"])("%s is under 600 kB as it lies", (name) => {
    expect(text(name).length).toBeLessThan(600_000);
  });
});

describe("rivers pass the towns they are known by", () => {
  const passes: readonly [string, string, readonly [number, number], number][] = [
    ["Khabur", "Ras al-Ayn", [40.0706, 36.8503], 2],
    ["Khabur", "Tell Tamer", [40.3708, 36.6556], 2],
    ["Khabur", "Al-Hasakah", [40.7477, 36.5024], 2],
    ["Khabur", "Al-Shaddadi", [40.7348, 36.0576], 2],
    ["Khabur", "Markadah", [40.753, 35.7461], 2],
    ["Khabur", "Al-Busayrah", [40.427, 35.156], 4],
    ["Balikh", "Tell Abyad", [38.9538, 36.6965], 5],
    ["Euphrates", "Tabqa", [38.5483, 35.8376], 4],
    ["Euphrates", "Raqqa", [39.0079, 35.9528], 5],
    ["Euphrates", "Deir ez-Zor", [40.1408, 35.3359], 4],
    ["Euphrates", "Al-Mayadin", [40.4515, 35.0198], 4],
    ["Euphrates", "Abu Kamal", [40.9185, 34.4523], 4],
  ];
  test.each(passes)("%s passes %s", (name, _town, at, most) => {
    expect(kilometres(at, lines(name))).toBeLessThan(most);
  });
  test.each(["Khabur", "Balikh"])("%s is marked schematic and ends in the Euphrates", (name) => {
    expect(river(name).map((r) => r.schematic)).toEqual([true]);
    const { points, box } = lines(name)[0]!;
    const [x, y] = [points.at(-2)!, points.at(-1)!];
    expect(box[3]).toBeCloseTo(y, 9);
    const lat = (360 / Math.PI) * Math.atan(Math.exp(Math.PI * (1 - 2 * y))) - 90;
    expect(kilometres([(x - 0.5) * 360, lat], lines("Euphrates"))).toBeLessThan(0.2);
  });
  test("the Balikh meets the Euphrates just east of Raqqa", () => {
    const east = (lines("Balikh")[0]!.points.at(-2)! - 0.5) * 360 - 39.0079;
    expect(east).toBeGreaterThan(0);
    expect(east).toBeLessThan(0.15);
  });
  test("nothing else is schematic", () => {
    expect(region.rivers.filter((r) => r.schematic).map((r) => r.en)).toEqual(["Khabur", "Balikh"]);
  });
});

describe("towns", () => {
  test.each([
    ["Raqqa", "الرقة"], ["Al-Hasakah", "الحسكة"], ["Al-Shaddadi", "الشدادي"], ["Al-Hol", "الهول"], ["Qamishli", "القامشلي"],
    ["Tell Tamer", "تل تمر"], ["Kobani", "عين العرب"], ["Abu Kamal", "البوكمال"], ["Damascus", "دمشق"],
  ])("%s is %s", (en, ar) => {
    expect(towns.filter((t) => t.en === en).map((t) => t.ar)).toEqual([ar]);
  });
  test("Arabic names hold Arabic letters only", () => {
    expect(towns.filter((t) => !/^[\u0621-\u063A\u0641-\u0652 -]*$/.test(t.ar)).map((t) => t.ar)).toEqual([]);
  });
  test("the most important come first", () => {
    expect(towns.map((t) => t.from)).toEqual(towns.map((t) => t.from).sort((a, b) => a - b));
  });
});

describe("land", () => {
  test("every ring closes, by itself or round the pole", () => {
    const open = land.rings.filter(({ parts, polar }) => {
      const ends = parts.map(({ line: { points }, backwards, turns }) => {
        const [a, b] = [[points[0]! + turns, points[1]!], [points.at(-2)! + turns, points.at(-1)!]];
        return backwards ? [b, a] : [a, b];
      });
      return ends.some(([, end], i) => {
        const next = ends[(i + 1) % ends.length]![0]!;
        const gap = Math.hypot(end![0]! - next[0]!, end![1]! - next[1]!);
        return gap > 1e-9 && !polar;
      });
    });
    expect(open.length).toBe(0);
  });
  test("one ring runs round the world: Antarctica", () => {
    expect(land.rings.filter((r) => r.polar).length).toBe(1);
  });
  test("no line jumps round the world", () => {
    const jumps = landFile.arcs.filter((arc) => arc.some((d, i) => i > 1 && i % 2 === 0 && Math.abs(d) > 1_800_000));
    expect(jumps.length).toBe(0);
  });
  test("the line between Syria and the Golan Heights is nowhere drawn as agreed", () => {
    const near = [[35.84, 33.1], [35.82, 32.95], [35.9, 32.85]] as const;
    for (const at of near) {
      expect(kilometres(at, land.borders)).toBeGreaterThan(4);
      expect(kilometres(at, region.disputed)).toBeLessThan(8);
    }
  });
  test("countries carry codes, no name is empty", () => {
    expect(land.countries.every((c) => /^[A-Z]{2}$/.test(c.code) && c.en !== "")).toBe(true);
    expect(land.countries.find((c) => c.code === "SY")?.en).toBe("Syria");
  });
});

test("unpack adds up differences and projects", () => {
  const { points } = unpack([0, 0, 900000, 0], 10000);
  expect([...points]).toEqual([0.5, 0.5, 0.75, 0.5]);
});
