// Geometry for derive.mjs: simplification, points inside polygons, lines chained from segments.
// Positions are [lon, lat] in degrees.

/** Squared distance from p to the segment a–b, in degrees. */
function segmentDistance2(p, a, b) {
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const length2 = dx * dx + dy * dy;
  const t = length2 ? Math.max(0, Math.min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length2)) : 0;
  return (p[0] - a[0] - t * dx) ** 2 + (p[1] - a[1] - t * dy) ** 2;
}

/** Distance from p to the polyline, in degrees. */
export function lineDistance(p, line) {
  let best = Infinity;
  for (let i = 1; i < line.length; i++) best = Math.min(best, segmentDistance2(p, line[i - 1], line[i]));
  return Math.sqrt(best);
}

/**
 * Douglas–Peucker with a tolerance that may differ from place to place: tolerance(position) in degrees.
 * The ends stay, so lines that share an end still share it afterwards. A closed line keeps its
 * farthest position too.
 */
export function simplify(line, tolerance) {
  if (line.length < 3) return line;
  const keep = new Uint8Array(line.length);
  keep[0] = keep[line.length - 1] = 1;
  const spans = [[0, line.length - 1]];
  const closed = line[0][0] === line.at(-1)[0] && line[0][1] === line.at(-1)[1];
  while (spans.length) {
    const [from, to] = spans.pop();
    let worst = 1;
    let at = -1;
    for (let i = from + 1; i < to; i++) {
      let excess = Math.sqrt(segmentDistance2(line[i], line[from], line[to])) / tolerance(line[i]);
      if (closed && to - from === line.length - 1) excess += 1;
      if (excess > worst) [worst, at] = [excess, i];
    }
    if (at < 0) continue;
    keep[at] = 1;
    spans.push([from, at], [at, to]);
  }
  return line.filter((_, i) => keep[i]);
}

/** Chains segments [[a, b], …] that share exact ends into lines that run from junction to junction. */
export function chain(segments) {
  const key = (p) => p.join();
  const touching = new Map();
  segments.forEach((segment, i) => {
    for (const end of segment) {
      const k = key(end);
      if (!touching.has(k)) touching.set(k, []);
      touching.get(k).push(i);
    }
  });
  const used = new Uint8Array(segments.length);
  const follow = (start, first) => {
    const line = [start];
    let at = start;
    let next = first;
    while (next !== undefined) {
      used[next] = 1;
      const [a, b] = segments[next];
      at = key(a) === key(at) ? b : a;
      line.push(at);
      const here = touching.get(key(at));
      next = here.length === 2 ? here.find((i) => !used[i]) : undefined;
    }
    return line;
  };
  const lines = [];
  const run = (junctionsOnly) =>
    segments.forEach((segment, i) => {
      for (const end of segment) {
        if (used[i] || (junctionsOnly && touching.get(key(end)).length === 2)) continue;
        lines.push(follow(end, i));
      }
    });
  run(true);
  run(false);
  return lines;
}

/** A smooth curve through the points (Catmull–Rom), with `steps` pieces between neighbours. */
export function smooth(points, steps) {
  const out = [points[0]];
  for (let i = 0; i + 1 < points.length; i++) {
    const [p0, p1, p2, p3] = [points[Math.max(0, i - 1)], points[i], points[i + 1], points[Math.min(points.length - 1, i + 2)]];
    for (let s = 1; s <= steps; s++) {
      const t = s / steps;
      out.push([0, 1].map((k) =>
        0.5 * (2 * p1[k] + (p2[k] - p0[k]) * t + (2 * p0[k] - 5 * p1[k] + 4 * p2[k] - p3[k]) * t * t + (3 * p1[k] - p0[k] - 3 * p2[k] + p3[k]) * t ** 3)));
    }
  }
  return out;
}

/** The area of a ring in square degrees. */
export function area(ring) {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) sum += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
  return Math.abs(sum) / 2;
}

function inside(p, ring) {
  let odd = false;
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1], ring[i]];
    if (a[1] > p[1] !== b[1] > p[1] && p[0] < ((b[0] - a[0]) * (p[1] - a[1])) / (b[1] - a[1]) + a[0]) odd = !odd;
  }
  return odd;
}

/** The position inside the ring that lies farthest from its edge, searched on a grid that is refined four times. */
export function heart(ring) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    [west, east, south, north] = [Math.min(west, x), Math.max(east, x), Math.min(south, y), Math.max(north, y)];
  }
  let best = { at: [(west + east) / 2, (south + north) / 2], distance: -1 };
  let [width, height] = [east - west, north - south];
  for (let round = 0; round < 4; round++) {
    const [cx, cy] = round ? best.at : [(west + east) / 2, (south + north) / 2];
    for (let i = -8; i <= 8; i++) {
      for (let j = -8; j <= 8; j++) {
        const at = [cx + (i / 16) * width, cy + (j / 16) * height];
        if (!inside(at, ring)) continue;
        const distance = lineDistance(at, ring);
        if (distance > best.distance) best = { at, distance };
      }
    }
    [width, height] = [width / 6, height / 6];
  }
  return best.at;
}
