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

/** How many stretches of a group are tried. */
const tries = 35;
/** Into how many pieces a stretch is cut to see how crooked it is. */
const samples = 8;

/**
 * Where a name of a width and height can stand beside a line: about one group of stands per `spacing` pixels, each with
 * the straightest stretches of its middle part first, on either side of the line. Stretches too crooked for the name have none.
 */
export function standsAlong(line: Line, scale: number, width: number, height: number, spacing: number): Stand[][] {
  const path = pathOf(line, scale);
  const total = path.along.at(-1) ?? 0;
  const groups: Stand[][] = [];
  const windows = Math.max(1, Math.round(total / spacing));
  const inset = windows > 2 ? 0.2 : 0;
  for (let window = 0; window < windows; window++) {
    const from = Math.max(((window + inset) / windows) * total, width / 2);
    const to = Math.min(((window + 1 - inset) / windows) * total, total - width / 2);
    const found: { stands: Stand[]; crook: number }[] = [];
    for (let at = from; at <= to; at += spacing / tries) {
      const stand = standAt(path, at, width, height);
      if (stand) found.push(stand);
    }
    if (found.length) groups.push(found.sort((a, b) => a.crook - b.crook).flatMap(({ stands }) => stands));
  }
  return groups;
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

/** The name's chord, moved to its upper side, or else its lower, until the line is clear of the letters. */
function standAt(path: Path, way: number, width: number, height: number): { stands: Stand[]; crook: number } | undefined {
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
  if (crook > 10 + 0.2 * width) return undefined;
  const moved = (lift: number): Stand => ({ x: (a[0] + b[0]) / 2 + uy * lift, y: (a[1] + b[1]) / 2 - ux * lift, angle: Math.atan2(uy, ux) });
  return { stands: [moved(above + height / 2 + 1), moved(-below - height / 2 - 1)], crook };
}
