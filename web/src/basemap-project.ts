/**
 * Web Mercator as the basemap uses it. The world is a unit square: x from 0 at 180° W to 1 at 180° E,
 * y from 0 at 85.05° N down to 1 at 85.05° S. Pixels are that times `worldSize(zoom)`.
 */

/** A rectangle [left, top, right, bottom]; y grows downwards. */
export type Box = readonly [number, number, number, number];

/** Degrees, longitude first, to the unit square. */
export function toUnit(lon: number, lat: number): [number, number] {
  const sine = Math.sin((lat * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/** Width of the world at a zoom, in CSS pixels. */
export function worldSize(zoom: number): number {
  return 256 * 2 ** zoom;
}

/** Whether two rectangles share more than an edge. */
export function meet(a: Box, b: Box): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

/** The rectangle with a margin on every side. */
export function grow(box: Box, margin: number): Box {
  return [box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin];
}

/** The smallest rectangle round flat positions x0, y0, x1, y1, … */
export function boundsOf(points: ArrayLike<number>): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i]!;
    const y = points[i + 1]!;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return [left, top, right, bottom];
}
