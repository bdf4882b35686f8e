/** The eight winds, clockwise from north. */
export const winds = ["n", "ne", "e", "se", "s", "sw", "w", "nw"] as const;
export type Wind = (typeof winds)[number];

/** The wind nearest to an azimuth in degrees clockwise from north. */
export function wind(azimuth: number): Wind {
  const turned = ((azimuth % 360) + 360) % 360;
  return winds[Math.round(turned / 45) % 8] ?? "n";
}

/** Mean radius of the Earth in metres (IUGG). */
const radius = 6_371_008.8;

/** The spot (longitude, latitude) at a fraction of the shortest way between two, on a sphere: what a line over the ground looks like. */
export function between(from: readonly [number, number], to: readonly [number, number], fraction: number): [number, number] {
  const turn = (degrees: number) => (degrees * Math.PI) / 180;
  const vector = ([lng, lat]: readonly [number, number]) => [Math.cos(turn(lat)) * Math.cos(turn(lng)), Math.cos(turn(lat)) * Math.sin(turn(lng)), Math.sin(turn(lat))] as const;
  const [a, b] = [vector(from), vector(to)];
  const angle = Math.acos(Math.min(1, Math.max(-1, a[0] * b[0] + a[1] * b[1] + a[2] * b[2])));
  const straight = [from[0] + fraction * (to[0] - from[0]), from[1] + fraction * (to[1] - from[1])] as const;
  if (angle < 1e-6 || angle > Math.PI - 1e-6) return [...straight];
  const [wa, wb] = [Math.sin((1 - fraction) * angle), Math.sin(fraction * angle)];
  const [x, y, z] = [wa * a[0] + wb * b[0], wa * a[1] + wb * b[1], wa * a[2] + wb * b[2]];
  const lng = (Math.atan2(y, x) * 180) / Math.PI;
  // On the turn of the world that the line runs on.
  return [lng + 360 * Math.round((straight[0] - lng) / 360), (Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI];
}

/**
 * Where one comes to from a spot (longitude, latitude) in a direction, on a sphere:
 * good to 0.6 % of the distance, enough to draw a line, not to measure one.
 */
export function destination(from: readonly [number, number], azimuth: number, metres: number): [number, number] {
  const turn = (degrees: number) => (degrees * Math.PI) / 180;
  const lat = turn(from[1]);
  const far = metres / radius;
  const north = Math.asin(Math.sin(lat) * Math.cos(far) + Math.cos(lat) * Math.sin(far) * Math.cos(turn(azimuth)));
  const east = Math.atan2(Math.sin(turn(azimuth)) * Math.sin(far) * Math.cos(lat), Math.cos(far) - Math.sin(lat) * Math.sin(north));
  return [from[0] + (east * 180) / Math.PI, (north * 180) / Math.PI];
}
