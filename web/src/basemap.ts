import * as L from "leaflet";
import "./basemap.css";
import { load, type Loaded } from "./basemap-load";
import { labels, schematicWord, type Label, type Language, type Measure } from "./basemap-label";
import { paint } from "./basemap-paint";
import type { Box } from "./basemap-project";
import { dark as darkPalette, fontOf, light as lightPalette, type Palette } from "./basemap-style";

export interface BasemapOptions {
  /** The language of names. */
  readonly lang: () => Language;
  /** Whether the dark colours are used. */
  readonly dark: () => boolean;
  /** What stands on the map: no name of the basemap runs under it. */
  readonly taken: () => Taken;
}

/** Boxes in pixels of the whole world at one zoom. */
export interface Taken {
  readonly zoom: number;
  readonly boxes: readonly Box[];
}

export interface Basemap {
  /** Paints again in place, after the language or the colours changed. */
  redraw(): void;
  /** Places the names anew, after something else was taken. */
  rearrange(): void;
  /** Takes the layer off the map. */
  remove(): void;
  /** Settles when all data has arrived and is painted; rejects when it did not come. The map works without it. */
  readonly ready: Promise<void>;
}

/** Who is to be named for the basemap; HTML of our own, safe as it is. */
export const attribution =
  '<a href="https://www.naturalearthdata.com/" rel="noreferrer">Natural Earth</a>, ' +
  '© <a href="https://www.geonames.org/" rel="noreferrer">GeoNames</a> ' +
  '(<a href="https://creativecommons.org/licenses/by/4.0/" rel="license noreferrer">CC BY 4.0</a>)';

/** What the legend says of the dotted rivers and the dashed lines. */
export const notes: Readonly<Record<Language, { readonly schematic: string; readonly disputed: string }>> = {
  en: {
    schematic: `Dotted rivers: Khabur and Balikh, drawn by a few points (${schematicWord.en})`,
    disputed: "Dashed lines: borders that are not agreed; no side is taken",
  },
  ar: {
    schematic: `أنهار منقّطة: الخابور والبليخ، مرسومان بنقاط قليلة (${schematicWord.ar})`,
    disputed: "خطوط متقطعة: حدود غير متفق عليها، دون انحياز لأي طرف",
  },
};

/** Devices with more pixels than this per CSS pixel get no finer tiles: nothing more could be seen. */
const finest = 3;
const tileSize = 256;

/** Puts the basemap under everything else on a map. */
export function basemap(map: L.Map, options: BasemapOptions): Basemap {
  const layer = new Tiles(map, options);
  const gone = new AbortController();
  layer.addTo(map);
  const ready = load(layer.loaded, () => layer.renew(), gone.signal);
  ready.catch((error: unknown) => {
    if (!gone.signal.aborted) console.error(error);
  });
  document.fonts.addEventListener("loadingdone", () => layer.renew(), { signal: gone.signal });
  return {
    redraw: () => layer.refresh(),
    rearrange: () => layer.rearrange(),
    remove: () => {
      gone.abort();
      layer.remove();
    },
    ready,
  };
}

/** Canvas tiles, painted from the data whenever Leaflet asks for one. */
class Tiles extends L.GridLayer {
  readonly loaded: Loaded = { land: undefined, region: undefined, towns: undefined };
  readonly #shown = new Map<HTMLCanvasElement, L.Coords>();
  readonly #labels = new Map<string, Label[]>();
  readonly #widths = new Map<string, number>();
  readonly #ruler = document.createElement("canvas").getContext("2d");

  constructor(private readonly onMap: L.Map, private readonly choice: BasemapOptions) {
    super({ tileSize, className: "basemap", attribution, keepBuffer: 2, updateWhenIdle: false, minZoom: 0 });
    this.on("tileunload", (event: L.TileEvent) => this.#shown.delete(event.tile as HTMLElement as HTMLCanvasElement));
    this.#ground();
  }

  override createTile(coords: L.Coords): HTMLElement {
    const tile = document.createElement("canvas");
    this.#shown.set(tile, coords);
    this.#paint(tile, coords);
    return tile;
  }

  /** Places the names anew, because data or letters arrived, and paints. */
  renew(): void {
    this.#widths.clear();
    this.rearrange();
  }

  /** Places the names anew, because something else stands on the map, and paints. */
  rearrange(): void {
    this.#labels.clear();
    this.refresh();
  }

  /** Paints every tile again where it stands, without taking any away. */
  refresh(): void {
    this.#ground();
    for (const [tile, coords] of this.#shown) this.#paint(tile, coords);
  }

  /** The map's own ground is land, so that a tile that is not there yet looks like most of what it will show. */
  #ground(): void {
    this.onMap.getContainer().style.backgroundColor = this.#palette().land;
  }

  #palette(): Palette {
    return this.choice.dark() ? darkPalette : lightPalette;
  }

  #paint(tile: HTMLCanvasElement, { x, y, z }: L.Coords): void {
    const ratio = Math.min(finest, window.devicePixelRatio || 1);
    const size = Math.round(tileSize * ratio);
    if (tile.width !== size) [tile.width, tile.height] = [size, size];
    const context = tile.getContext("2d", { alpha: false });
    if (!context) return;
    context.setTransform(size / tileSize, 0, 0, size / tileSize, 0, 0);
    const box = [x * tileSize, y * tileSize, (x + 1) * tileSize, (y + 1) * tileSize] as const;
    const manner = { palette: this.#palette(), family: this.#family(), language: this.choice.lang() };
    paint(context, { zoom: z, box }, { land: this.loaded.land, region: this.loaded.region, labels: this.#labelsAt(z, manner.language) }, manner);
  }

  #labelsAt(zoom: number, language: Language): Label[] {
    const key = `${zoom} ${language}`;
    let found = this.#labels.get(key);
    const taken = this.choice.taken();
    if (!found) this.#labels.set(key, (found = labels(this.loaded, zoom, language, this.#measure, taken.zoom === zoom ? taken.boxes : [])));
    return found;
  }

  readonly #measure: Measure = (text, lettering) => {
    const font = fontOf(lettering, this.#family());
    const key = `${font} ${lettering.spacing} ${text}`;
    let width = this.#widths.get(key);
    if (width === undefined && this.#ruler) {
      this.#ruler.font = font;
      width = this.#ruler.measureText(text).width + lettering.spacing * text.length;
      this.#widths.set(key, width);
    }
    return width ?? text.length * lettering.size * 0.5;
  };

  #family(): string {
    return getComputedStyle(this.onMap.getContainer()).fontFamily || "sans-serif";
  }
}
