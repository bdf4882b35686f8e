import type { Feature } from "geojson";
import type { Given } from "../given";

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);

/** What the page opens for a feature: the feature itself; of a claim what it is about. null: it has only its own page. */
export function opens(given: Given, collection: string, feature: Feature): string | null {
  if (feature.id === undefined) return null;
  if (given.told.get() === null) return `${collection}/${String(feature.id)}`;
  if (collection === "places" || collection === "events") return String(feature.id);
  return collection === "claims" || collection === "control" ? text(feature.properties?.["subject"]) : null;
}

/** The west-southern and the east-northern corner of all that has a place; null if nothing has. Longitude, latitude. */
export function around(features: readonly Feature[]): readonly [readonly [number, number], readonly [number, number]] | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  const take = (coordinates: unknown): void => {
    if (!Array.isArray(coordinates)) return;
    const [lng, lat] = coordinates as unknown[];
    if (typeof lng !== "number" || typeof lat !== "number") return coordinates.forEach(take);
    [west, south, east, north] = [Math.min(west, lng), Math.min(south, lat), Math.max(east, lng), Math.max(north, lat)];
  };
  const walk = (geometry: Feature["geometry"] | null): void => {
    if (geometry === null) return;
    if (geometry.type === "GeometryCollection") return geometry.geometries.forEach(walk);
    take(geometry.coordinates);
  };
  for (const feature of features) walk(feature.geometry);
  return west === Infinity ? null : [[west, south], [east, north]];
}
