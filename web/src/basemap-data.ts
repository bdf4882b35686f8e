import { boundsOf, toUnit, type Box } from "./basemap-project";
import { weigh } from "./basemap-simplify";

/** Numbers as basemap/README.md describes them: units of a degree, first position, then differences. */
type Packed = readonly number[];

/** basemap/land.json */
export interface LandFile {
  readonly unitsPerDegree: number;
  readonly arcs: readonly Packed[];
  readonly land: readonly (readonly number[])[];
  readonly borders: readonly number[];
  readonly dashed: readonly number[];
  /** ISO 3166 code, English name, x, y, square root of the area in square degrees. */
  readonly countries: readonly (readonly [string, string, number, number, number])[];
}

/** basemap/region.json */
export interface RegionFile {
  readonly unitsPerDegree: number;
  /** West, south, east, north in degrees. */
  readonly frame: readonly [number, number, number, number];
  readonly provinces: readonly Packed[];
  readonly disputed: readonly Packed[];
  readonly rivers: readonly { en: string; ar: string; rank: number; schematic?: boolean; lines: readonly Packed[] }[];
  readonly lakes: readonly { en: string; ar: string; at: readonly [number, number]; size: number; rings: readonly Packed[] }[];
  /** English, Arabic, x, y, square root of the area in square degrees. */
  readonly names: readonly (readonly [string, string, number, number, number])[];
}

/** basemap/towns.json */
export interface TownsFile {
  readonly unitsPerDegree: number;
  /** x, y, English, Arabic or "", zoom from, mark; the most important first. */
  readonly towns: readonly (readonly [number, number, string, string, number, number])[];
}

/** A line in the unit square of basemap-project. */
export interface Line {
  /** x0, y0, x1, y1, … */
  readonly points: Float64Array;
  /** What each position weighs; see basemap-simplify. */
  readonly weights: Float64Array;
  readonly box: Box;
}

/** A line as a part of a ring: perhaps run backwards, and moved east by whole turns of the world where the ring crosses 180°. */
export interface Part {
  readonly line: Line;
  readonly backwards: boolean;
  readonly turns: number;
}

/** A ring of land: lines end to end. One that runs round the world (Antarctica) is closed over the pole below the map. */
export interface Ring {
  readonly parts: readonly Part[];
  readonly polar: boolean;
  readonly box: Box;
}

/** A name in two languages; `ar` is "" where none is known. */
export interface Name {
  readonly en: string;
  readonly ar: string;
}

/** A name over an area; `size` is the square root of the area, in the unit square. */
export interface AreaName extends Name {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

export interface Country extends AreaName {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
}

export interface River extends Name {
  /** Natural Earth's rank, 0 the greatest. */
  readonly rank: number;
  /** Drawn by a few points of our own: not to be measured on. */
  readonly schematic: boolean;
  readonly lines: readonly Line[];
}

export interface Lake extends AreaName {
  readonly rings: readonly Ring[];
}

export interface Town extends Name {
  readonly x: number;
  readonly y: number;
  /** The zoom from which it may show. */
  readonly from: number;
  readonly mark: "capital" | "seat" | "town";
}

export interface Land {
  readonly rings: readonly Ring[];
  readonly coasts: readonly Line[];
  readonly borders: readonly Line[];
  readonly dashed: readonly Line[];
  readonly countries: readonly Country[];
}

export interface Region {
  /** What the lines and lakes are cut to. */
  readonly frame: Box;
  readonly provinces: readonly Line[];
  readonly disputed: readonly Line[];
  readonly rivers: readonly River[];
  readonly lakes: readonly Lake[];
  readonly names: readonly AreaName[];
}

/** A packed line, unpacked and projected. */
export function unpack(packed: Packed, unitsPerDegree: number): Line {
  const points = new Float64Array(packed.length);
  let lon = 0;
  let lat = 0;
  for (let i = 0; i + 1 < packed.length; i += 2) {
    lon += packed[i]!;
    lat += packed[i + 1]!;
    [points[i], points[i + 1]] = toUnit(lon / unitsPerDegree, lat / unitsPerDegree);
  }
  return { points, weights: weigh(points), box: boundsOf(points) };
}

/** Reads land.json. */
export function readLand(file: LandFile): Land {
  const arcs = file.arcs.map((packed) => unpack(packed, file.unitsPerDegree));
  const pick = (numbers: readonly number[]) => numbers.map((n) => arcs[n]!);
  const coastal = new Set<number>(file.land.flat().map((n) => (n < 0 ? ~n : n)));
  return {
    rings: file.land.map((numbers) => ring(numbers.map((n) => ({ line: arcs[n < 0 ? ~n : n]!, backwards: n < 0 })))),
    coasts: pick([...coastal]).flatMap(withoutSeam),
    borders: pick(file.borders),
    dashed: pick(file.dashed),
    countries: file.countries.map(([code, en, x, y, size]) => ({ code, ...areaName(en, "", x, y, size, file.unitsPerDegree) })),
  };
}

/** A coast without the stretches along 180°, where the source cuts land that goes on. */
function withoutSeam(line: Line): Line[] {
  const { points } = line;
  const onSeam = (i: number) => Math.abs(points[i]! - Math.round(points[i]!)) < 1e-7;
  const starts = [0];
  for (let i = 2; i < points.length; i += 2) if (onSeam(i - 2) && onSeam(i)) starts.push(i);
  if (starts.length === 1) return [line];
  const pieces = starts.map((start, k) => points.slice(start, starts[k + 1] ?? points.length));
  return pieces.filter((piece) => piece.length > 2).map((piece) => ({ points: piece, weights: weigh(piece), box: boundsOf(piece) }));
}

/** Reads region.json. */
export function readRegion(file: RegionFile): Region {
  const lines = (packed: readonly Packed[]) => packed.map((p) => unpack(p, file.unitsPerDegree));
  const [west, south, east, north] = file.frame;
  return {
    frame: [...toUnit(west, north), ...toUnit(east, south)],
    provinces: lines(file.provinces),
    disputed: lines(file.disputed),
    rivers: file.rivers.map((r) => ({ en: r.en, ar: r.ar, rank: r.rank, schematic: r.schematic === true, lines: lines(r.lines) })),
    lakes: file.lakes.map((l) => ({
      ...areaName(l.en, l.ar, l.at[0], l.at[1], l.size, file.unitsPerDegree),
      rings: lines(l.rings).map((line) => ring([{ line, backwards: false }])),
    })),
    names: file.names.map(([en, ar, x, y, size]) => areaName(en, ar, x, y, size, file.unitsPerDegree)),
  };
}

/** Reads towns.json; the order stays. */
export function readTowns(file: TownsFile): Town[] {
  const marks = ["town", "seat", "capital"] as const;
  return file.towns.map(([lon, lat, en, ar, from, mark]) => {
    const [x, y] = toUnit(lon / file.unitsPerDegree, lat / file.unitsPerDegree);
    return { x, y, en, ar, from, mark: marks[mark] ?? "town" };
  });
}

function ring(directed: readonly Omit<Part, "turns">[]): Ring {
  const parts: Part[] = [];
  let end: number | undefined;
  for (const { line, backwards } of directed) {
    const [first, last] = [line.points[0]!, line.points.at(-2)!];
    const turns = end === undefined ? 0 : Math.round(end - (backwards ? last : first));
    parts.push({ line, backwards, turns });
    end = (backwards ? first : last) + turns;
  }
  const box = boundsOf(parts.flatMap(({ line: { box: b }, turns }) => [b[0] + turns, b[1], b[2] + turns, b[3]]));
  const start = parts[0] ? startOf(parts[0]) : 0;
  return { parts, polar: Math.abs((end ?? start) - start) > 0.5, box };
}

function startOf({ line: { points }, backwards }: Part): number {
  return backwards ? points.at(-2)! : points[0]!;
}

/** The size given in degrees of a parallel's length is stretched as the projection stretches the place. */
function areaName(en: string, ar: string, lon: number, lat: number, size: number, unitsPerDegree: number): AreaName {
  const [x, y] = toUnit(lon / unitsPerDegree, lat / unitsPerDegree);
  return { en, ar, x, y, size: size / 360 / Math.cos((lat / unitsPerDegree) * (Math.PI / 180)) };
}
