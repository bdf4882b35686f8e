// What only the frame has: province lines, disputed areas, rivers, lakes.
import { area, chain, heart, lineDistance, simplify, smooth } from "./lines.mjs";
import { frame, onCut, pack, place, tolerance, unitsPerDegree } from "./frame.mjs";
import { lakes as lakeNames, rivers as riverNames, schematic } from "./names.mjs";

/** {unitsPerDegree, frame, provinces: lines, disputed: lines, rivers, lakes, names} */
export function deriveRegion({ admin1, disputed, rivers, lakes }) {
  const contested = outlines(disputed.filter((f) => /Golan|Shebaa|UNDOF/.test(f.properties.NAME)));
  const known = new Set(contested.flatMap((line) => line.slice(1).map((p, i) => key(line[i], p))));
  const written = rivers.flatMap(river);
  return {
    unitsPerDegree,
    frame,
    provinces: provinceLines(admin1, known).map((line) => pack(simplify(line, tolerance))),
    disputed: contested.map((line) => pack(simplify(line, tolerance))),
    rivers: [...written, ...schematic.map((r) => sketched(r, rivers))],
    lakes: lakes.map(lake),
    names: admin1.map(provinceName).filter(Boolean),
  };
}

const key = (a, b) => [a, b].map((p) => p.map((v) => v.toFixed(6)).join()).sort().join();
const polygons = (g) => (g.type === "Polygon" ? [g.coordinates] : g.coordinates);

/** The edges of areas, each once, chained; without the edges that the cut made. */
function outlines(features) {
  const segments = new Map();
  for (const f of features) {
    for (const ring of polygons(f.geometry).flat()) {
      for (let i = 1; i < ring.length; i++) if (!onCut(ring[i - 1], ring[i])) segments.set(key(ring[i - 1], ring[i]), [ring[i - 1], ring[i]]);
    }
  }
  return chain([...segments.values()]);
}

/** Lines between two provinces of one country, each once. */
function provinceLines(admin1, known) {
  const seen = new Map();
  for (const f of admin1) {
    const country = f.properties.iso_3166_2.slice(0, 2);
    for (const ring of polygons(f.geometry).flat()) {
      for (let i = 1; i < ring.length; i++) {
        const k = key(ring[i - 1], ring[i]);
        const entry = seen.get(k) ?? { segment: [ring[i - 1], ring[i]], countries: [] };
        entry.countries.push(country);
        seen.set(k, entry);
      }
    }
  }
  const shared = [...seen].filter(([k, { countries: c }]) => c.length === 2 && c[0] === c[1] && !known.has(k));
  return chain(shared.map(([, { segment }]) => segment));
}

/** A river of the source: {en, ar, lines}. Its way through a lake is the lake's. */
function river({ properties: p, geometry }) {
  const name = riverNames[p.name];
  if (p.featurecla !== "River") return [];
  const lines = (geometry.type === "LineString" ? [geometry.coordinates] : geometry.coordinates).filter((line) => line.length > 1);
  return [{ en: name?.[0] ?? "", ar: name?.[1] ?? "", rank: p.scalerank, lines: lines.map((line) => pack(simplify(line, tolerance))) }];
}

/** A river of our own, marked as such, led into the Euphrates. */
function sketched({ name: [en, ar], points }, rivers) {
  const euphrates = rivers.filter((f) => riverNames[f.properties.name]?.[0] === "Euphrates").flatMap((f) => f.geometry.coordinates);
  const end = points.at(-1);
  const bank = euphrates.flat().reduce((a, b) => (Math.hypot(b[0] - end[0], b[1] - end[1]) < Math.hypot(a[0] - end[0], a[1] - end[1]) ? b : a));
  const gap = lineDistance(end, [bank, bank]);
  if (gap > 0.05) throw new Error(`${en} ends ${gap.toFixed(3)}° from the Euphrates`);
  return { en, ar, rank: 5, schematic: true, lines: [pack(simplify(smooth([...points.slice(0, -1), bank], 5), () => 0.0008))] };
}

/** {en, ar, at, size, rings} */
function lake({ properties: p, geometry }) {
  const [en, ar] = lakeNames[p.name];
  const rings = polygons(geometry).flat();
  const outer = rings.reduce((a, b) => (area(b) > area(a) ? b : a));
  return { en, ar, at: place(heart(outer)), size: size(outer), rings: rings.map((ring) => pack(simplify(ring, tolerance))) };
}

function size(ring) {
  const middle = heart(ring)[1];
  return Math.round(Math.sqrt(area(ring) * Math.cos((middle * Math.PI) / 180)) * 100) / 100;
}

/**
 * Provinces as [English, Arabic, x, y, size]. None where the outlines take a side (Golan Heights, West Bank),
 * and none for what the cut left of a province.
 */
function provinceName({ properties: p, geometry }) {
  if (/^(IL|PS)|~/.test(p.iso_3166_2)) return null;
  const rings = polygons(geometry).map(([outer]) => outer);
  const outer = rings.reduce((a, b) => (area(b) > area(a) ? b : a));
  const cut = outer.slice(1).reduce((sum, q, i) => sum + (onCut(outer[i], q) ? Math.hypot(q[0] - outer[i][0], q[1] - outer[i][1]) : 0), 0);
  if (cut > 1.2) return null;
  return [p.name_en, p.name_ar, ...place(heart(outer)), size(outer)];
}
