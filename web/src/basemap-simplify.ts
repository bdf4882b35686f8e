/**
 * How much each position of a line matters: the distance, in the line's own unit, by which the line would
 * move if it were left out (Douglas–Peucker, Cartographica 1973, kept as a number instead of a yes or no).
 * The ends are Infinity. Drawing only what weighs more than a fraction of a pixel gives every zoom its detail,
 * and neighbours that share the line stay neighbours.
 */
export function weigh(points: ArrayLike<number>): Float64Array {
  const count = points.length / 2;
  const weights = new Float64Array(count);
  if (count === 0) return weights;
  weights[0] = weights[count - 1] = Infinity;
  const spans: [number, number, number][] = [[0, count - 1, Infinity]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to, limit] = span;
    let worst = -1;
    let at = 0;
    for (let i = from + 1; i < to; i++) {
      const distance = distance2(points, i, from, to);
      if (distance > worst) [worst, at] = [distance, i];
    }
    if (worst < 0) continue;
    const weight = Math.min(limit, Math.sqrt(worst));
    weights[at] = weight;
    spans.push([from, at, weight], [at, to, weight]);
  }
  return weights;
}

/** Squared distance from position i to the segment from–to. */
function distance2(points: ArrayLike<number>, i: number, from: number, to: number): number {
  const ax = points[2 * from]!;
  const ay = points[2 * from + 1]!;
  const px = points[2 * i]! - ax;
  const py = points[2 * i + 1]! - ay;
  const dx = points[2 * to]! - ax;
  const dy = points[2 * to + 1]! - ay;
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length2));
  return (px - t * dx) ** 2 + (py - t * dy) ** 2;
}
