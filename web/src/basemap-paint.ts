import { clipLine, clipRing, type View } from "./basemap-clip";
import type { Lake, Land, Line, Region, Ring } from "./basemap-data";
import type { Label, Language } from "./basemap-label";
import { grow, meet, toUnit, worldSize, type Box } from "./basemap-project";
import { fontOf, widths, type Palette } from "./basemap-style";

/** One piece of the map to paint: `box` in pixels of the whole world at `zoom`. */
export interface Tile {
  readonly zoom: number;
  readonly box: Box;
}

/** What is painted. Any of it may be missing while it loads. */
export interface Picture {
  readonly land: Land | undefined;
  readonly region: Region | undefined;
  readonly labels: readonly Label[];
}

/** How it is painted. `family`: the CSS font family of names. */
export interface Manner {
  readonly palette: Palette;
  readonly family: string;
  readonly language: Language;
}

type Context = CanvasRenderingContext2D;

/** Lines keep what moves them by this many pixels. */
const detail = 0.3;
/** Lines are drawn a little past the tile, so that their ends never show. */
const margin = 12;

/** Paints a tile on a context whose unit is a CSS pixel and whose origin is the tile's corner. */
export function paint(context: Context, tile: Tile, picture: Picture, { palette, family, language }: Manner): void {
  context.fillStyle = palette.water;
  context.fillRect(0, 0, tile.box[2] - tile.box[0], tile.box[3] - tile.box[1]);
  context.save();
  context.translate(-tile.box[0], -tile.box[1]);
  context.lineJoin = "round";
  context.lineCap = "butt";
  const pen = new Pen(context, { box: grow(tile.box, margin), scale: worldSize(tile.zoom), detail });
  if (picture.land) paintLand(pen, picture.land, tile.zoom, palette);
  if (picture.region) {
    paintRegion(pen, picture.region, tile.zoom, palette);
    fadeOut(context, tile, picture.region.frame, palette);
  }
  if (picture.land) paintBorders(pen, picture.land, picture.region, tile.zoom, palette);
  paintLabels(context, tile, picture.labels, { palette, family, language });
  context.restore();
}

/** Draws lines and rings of one view, on whichever turn round the world they come into it. */
class Pen {
  constructor(readonly context: Context, readonly view: View) {}

  fill(rings: readonly Ring[], colour: string): void {
    this.context.beginPath();
    for (const ring of rings) {
      this.#eachTurn(ring.box, (view) => {
        this.#trace(clipRing(ring, view));
        this.context.closePath();
      });
    }
    this.context.fillStyle = colour;
    this.context.fill("evenodd");
  }

  stroke(lines: readonly Line[], colour: string, width: number, dash: readonly number[] = []): void {
    const { context } = this;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash([...dash]);
    context.beginPath();
    for (const line of lines) {
      this.#eachTurn(line.box, (view) => {
        for (const { points, start } of clipLine(line, view)) {
          this.#trace(points);
          if (!dash.length) continue;
          context.lineDashOffset = start;
          context.stroke();
          context.beginPath();
        }
      });
    }
    context.stroke();
    context.setLineDash([]);
  }

  /** Calls back with the view as seen from each turn of the world on which the box is in it. */
  #eachTurn(box: Box, draw: (view: View) => void): void {
    const { scale, box: window } = this.view;
    for (const turn of [-scale, 0, scale]) {
      const seen: Box = [window[0] - turn, window[1], window[2] - turn, window[3]];
      if (!meet(grow([box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale], 1), seen)) continue;
      this.context.translate(turn, 0);
      draw({ ...this.view, box: seen });
      this.context.translate(-turn, 0);
    }
  }

  #trace(points: readonly number[]): void {
    for (let i = 0; i < points.length; i += 2) this.context[i ? "lineTo" : "moveTo"](points[i]!, points[i + 1]!);
  }
}

function paintLand(pen: Pen, land: Land, zoom: number, palette: Palette): void {
  pen.fill(land.rings, palette.land);
  pen.stroke(land.coasts, palette.coast, widths(zoom).coast);
}

function paintRegion(pen: Pen, region: Region, zoom: number, palette: Palette): void {
  const { province, river, coast } = widths(zoom);
  if (zoom >= 7) pen.stroke(region.provinces, palette.province, province);
  pen.context.lineCap = "round";
  for (const { lines, rank, schematic } of region.rivers) {
    if (zoom < Math.max(4, rank - 1)) continue;
    const width = river(rank);
    if (schematic) pen.stroke(lines, palette.schematic, Math.max(1.5, 0.8 * width), [0.1, Math.max(3.4, 1.9 * width)]);
    else pen.stroke(lines, palette.river, width);
  }
  pen.context.lineCap = "butt";
  pen.fill(region.lakes.flatMap((lake: Lake) => lake.rings), palette.water);
  pen.stroke(region.lakes.flatMap((lake) => lake.rings.flatMap((ring) => ring.parts.map((part) => part.line))), palette.coast, coast);
}

/** South of this latitude the frame's west side lies in the sea, in degrees. */
const westernShore = 36.75;

/**
 * The region's own lines and lakes end at its frame: let them fade into the land over the last stretch, instead of being cut.
 * Only where the frame runs over land.
 */
function fadeOut(context: Context, { zoom, box }: Tile, frame: Box, palette: Palette): void {
  const scale = worldSize(zoom);
  const [left, top, right, bottom] = [frame[0] * scale, frame[1] * scale, frame[2] * scale, frame[3] * scale];
  const depth = 0.035 * (right - left);
  const strips: readonly (readonly [Box, Box])[] = [
    [[left, top - 2, right + 2, top + depth], [0, top, 0, top + depth]],
    [[right - depth, top, right + 2, bottom], [right, 0, right - depth, 0]],
    [[left - 2, top, left + depth, toUnit(0, westernShore)[1] * scale], [left, 0, left + depth, 0]],
    [[left, bottom - depth, right + 2, bottom + 2], [0, bottom, 0, bottom - depth]],
  ];
  for (const [strip, [x0, y0, x1, y1]] of strips) {
    if (!meet(strip, box)) continue;
    const gradient = context.createLinearGradient(x0, y0, x1, y1);
    gradient.addColorStop(0, palette.land);
    gradient.addColorStop(1, `${palette.land}00`);
    context.fillStyle = gradient;
    context.fillRect(strip[0], strip[1], strip[2] - strip[0], strip[3] - strip[1]);
  }
}

function paintBorders(pen: Pen, land: Land, region: Region | undefined, zoom: number, palette: Palette): void {
  const { border, band } = widths(zoom);
  const disputed = [...land.dashed, ...(region && zoom >= 5 ? region.disputed : [])];
  pen.stroke([...land.borders, ...disputed], palette.borderBand, border + band);
  pen.stroke(land.borders, palette.border, border);
  pen.stroke(disputed, palette.border, border, zoom < 6 ? [2.5, 2.5] : [6, 4]);
}

function paintLabels(context: Context, tile: Tile, labels: readonly Label[], manner: Manner): void {
  const world = worldSize(tile.zoom);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.direction = manner.language === "ar" ? "rtl" : "ltr";
  const reach = grow(tile.box, 6);
  for (const turn of [-world, 0, world]) {
    const window: Box = [reach[0] - turn, reach[1], reach[2] - turn, reach[3]];
    const near = labels.filter((label) => meet(label.box, window));
    if (!near.length) continue;
    context.save();
    context.translate(turn, 0);
    for (const { mark } of near) if (mark) paintMark(context, mark, manner.palette);
    for (const label of near) paintLabel(context, label, manner);
    context.restore();
  }
}

function paintMark(context: Context, { kind, x, y }: NonNullable<Label["mark"]>, palette: Palette): void {
  context.beginPath();
  context.fillStyle = kind === "town" ? palette.townMark : palette.land;
  context.strokeStyle = kind === "town" ? palette.halo : palette.townMark;
  context.lineWidth = kind === "town" ? 1 : 1.4;
  if (kind === "capital") context.rect(x - 3, y - 3, 6, 6);
  else context.arc(x, y, kind === "seat" ? 2.7 : 2.1, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
}

function paintLabel(context: Context, { text, lettering, x, y, angle }: Label, { palette, family }: Manner): void {
  context.save();
  context.translate(x, y);
  context.rotate(angle);
  context.font = fontOf(lettering, family);
  if ("letterSpacing" in context) context.letterSpacing = `${lettering.spacing}px`;
  context.strokeStyle = palette.halo;
  context.lineWidth = 3;
  context.strokeText(text, 0, 0);
  context.fillStyle = palette[lettering.colour];
  context.fillText(text, 0, 0);
  context.restore();
}
