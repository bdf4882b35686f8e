import landUrl from "../basemap/land.json?url";
import regionUrl from "../basemap/region.json?url";
import townsUrl from "../basemap/towns.json?url";
import { readLand, readRegion, readTowns, type Land, type LandFile, type Region, type RegionFile, type Town, type TownsFile } from "./basemap-data";

/** What has arrived so far. */
export interface Loaded {
  land: Land | undefined;
  region: Region | undefined;
  towns: Town[] | undefined;
}

/** Fetches the three files from our own server and calls `arrived` after each. Rejects when one does not come. */
export async function load(into: Loaded, arrived: () => void, signal: AbortSignal): Promise<void> {
  const fetchJson = async <T>(url: string): Promise<T> => {
    const response = await fetch(url, { signal });
    if (!response.ok) throw new Error(`fetch the basemap: ${response.status} ${url}`);
    return response.json() as Promise<T>;
  };
  await Promise.all([
    fetchJson<LandFile>(landUrl).then((file) => { into.land = readLand(file); arrived(); }),
    fetchJson<RegionFile>(regionUrl).then((file) => { into.region = readRegion(file); arrived(); }),
    fetchJson<TownsFile>(townsUrl).then((file) => { into.towns = readTowns(file); arrived(); }),
  ]);
}
