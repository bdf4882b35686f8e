/** The eight winds, clockwise from north. */
export const winds = ["n", "ne", "e", "se", "s", "sw", "w", "nw"] as const;
export type Wind = (typeof winds)[number];

/** The wind nearest to an azimuth in degrees clockwise from north. */
export function wind(azimuth: number): Wind {
  const turned = ((azimuth % 360) + 360) % 360;
  return winds[Math.round(turned / 45) % 8] ?? "n";
}
