// Land, coasts and borders of the world from one topology, so that neighbours share every line:
// fine in the frame, coarser with the distance from it.
import { area, heart, lineDistance, simplify } from "./lines.mjs";
import { beyond, onCut, pack, place, tolerance, unitsPerDegree } from "./frame.mjs";

/**
 * Borders that are not agreed: drawn dashed, and no side is stated. Names as the source has them;
 * with a box [west, south, east, north] only the part in it.
 */
const dashed = [
  ["Israel", "Syria"], ["Israel", "Palestine"], ["Palestine", "Jordan"], ["Palestine", "Egypt"],
  ["Morocco", "W. Sahara"], ["W. Sahara", "Algeria"], ["W. Sahara", "Mauritania"],
  ["Serbia", "Kosovo"], ["Somalia", "Somaliland"], ["N. Cyprus", "Cyprus U.N. Buffer Zone"], ["Cyprus", "Cyprus U.N. Buffer Zone"],
  ["Ukraine", "Russia", [32, 45.5, 37, 46.5]], ["South Korea", "North Korea"], ["India", "China"],
  ["India", "Pakistan", [73, 32.5, 78, 38]], ["India", "Siachen Glacier"], ["China", "Siachen Glacier"], ["Pakistan", "Siachen Glacier"],
  ["Sudan", "Egypt", [33, 21, 38, 24]], ["S. Sudan", "Sudan", [27, 9, 30, 11]],
];
/** Lines inside one country that the source draws as borders. */
const dropped = new Set(["Baikonur", "Dhekelia", "Akrotiri", "USNB Guantanamo Bay"]);

/** {unitsPerDegree, arcs, land: rings of arc numbers, borders, dashed: arc numbers, countries} */
export function deriveLand(world, countries, region) {
  const precise = snapper(region.admin1);
  const raw = arcsOf(world).map((arc) => arc.map(precise));
  const owners = arcOwners(world);
  const { lines, kinds } = classify(raw, owners, region.disputed);
  const rings = landRings(world, raw);
  const used = new Set(rings.flat().map((i) => (i < 0 ? ~i : i)));
  const numbers = new Map();
  const arcs = [];
  for (const i of used) numbers.set(i, arcs.push(pack(simplify(raw[i], tolerance))) - 1);
  const out = { border: [], dashed: [] };
  lines.forEach((line, i) => out[kinds[i]].push(arcs.push(pack(simplify(line, tolerance))) - 1));
  return {
    unitsPerDegree,
    arcs,
    land: rings.map((ring) => ring.map((i) => (i < 0 ? ~numbers.get(~i) : numbers.get(i)))),
    borders: out.border,
    dashed: out.dashed,
    countries: names(countries, world, raw),
  };
}

/** The arcs of a TopoJSON file in degrees; what crosses 180° runs on beyond it instead of jumping round the world. */
function arcsOf({ arcs, transform: { scale, translate } }) {
  return arcs.map((arc) => {
    let [x, y] = [0, 0];
    const line = arc.map(([dx, dy]) => {
      [x, y] = [x + dx, y + dy];
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
    return line.reduce((out, p) => {
      out.push(out.length ? turned(p, out.at(-1)) : p);
      return out;
    }, []);
  });
}

/** p, moved round the world by whole turns until it is next to the position before it. */
function turned([x, y], [before]) {
  return [x + 360 * Math.round((before - x) / 360), y];
}

/** A ring of arc numbers (~i: backwards) as one line. */
function ringLine(ring, raw) {
  return ring.reduce((line, i) => {
    const arc = i < 0 ? raw[~i].toReversed() : raw[i];
    const shift = line.length ? turned(arc[0], line.at(-1))[0] - arc[0][0] : 0;
    for (const [x, y] of arc) line.push([x + shift, y]);
    return line;
  }, []);
}

/**
 * The package rounds positions to 0.0036° × 0.0017°. In the frame the province outlines have the same
 * positions unrounded: take them from there, so that coasts, borders and province lines meet.
 */
function snapper(admin1) {
  const cell = ([x, y]) => [Math.floor(x / 0.004), Math.floor(y / 0.004)];
  const grid = new Map();
  const add = (c) => (typeof c[0] === "number" ? (grid.get(cell(c).join()) ?? grid.set(cell(c).join(), []).get(cell(c).join())).push(c) : c.forEach(add));
  admin1.forEach((f) => add(f.geometry.coordinates));
  return (p) => {
    if (beyond(p) > 0.004) return p;
    const [cx, cy] = cell(p);
    let best = { at: p, distance: 0.003 };
    for (let i = -1; i <= 1; i++) {
      for (let j = -1; j <= 1; j++) {
        for (const q of grid.get(`${cx + i},${cy + j}`) ?? []) {
          const distance = Math.hypot(p[0] - q[0], p[1] - q[1]);
          if (distance < best.distance && !onCut(q, q)) best = { at: q, distance };
        }
      }
    }
    return best.at;
  };
}

/** Which countries use each arc. */
function arcOwners(world) {
  const owners = new Map();
  const add = (arcs, name) => {
    if (typeof arcs !== "number") return arcs.forEach((a) => add(a, name));
    const i = arcs < 0 ? ~arcs : arcs;
    if (!owners.has(i)) owners.set(i, new Set());
    owners.get(i).add(name);
  };
  for (const g of world.objects.countries.geometries) if (g.arcs) add(g.arcs, g.properties.name);
  return owners;
}

/** Border lines with their kind, "border" or "dashed". What runs along a disputed area is left to the region's lines. */
function classify(raw, owners, disputed) {
  const outlines = disputed.filter((f) => /Golan|Shebaa/.test(f.properties.NAME)).flatMap((f) => f.geometry.coordinates.flat());
  const known = (p) => outlines.some((ring) => lineDistance(p, ring) < 0.004);
  const lines = [];
  const kinds = [];
  for (const [i, set] of owners) {
    if (set.size < 2 || [...set].some((name) => dropped.has(name))) continue;
    const rule = dashed.find(([a, b]) => set.has(a) && set.has(b));
    for (const part of partsWhere(raw[i], (a, b) => beyond(a) > 0 || !(known(a) && known(b)))) {
      for (const [dash, piece] of split(part, rule)) {
        lines.push(piece);
        kinds.push(dash ? "dashed" : "border");
      }
    }
  }
  return { lines, kinds };
}

/** The stretches of a line whose segments pass the test. */
function partsWhere(line, test) {
  const parts = [];
  let part = [];
  for (let i = 1; i < line.length; i++) {
    if (!test(line[i - 1], line[i])) {
      part = [];
      continue;
    }
    if (!part.length) parts.push((part = [line[i - 1]]));
    part.push(line[i]);
  }
  return parts;
}

/** A border cut where its rule's box begins and ends: [[dashed?, line], …]. */
function split(line, rule) {
  if (!rule) return [[false, line]];
  const box = rule[2];
  if (!box) return [[true, line]];
  const within = (a, b) => [a, b].every(([x, y]) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]);
  return [
    ...partsWhere(line, within).map((part) => [true, part]),
    ...partsWhere(line, (a, b) => !within(a, b)).map((part) => [false, part]),
  ];
}

/** Land as rings of arc numbers (~i: backwards), without islands too small to see from their distance. */
function landRings(world, raw) {
  const rings = world.objects.land.geometries.flatMap((g) => (g.type === "Polygon" ? g.arcs : g.arcs.flat()));
  return rings.filter((ring) => {
    const line = ringLine(ring, raw);
    const away = Math.min(...line.map(beyond));
    return area(line) > (away === 0 ? 0.00001 : Math.min(0.06, 0.0008 * away ** 1.5));
  });
}

/** Countries as [code, English name, x, y, size]; size: the square root of the area in square degrees. */
function names(countries, world, raw) {
  const codes = { France: "FR", Norway: "NO" };
  const usual = { "United States of America": "United States", Macedonia: "North Macedonia", "Dem. Rep. Congo": "DR Congo" };
  const byName = new Map(world.objects.countries.geometries.map((g) => [g.id, g]));
  const rows = countries.map(({ properties: p }) => {
    const geometry = byName.get(p.ISO_N3);
    const code = codes[p.NAME] ?? p.ISO_A2;
    if (!geometry || !/^[A-Z]{2}$/.test(code)) return null;
    const polygons = geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs;
    const outer = polygons.map(([ring]) => ringLine(ring, raw));
    const largest = outer.reduce((a, b) => (area(b) > area(a) ? b : a));
    const coarse = simplify(largest, () => 0.05);
    const size = Math.sqrt(area(coarse) * Math.cos((heart(coarse)[1] * Math.PI) / 180));
    return [code, usual[p.NAME] ?? p.NAME, ...place(heart(coarse)), Math.round(size * 100) / 100];
  });
  return rows.filter(Boolean).sort((a, b) => b[4] - a[4]);
}

