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
