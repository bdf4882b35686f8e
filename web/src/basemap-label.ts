import { standsAlong } from "./basemap-along";
import type { AreaName, Country, Land, Name, Region, River, Town } from "./basemap-data";
import { worldSize, type Box } from "./basemap-project";
import { boxesAlong, settle, type Candidate, type Spot } from "./basemap-settle";
import { countryLettering, provinceLettering, townLettering, waterLettering, type Lettering } from "./basemap-style";

export type Language = "en" | "ar";

/** Width of a text in CSS pixels. */
export type Measure = (text: string, lettering: Lettering) => number;

/** A name in its place, in pixels of the whole world at its zoom. */
export interface Label {
  readonly text: string;
  readonly lettering: Lettering;
  readonly x: number;
  readonly y: number;
  readonly angle: number;
  readonly box: Box;
  /** The town's own mark; null for other names. */
  readonly mark: { readonly kind: Town["mark"]; readonly x: number; readonly y: number } | null;
}

/** What there is to name. Any of it may be missing while it loads. */
export interface Named {
  readonly land: Land | undefined;
  readonly region: Region | undefined;
  readonly towns: readonly Town[] | undefined;
}

/** Rivers of this rank and above are named before the towns that a zoom brings in; the Euphrates is one. */
const greatRiver = 3;

type Draft = Omit<Label, "x" | "y" | "angle" | "box">;

/** What is added to the name of a river that we drew by a few points of our own. */
export const schematicWord: Readonly<Record<Language, string>> = { en: "schematic", ar: "تخطيطي" };

/**
 * The names of the whole map at a zoom, placed so that none overlap: the same on every tile, and still while the map moves.
 * `taken`: what something else covers, in pixels of the whole world; there no name stands, and no town that would be hidden.
 */
export function labels(named: Named, zoom: number, language: Language, measure: Measure, taken: readonly Box[] = []): Label[] {
  const writer = new Writer(zoom, language, measure);
  const towns = named.towns ?? [];
  const rivers = named.region?.rivers ?? [];
  const townsOf = (from: number, to: number) => towns.flatMap((t) => (t.from > from && t.from <= to ? writer.town(t) : []));
  const riversOf = (great: boolean) => rivers.flatMap((r) => (r.rank <= greatRiver === great ? writer.river(r) : []));
  const early = Math.max(zoom - 1, Math.min(zoom, 8));
  return settle([
    ...(named.land?.countries ?? []).flatMap((c) => writer.country(c)),
    ...townsOf(0, zoom - 1),
    ...riversOf(true),
    ...townsOf(zoom - 1, early),
    ...riversOf(false),
    ...(named.region?.lakes ?? []).flatMap((l) => writer.lake(l)),
    ...townsOf(early, zoom),
    ...(named.region?.names ?? []).flatMap((p) => writer.province(p)),
  ], taken).map(({ item, spot }) => ({ ...item, x: spot.x, y: spot.y, angle: spot.angle, box: around(spot.boxes) }));
}

function around(boxes: readonly Box[]): Box {
  return boxes.reduce((a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]);
}

/** Turns things into candidates for one zoom and language. */
class Writer {
  readonly #scale: number;
  readonly #arabic: boolean;
  readonly #countries: Intl.DisplayNames;

  constructor(readonly zoom: number, language: Language, readonly measure: Measure) {
    this.#scale = worldSize(zoom);
    this.#arabic = language === "ar";
    this.#countries = new Intl.DisplayNames([language], { type: "region", style: "short", fallback: "none" });
  }

  country(country: Country): Candidate<Draft>[] {
    const room = country.size * this.#scale;
    if (this.zoom > 7 || room > 1400) return [];
    const text = this.#arabic ? (this.#countries.of(country.code) ?? "") : country.en;
    return this.#over(country, text, countryLettering(room, this.#arabic), (this.zoom < 5 ? 1.4 : 1.15) * room);
  }

  province(province: AreaName): Candidate<Draft>[] {
    const room = province.size * this.#scale;
    if (this.zoom < 7 || this.zoom > 10 || room > 1000) return [];
    const text = this.#arabic ? province.ar : province.en.toLocaleUpperCase("en");
    return this.#over(province, text, provinceLettering(this.#arabic), 0.85 * room);
  }

  lake(lake: AreaName): Candidate<Draft>[] {
    const room = lake.size * this.#scale;
    if (this.zoom < 6 || this.zoom > 13) return [];
    return this.#over(lake, this.#name(lake), waterLettering(this.#arabic), 2.2 * room);
  }

  river(river: River): Candidate<Draft>[] {
    if (!this.#name(river) || this.zoom < Math.max(6, river.rank + 2)) return [];
    const note = river.schematic && this.zoom >= 9 ? ` (${schematicWord[this.#arabic ? "ar" : "en"]})` : "";
    const text = this.#name(river) + note;
    const lettering = waterLettering(this.#arabic);
    const width = this.measure(text, lettering);
    const height = lettering.size * 1.4;
    const spacing = this.zoom < 10 ? 420 : this.zoom < 14 ? 900 : 1600;
    return river.lines
      .flatMap((line) => standsAlong(line, this.#scale, width, height, spacing))
      .map((stands) => ({
        item: { text, lettering, mark: null },
        spots: stands.map((stand) => ({ ...stand, boxes: boxesAlong(stand.x, stand.y, width + 8, height, stand.angle) })),
      }));
  }

  town(town: Town): Candidate<Draft>[] {
    const text = this.#name(town) || (this.zoom >= 9 ? town.en : "");
    if (!text) return [];
    const [x, y] = [town.x * this.#scale, town.y * this.#scale];
    const lettering = townLettering(this.zoom - town.from, town.mark !== "town" || town.from <= 6, this.#arabic);
    const item: Draft = { text, lettering, mark: { kind: town.mark, x, y } };
    return [{ item, spots: beside(x, y, this.measure(text, lettering), lettering.size * 1.25, this.#arabic) }];
  }

  /** A name in the middle of an area, where the area has room for it. */
  #over({ x, y }: AreaName, text: string, lettering: Lettering, room: number): Candidate<Draft>[] {
    const width = this.measure(text, lettering);
    if (!text || width > room) return [];
    const [cx, cy] = [x * this.#scale, y * this.#scale];
    const boxes = boxesAlong(cx, cy, width + 6, lettering.size * 1.3, 0);
    return [{ item: { text, lettering, mark: null }, spots: [{ x: cx, y: cy, angle: 0, boxes }] }];
  }

  #name(name: Name): string {
    return this.#arabic ? name.ar : name.en;
  }
}

/** Spots round a town's mark: the side where reading goes on from the mark first, then the other, above, below, and a little higher or lower on the sides. */
function beside(x: number, y: number, width: number, height: number, leftFirst: boolean): Spot[] {
  const gap = 6 + width / 2;
  const near = leftFirst ? -1 : 1;
  const rise = height / 2 + 4;
  const mark: Box = [x - 4, y - 4, x + 4, y + 4];
  const slip = 0.4 * height;
  const middles = [
    [x + near * gap, y],
    [x - near * gap, y],
    [x, y - rise],
    [x, y + rise],
    ...[near, -near].flatMap((side) => [-slip, slip].map((down) => [x + side * gap, y + down] as const)),
  ] as const;
  return middles.map(([cx, cy]) => ({
    x: cx,
    y: cy,
    angle: 0,
    boxes: [mark, [cx - width / 2 - 1, cy - height / 2, cx + width / 2 + 1, cy + height / 2]],
  }));
}
