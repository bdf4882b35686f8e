// Towns with their names in two scripts and the zoom from which they show.
import { gunzipSync } from "node:zlib";
import { beyond, place, unitsPerDegree } from "./frame.mjs";
import { around, cities as cityNames, shownFrom, towns as townNames } from "./names.mjs";

/** {unitsPerDegree, towns: [x, y, English, Arabic or "", zoom from, mark]}, the most important first; mark: 2 capital, 1 seat of a province, 0 other. */
export function deriveTowns({ geonames, known, cities }) {
  const spellings = readKnown(known);
  const inside = JSON.parse(gunzipSync(geonames)).features
    .filter((f) => f.geometry && !["PPLX", "PPLQ", "PPLH", "PPLW"].includes(f.properties.f))
    .map((f) => town(f, spellings));
  const outside = [
    ...cities.filter((f) => beyond(f.geometry.coordinates) > 0).map(city),
    ...around.map(([x, y, en, ar, from]) => ({ at: [x, y], en, ar, from, mark: 0, people: 500000 })),
  ];
  const all = [...inside, ...outside].sort((a, b) => a.from - b.from || b.mark - a.mark || b.people - a.people || (a.en < b.en ? -1 : 1));
  return { unitsPerDegree, towns: unique(all).map((t) => [...place(t.at), t.en, t.ar, t.from, t.mark]) };
}

/** Rows of places-of-interest.csv that are settlements with a sure position. */
function readKnown(text) {
  const [header, ...rows] = text.trim().split(/\r?\n/).map((line) => line.match(/("([^"]*)"|[^,]*)(,|$)/g).map((cell) => cell.replace(/,$/, "").replace(/^"|"$/g, "")));
  const column = (name) => header.indexOf(name);
  return rows
    .filter((row) => ["town", "city", "capital"].includes(row[column("kind")]))
    .map((row) => ({ en: row[column("name_en")], ar: row[column("name_ar")], at: [+row[column("lon")], +row[column("lat")]] }));
}

function town({ geometry: { coordinates: at }, properties: p }, spellings) {
  const same = spellings.find((s) => Math.hypot(s.at[0] - at[0], s.at[1] - at[1]) < 0.012);
  const [en, ar] = townNames[p.n] ?? [];
  return {
    at,
    en: same?.en ?? en ?? latin(p.n, p.cc),
    ar: same?.ar ?? ar ?? arabic(p.ar),
    from: shownFrom[p.n] ?? zoomFrom(p),
    mark: p.f === "PPLC" ? 2 : p.f === "PPLA" ? 1 : 0,
    people: p.p,
  };
}

/** Scholarly marks off: "Ḩamāh" reads Hamah, "‘Ayn ‘Īsá" Ayn Isa. Turkish letters are no marks and stay. */
function latin(name, country) {
  const plain = country === "TR" ? name : name.normalize("NFD").replace(/[\u0304\u0327\u0323\u0331\u0306\u0328\u0301]/g, "").normalize("NFC");
  return plain.replace(/(^|[ -])[‘’'`]/g, "$1").replace(/[‘’'`]($|[ -])/g, "$1").replace(/[‘'`]/g, "’");
}

/** The first spelling that is Arabic, without vowel marks: letters of Persian or Kurdish show that one is not. */
function arabic(names) {
  const plain = [names ?? []].flat().map((name) => name.normalize("NFC").replace(/[\u064B-\u0652\u0640]/g, "").replace(/ {2,}/g, " ").trim());
  return plain.find((name) => /^[\u0621-\u063A\u0641-\u064A -]+$/.test(name)) ?? "";
}

function zoomFrom({ f, p, cc }) {
  if (f === "PPLC" || p >= 1000000) return 5;
  if (p >= 400000 || (f === "PPLA" && cc === "SY")) return 6;
  if (p >= 140000 || (f === "PPLA" && p >= 50000)) return 7;
  if (p >= 60000 || f === "PPLA") return 8;
  if (p >= 20000 || (f === "PPLA2" && cc !== "IR")) return 9;
  if (p >= 8000 || f === "PPLA3") return 10;
  return p >= 2500 ? 11 : 12;
}

/** A city of the coarse world. Capitals get no mark of their own where two sides claim them. */
function city({ geometry: { coordinates: at }, properties: p }) {
  const from = p.pop_max >= 5e6 ? 4 : p.pop_max >= 1e6 ? 5 : 6;
  const mark = p.adm0cap === 1 && p.name !== "Jerusalem" ? 2 : 0;
  return { at, en: p.name === "Kiev" ? "Kyiv" : p.name, ar: cityNames[p.name] ?? "", from, mark, people: p.pop_max };
}

/** Without those that stand within 3 km of a more important one with the same name. */
function unique(towns) {
  return towns.filter((t, i) => !towns.slice(0, i).some((o) =>
    Math.hypot(o.at[0] - t.at[0], o.at[1] - t.at[1]) < 0.03 && (o.en === t.en || (o.ar !== "" && o.ar === t.ar))));
}
