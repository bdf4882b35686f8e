import { h, s } from "./element";
import { holders, type Place, type Status } from "./situation";

/** How a status is drawn: a shape of its own, so that colour is never the only sign. */
export interface Symbol {
  readonly status: Status;
  /** Who holds it; several if that is contested. */
  readonly holders: readonly string[];
  readonly besieger: string | null;
  readonly kind: string;
  readonly disputed: boolean;
}

const known = new Set(["syrian-government", "sdf", "us-coalition", "united-states", "isis", "government-linked-groups", "press"]);

/** The class that carries a party's colour; parties we have no colour for share one. */
export function partyClass(party: string | null | undefined): string {
  if (!party) return "party-nobody";
  return known.has(party) ? `party-${party}` : "party-other";
}

/** The class that carries the colour of the n-th collection of files. */
export function colourOf(index: number): string {
  return `feature-${index % 6}`;
}

/** What to draw for a place. */
export function symbolOf(place: Place): Symbol {
  return {
    status: place.control.status,
    holders: holders(place),
    besieger: place.control.besieged_by,
    kind: place.kind,
    disputed: place.disputed,
  };
}

function glyph(kind: string): SVGElement | null {
  if (kind === "prison") return s("path", { class: "glyph", d: "M-5-5.5v11M-1.7-5.5v11M1.7-5.5v11M5-5.5v11M-7-5.5h14M-7 5.5h14" });
  if (kind === "camp") return s("path", { class: "glyph", d: "M-7 5.5 0-6 7 5.5ZM-2.2 5.5 0 1.2 2.2 5.5" });
  if (kind === "town" || kind === "city") return s("path", { class: "glyph", d: "M-6.5 5.5v-6l3.5-3.5 3.5 3.5v6M.5 5.5v-9h5.5v9M-7.5 5.5h15" });
  return kind === "none" ? null : s("circle", { class: "glyph", r: 3 });
}

function teeth(): string {
  return Array.from({ length: 10 }, (_, index) => {
    const angle = (index * 36 * Math.PI) / 180;
    const at = (radius: number, turn: number) =>
      `${(radius * Math.sin(angle + turn)).toFixed(2)} ${(-radius * Math.cos(angle + turn)).toFixed(2)}`;
    return `M${at(21, -0.24)}L${at(14, 0)}L${at(21, 0.24)}Z`;
  }).join("");
}

function body(symbol: Symbol): SVGElement[] {
  const [first, second] = symbol.holders;
  switch (symbol.status) {
    case "held":
      return [s("circle", { class: `fill ${partyClass(first)}`, r: 16 })];
    case "besieged":
      return [
        s("circle", { class: "halo", r: 21.5 }),
        s("path", { class: `fill ${partyClass(symbol.besieger)}`, d: teeth() }),
        s("circle", { class: `fill ${partyClass(first)}`, r: 12.5 }),
      ];
    case "contested":
      return [
        s("path", { class: `fill ${partyClass(first)}`, d: "M0-18-18 0 0 18Z" }),
        s("path", { class: `fill ${partyClass(second)}`, d: "M0-18 18 0 0 18Z" }),
        s("path", { class: "seam", d: "M0-18-3-12 3-6-3 0 3 6-3 12 0 18" }),
      ];
    case "vacated":
      return [s("circle", { class: "hollow dashed", r: 15.5 })];
    case "unknown":
      return [s("rect", { class: "hollow dotted", x: -14, y: -14, width: 28, height: 28, rx: 5 })];
  }
}

function question(): SVGElement {
  return s("path", { class: "glyph", d: "M-3.5-3.2c0-4.8 7.2-4.6 7.2-.3C3.7-.3 0 0 0 3M0 6.3v.6" });
}

/** Words marked with the sign for a dispute. */
export function disputedTag(words: string): HTMLElement {
  const sign = s("svg", { viewBox: "-6 -6 12 12", width: 11, height: 11, "aria-hidden": "true" }, s("path", { class: "dispute-mark", d: "M-4-1.9h8M-4 1.9h8M2.2-4.5-2.2 4.5" }));
  return h("span", { class: "tag disputed" }, sign, words);
}

function disputed(): SVGElement {
  return s(
    "g",
    { transform: "translate(14.5 -14.5)" },
    s("circle", { class: "dispute", r: 7.5 }),
    s("path", { class: "dispute-mark", d: "M-3.6-1.7h7.2M-3.6 1.7h7.2M2-4-2 4" }),
  );
}

function inside(symbol: Symbol): SVGElement | null {
  if (symbol.status === "unknown") return question();
  return symbol.status === "contested" ? null : glyph(symbol.kind);
}

/** Draws a symbol. `size` is in pixels. It says nothing to a screen reader: words stand beside it. */
export function draw(symbol: Symbol, size: number): SVGSVGElement {
  return s(
    "svg",
    { class: `symbol is-${symbol.status}`, viewBox: "-23 -23 46 46", width: size, height: size, "aria-hidden": "true", focusable: "false" },
    ...body(symbol),
    inside(symbol),
    symbol.disputed ? disputed() : null,
  );
}

/** The name of the pattern that fills the circle of uncertainty of a place. */
export function patternOf(symbol: Symbol): string {
  const [first, second] = symbol.holders;
  return ["area", symbol.status, first ?? "nobody", symbol.status === "besieged" ? symbol.besieger : second].filter(Boolean).join("-");
}

function strokes(symbol: Symbol): SVGElement[] {
  const [first, second] = symbol.holders;
  const line = (party: string | null | undefined, d: string) => s("path", { class: `stripe ${partyClass(party)}`, d });
  switch (symbol.status) {
    case "held":
      return [s("rect", { class: `wash ${partyClass(first)}`, width: 12, height: 12 })];
    case "besieged":
      return [s("rect", { class: `wash ${partyClass(first)}`, width: 12, height: 12 }), line(symbol.besieger, "M-3 3 3-3M-3 15 15-3M9 15 15 9")];
    case "contested":
      return [line(first, "M-3 3 3-3M-3 15 15-3M9 15 15 9"), line(second, "M-3 9-3 9 3 15M-3-3 15 15M9-3 15 3")];
    case "vacated":
      return [s("circle", { class: "speck", cx: 6, cy: 6, r: 1.2 })];
    case "unknown":
      return [];
  }
}

/** The patterns for the circles of these symbols, each once; to be put into the page. */
export function patterns(symbols: readonly Symbol[]): SVGElement {
  const made = new Map<string, SVGElement>();
  for (const symbol of symbols) {
    const id = patternOf(symbol);
    if (!made.has(id)) made.set(id, s("pattern", { id, width: 12, height: 12, patternUnits: "userSpaceOnUse" }, ...strokes(symbol)));
  }
  return s("svg", { class: "patterns", width: 0, height: 0, "aria-hidden": "true", focusable: "false" }, s("defs", {}, ...made.values()));
}
