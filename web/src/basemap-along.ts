import type { Line } from "./basemap-data";

/** Where a name can follow a line: its middle in pixels and its turn in radians, never upside down. */
export interface Stand {
  readonly x: number;
  readonly y: number;
  readonly angle: number;
}

/** A line in pixels with the way along it to each position. */
interface Path {
  readonly points: number[];
  readonly along: number[];
}

const stride = 24;
const samples = 8;

/**
 * Stands for a name of a width and height beside a line, about one per `spacing` pixels, each where its stretch is straightest.
 * Stretches too crooked for the name have none.
 */
export function standsAlong(line: Line, scale: number, width: number, height: number, spacing: number): Stand[] {
  const path = pathOf(line, scale);
  const total = path.along.at(-1) ?? 0;
  const stands: Stand[] = [];
  const windows = Math.max(1, Math.round(total / spacing));
  for (let window = 0; window < windows; window++) {
    const from = Math.max((window / windows) * total, width / 2);
    const to = Math.min(((window + 1) / windows) * total, total - width / 2);
    let best: { stand: Stand; crook: number } | undefined;
    for (let at = from; at <= to; at += stride) {
      const found = standAt(path, at, width, height);
      if (found && (!best || found.crook < best.crook)) best = found;
    }
    if (best) stands.push(best.stand);
  }
  return stands;
}

function pathOf({ points, weights }: Line, scale: number): Path {
  const path: Path = { points: [], along: [] };
  for (let i = 0; i < weights.length; i++) {
    if (weights[i]! * scale < 0.7) continue;
    const [x, y] = [points[2 * i]! * scale, points[2 * i + 1]! * scale];
    const n = path.points.length;
    const step = n ? Math.hypot(x - path.points[n - 2]!, y - path.points[n - 1]!) : 0;
    path.points.push(x, y);
    path.along.push((path.along.at(-1) ?? 0) + step);
  }
  return path;
}

/** The position a way along the path. */
function pointAt({ points, along }: Path, way: number): [number, number] {
  let [low, high] = [0, along.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (along[middle]! <= way) low = middle;
    else high = middle;
  }
  const length = along[high]! - along[low]!;
  const t = length === 0 ? 0 : (way - along[low]!) / length;
  const [ax, ay, bx, by] = [points[2 * low]!, points[2 * low + 1]!, points[2 * high]!, points[2 * high + 1]!];
  return [ax + t * (bx - ax), ay + t * (by - ay)];
}

/** The name's chord, moved to its upper side until the line is clear of the letters. */
function standAt(path: Path, way: number, width: number, height: number): { stand: Stand; crook: number } | undefined {
  let [a, b] = [pointAt(path, way - width / 2), pointAt(path, way + width / 2)];
  if (a[0] > b[0]) [a, b] = [b, a];
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  if (length < 0.85 * width) return undefined;
  const [ux, uy] = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
  let [above, below] = [0, 0];
  for (let i = 1; i < samples; i++) {
    const [x, y] = pointAt(path, way + (i / samples - 0.5) * width);
    const off = (x - a[0]) * uy - (y - a[1]) * ux;
    above = Math.max(above, off);
    below = Math.max(below, -off);
  }
  const crook = above + below;
  if (crook > 6 + 0.12 * width) return undefined;
  const lift = above + height / 2 + 1;
  return { stand: { x: (a[0] + b[0]) / 2 + uy * lift, y: (a[1] + b[1]) / 2 - ux * lift, angle: Math.atan2(uy, ux) }, crook };
}
