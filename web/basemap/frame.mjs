// The region that is drawn in detail, and how positions are written down.

/** [west, south, east, north] in degrees: the cut of the region's sources. */
export const frame = [35, 32, 46, 38.5];

/** Written positions are whole ten-thousandths of a degree (11 m). */
export const unitsPerDegree = 10000;

/** Degrees from p to the frame, 0 inside. */
export function beyond([x, y]) {
  const dx = Math.max(frame[0] - x, 0, x - frame[2]);
  const dy = Math.max(frame[1] - y, 0, y - frame[3]);
  return Math.hypot(dx, dy);
}

/** Whether both ends lie on the same side of the frame: an edge made by the cut. */
export function onCut(a, b) {
  const at = (v, w) => Math.abs(v - w) < 1e-6;
  return [0, 2].some((k) => at(a[0], frame[k]) && at(b[0], frame[k])) || [1, 3].some((k) => at(a[1], frame[k]) && at(b[1], frame[k]));
}

/** How far a drawn line may stray from its source, in degrees: 50 m in the frame, more the farther away. */
export function tolerance(p) {
  return 0.0005 + Math.min(0.09, 0.006 * beyond(p));
}

/** Degrees to units; far from the frame to tens and hundreds of units, which says enough there and packs better. */
export function place(p) {
  const away = beyond(p);
  const step = away < 1 ? 1 : away < 10 ? 10 : 100;
  return p.map((v) => Math.round((v * unitsPerDegree) / step) * step);
}

/** A line as [x0, y0, dx1, dy1, …] in units. Positions that fall together are written once. */
export function pack(line) {
  const out = [];
  let [px, py] = [0, 0];
  line.forEach((p, i) => {
    const [x, y] = place(p);
    if (i && x === px && y === py) return;
    out.push(x - px, y - py);
    [px, py] = [x, y];
  });
  return out;
}
