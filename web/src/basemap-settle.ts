import { meet, type Box } from "./basemap-project";

/** A place where a name could stand: its middle in pixels, its turn in radians, and what it covers. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly angle: number;
  readonly boxes: readonly Box[];
}

/** Something with a name and the spots it could stand on, best first. */
export interface Candidate<T> {
  readonly item: T;
  readonly spots: readonly Spot[];
}

const cell = 128;

/** Gives each candidate in turn its first free spot; who finds none is left out. No two that stay overlap, and none overlaps what was taken `before`. */
export function settle<T>(candidates: Iterable<Candidate<T>>, before: readonly Box[] = []): { item: T; spot: Spot }[] {
  const taken = new Map<string, Box[]>();
  const take = (box: Box) => {
    for (const key of cells(box)) {
      const boxes = taken.get(key);
      if (boxes) boxes.push(box);
      else taken.set(key, [box]);
    }
  };
  before.forEach(take);
  const settled: { item: T; spot: Spot }[] = [];
  for (const { item, spots } of candidates) {
    const spot = spots.find(({ boxes }) => boxes.every((box) => cells(box).every((key) => !taken.get(key)?.some((other) => meet(box, other)))));
    if (!spot) continue;
    spot.boxes.forEach(take);
    settled.push({ item, spot });
  }
  return settled;
}

/** The cells of a grid that a box touches. */
function cells([left, top, right, bottom]: Box): string[] {
  const keys: string[] = [];
  for (let x = Math.floor(left / cell); x <= Math.floor(right / cell); x++) {
    for (let y = Math.floor(top / cell); y <= Math.floor(bottom / cell); y++) keys.push(`${x},${y}`);
  }
  return keys;
}

/** What a turned text covers: small upright boxes along its middle line. */
export function boxesAlong(x: number, y: number, width: number, height: number, angle: number): Box[] {
  const count = Math.max(1, Math.ceil(width / height));
  const half = height / 2;
  return Array.from({ length: count }, (_, i) => {
    const along = ((i + 0.5) / count - 0.5) * width;
    const cx = x + along * Math.cos(angle);
    const cy = y + along * Math.sin(angle);
    return [cx - half, cy - half, cx + half, cy + half];
  });
}
