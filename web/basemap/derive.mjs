// Makes land.json, region.json and towns.json from the sources named in README.md.
//
//   node derive.mjs SOURCES WORLD_ATLAS
//
// SOURCES holds region/ and ne110/; WORLD_ATLAS is the folder of the npm package world-atlas 2.0.2.
// The build never runs this: what it makes is committed beside it.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { deriveLand } from "./land.mjs";
import { deriveRegion } from "./region.mjs";
import { deriveTowns } from "./towns.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const [sources, atlas] = process.argv.slice(2);
if (!atlas) {
  console.error("usage: node derive.mjs SOURCES WORLD_ATLAS");
  process.exit(2);
}

const bytes = (path) => readFileSync(join(sources, path));
const features = (path) => JSON.parse(bytes(path)).features.filter((f) => f.geometry);
const region = {
  admin1: features("region/admin1-ne10m.geojson"),
  disputed: features("region/disputed-ne10m.geojson"),
  rivers: features("region/rivers-ne10m.geojson"),
  lakes: features("region/lakes-ne10m.geojson"),
};
const world = JSON.parse(readFileSync(join(atlas, "countries-10m.json"), "utf8"));
const countries = features("ne110/ne_110m_admin_0_countries.geojson");

write("land.json", deriveLand(world, countries, region));
write("region.json", deriveRegion(region));
write("towns.json", deriveTowns({
  geonames: bytes("region/places-geonames.geojson.gz"),
  known: bytes("region/places-of-interest.csv").toString("utf8"),
  cities: features("ne110/ne_110m_populated_places_simple.geojson"),
}));

/** One member of the top level per line, and one entry of each list per line: changes can be read. */
function write(name, data) {
  const members = Object.entries(data).map(([key, value]) =>
    `${JSON.stringify(key)}: ${Array.isArray(value) ? `[\n${value.map((v) => JSON.stringify(v)).join(",\n")}\n]` : JSON.stringify(value)}`);
  writeFileSync(join(here, name), `{\n${members.join(",\n")}\n}\n`);
}
