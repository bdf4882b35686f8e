/** The colours of the basemap: calm, so that what the page puts on it stands out. */
export interface Palette {
  readonly water: string;
  readonly land: string;
  readonly coast: string;
  readonly border: string;
  readonly borderBand: string;
  readonly province: string;
  readonly river: string;
  /** Dots of the rivers drawn by a few points. */
  readonly schematic: string;
  readonly countryName: string;
  readonly provinceName: string;
  readonly waterName: string;
  readonly townName: string;
  readonly minorTownName: string;
  readonly townMark: string;
  readonly halo: string;
}

export const light: Palette = {
  water: "#d3e0e6",
  land: "#f5f3ee",
  coast: "#a8bfca",
  border: "#958a80",
  borderBand: "rgba(149, 138, 128, 0.16)",
  province: "#d3ccc1",
  river: "#9dbccb",
  schematic: "#7aa5b9",
  countryName: "#857b72",
  provinceName: "#766e65",
  waterName: "#3f6f86",
  townName: "#35322e",
  minorTownName: "#5a554f",
  townMark: "#6b645d",
  halo: "rgba(245, 243, 238, 0.9)",
};

export const dark: Palette = {
  water: "#131b21",
  land: "#23272b",
  coast: "#3c4f5a",
  border: "#7d766e",
  borderBand: "rgba(125, 118, 110, 0.16)",
  province: "#3a3e42",
  river: "#456879",
  schematic: "#5d8799",
  countryName: "#918a82",
  provinceName: "#9a938a",
  waterName: "#7fa9bd",
  townName: "#d8d5cf",
  minorTownName: "#a9a59e",
  townMark: "#98928a",
  halo: "rgba(35, 39, 43, 0.9)",
};

/** How a name is written. Sizes and spacing in CSS pixels. */
export interface Lettering {
  readonly size: number;
  readonly weight: 400 | 500 | 600;
  readonly italic: boolean;
  /** Between letters; Latin only, because Arabic letters join. */
  readonly spacing: number;
  readonly colour: "countryName" | "provinceName" | "waterName" | "townName" | "minorTownName";
}

/** Lettering of a country that is `width` pixels wide. */
export function countryLettering(width: number, arabic: boolean): Lettering {
  return { size: width > 260 ? 15 : width > 130 ? 13 : 11.5, weight: 500, italic: false, spacing: arabic ? 0 : width > 130 ? 2 : 0.8, colour: "countryName" };
}

export function provinceLettering(arabic: boolean): Lettering {
  return { size: arabic ? 12 : 9.5, weight: 400, italic: false, spacing: arabic ? 0 : 1.4, colour: "provinceName" };
}

/** Arabic has no slant; its water names stand out by colour alone. */
export function waterLettering(arabic: boolean): Lettering {
  return { size: 12, weight: 400, italic: !arabic, spacing: arabic ? 0 : 0.4, colour: "waterName" };
}

/** Lettering of a town that has been shown for `age` zooms already. */
export function townLettering(age: number, important: boolean, arabic: boolean): Lettering {
  const size = Math.min(important ? 14 : 13, 11 + 0.6 * age + (important ? 1 : 0) + (arabic ? 1 : 0));
  return { size, weight: important ? 600 : 500, italic: false, spacing: 0, colour: important || age >= 1 ? "townName" : "minorTownName" };
}

/** The CSS font of a lettering. */
export function fontOf({ size, weight, italic }: Lettering, family: string): string {
  return `${italic ? "italic " : ""}${weight} ${size}px ${family}`;
}

/** Widths of lines in CSS pixels at a zoom. */
export function widths(zoom: number): { coast: number; border: number; band: number; province: number; river: (rank: number) => number } {
  const step = Math.max(0, Math.min(1, (zoom - 3) / 8));
  return {
    coast: 0.6 + 0.4 * step,
    border: 0.7 + 0.8 * step,
    band: 1 + 5 * step,
    province: 0.6 + 0.5 * step,
    river: (rank) => (0.5 + 2 * step) * (rank <= 3 ? 1.25 : rank <= 5 ? 1 : 0.7),
  };
}
