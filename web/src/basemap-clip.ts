import type { Line, Part, Ring } from "./basemap-data";
import type { Box } from "./basemap-project";

/** A stretch of a line inside a box, in pixels; `start` is how far along the whole line it begins, so that dashes run on. */
export interface Stretch {
  readonly points: number[];
  readonly start: number;
}

/** What to draw: the box in pixels of the whole world, pixels per unit, and the least weight in pixels a position must have. */
export interface View {
  readonly box: Box;
  readonly scale: number;
  readonly detail: number;
}

/** The stretches of a line inside the view, without what is too fine for it. */
export function clipLine(line: Line, { box, scale, detail }: View): Stretch[] {
  const { points, weights } = line;
  const least = detail / scale;
  const stretches: Stretch[] = [];
  let current: Stretch | undefined;
  let along = 0;
  let ax = points[0]! * scale;
  let ay = points[1]! * scale;
  for (let i = 1; i < weights.length; i++) {
    if (weights[i]! < least) continue;
    const bx = points[2 * i]! * scale;
    const by = points[2 * i + 1]! * scale;
    const length = Math.hypot(bx - ax, by - ay);
    const part = clipSegment(ax, ay, bx, by, box);
    if (!part) current = undefined;
    else {
      const [t0, t1] = part;
      if (!current || t0 > 0) {
        current = { points: [ax + t0 * (bx - ax), ay + t0 * (by - ay)], start: along + t0 * length };
        stretches.push(current);
      }
      current.points.push(ax + t1 * (bx - ax), ay + t1 * (by - ay));
      if (t1 < 1) current = undefined;
    }
    along += length;
    [ax, ay] = [bx, by];
  }
  return stretches;
}

/** The part of a segment inside a box as fractions of it, or null (Liang and Barsky, ACM TOG 1984). */
function clipSegment(ax: number, ay: number, bx: number, by: number, box: Box): [number, number] | null {
  let t0 = 0;
  let t1 = 1;
  const sides = [[ax - bx, ax - box[0]], [bx - ax, box[2] - ax], [ay - by, ay - box[1]], [by - ay, box[3] - ay]] as const;
  for (const [p, q] of sides) {
    if (p === 0) {
      if (q < 0) return null;
      continue;
    }
    if (p < 0) t0 = Math.max(t0, q / p);
    else t1 = Math.min(t1, q / p);
    if (t0 > t1) return null;
  }
  return [t0, t1];
}

/** Below the lower edge of the map, in the unit square. */
const polar = 1.2;

/** The ring cut to the view, as flat pixel positions; empty where nothing of it is inside. */
export function clipRing(ring: Ring, view: View): number[] {
  let points: number[] = [];
  for (const part of ring.parts) append(points, part, view);
  if (ring.polar) points.push(points.at(-2)!, polar * view.scale, points[0]!, polar * view.scale);
  for (let side = 0; side < 4 && points.length; side++) points = cutSide(points, side, view.box[side]!);
  return points;
}

/**
 * The positions of one part. A part that lies wholly on one side of the box cannot change what is inside:
 * its ends are enough.
 */
function append(out: number[], { line: { points, weights, box: bounds }, backwards, turns }: Part, { box, scale, detail }: View): void {
  const shift = turns * scale;
  const aside = bounds[2] * scale + shift < box[0] || bounds[0] * scale + shift > box[2] || bounds[3] * scale < box[1] || bounds[1] * scale > box[3];
  const least = aside ? Infinity : detail / scale;
  const count = weights.length;
  for (let k = 0; k < count; k++) {
    const i = backwards ? count - 1 - k : k;
    if (weights[i]! >= least) out.push(points[2 * i]! * scale + shift, points[2 * i + 1]! * scale);
  }
}

/** Keeps what is inside one side of a box: 0 left, 1 top, 2 right, 3 bottom (Sutherland and Hodgman, CACM 1974). */
function cutSide(points: number[], side: number, limit: number): number[] {
  const axis = side % 2;
  const sign = side < 2 ? 1 : -1;
  const out: number[] = [];
  let px = points[points.length - 2]!;
  let py = points[points.length - 1]!;
  let before = sign * ((axis ? py : px) - limit);
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i]!;
    const y = points[i + 1]!;
    const now = sign * ((axis ? y : x) - limit);
    if (now >= 0 !== before >= 0) {
      const t = before / (before - now);
      out.push(px + t * (x - px), py + t * (y - py));
    }
    if (now >= 0) out.push(x, y);
    [px, py, before] = [x, y, now];
  }
  return out;
}
