import type { Feature } from "geojson";
import { h, webAddress, type Child } from "./element";
import { data } from "./names";
import { tame, type Text } from "./text";
import { titleOf } from "./title";

function shown(value: unknown): string {
  if (value === null || value === undefined) return "–";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A value as a table shows it: a link only where it is the address of a page. */
function cell(value: unknown): Child {
  const words = tame(shown(value));
  const href = typeof value === "string" ? webAddress(value) : null;
  return href ? h("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, data(words)) : data(words);
}

/** One feature of a file: a table of its properties. */
export function featureBlocks(text: Text, collection: string, feature: Feature): Child[] {
  const rows = Object.entries(feature.properties ?? {}).map(([key, value]) => h("tr", {}, h("th", { scope: "row" }, data(key)), h("td", {}, cell(value))));
  return [
    h("p", { class: "kicker" }, data(collection), feature.id === undefined ? null : data(` · ${String(feature.id)}`)),
    h("h2", { tabindex: -1, "data-key": "title" }, data(titleOf(text, feature))),
    rows.length > 0
      ? h("table", { class: "properties" }, h("caption", {}, text.t("feature.properties")), h("tbody", {}, ...rows))
      : h("p", { class: "quiet" }, text.t("feature.none")),
    feature.geometry ? null : h("p", { class: "quiet" }, text.t("feature.nowhere")),
    feature.id === undefined ? null : h("p", {}, h("a", { href: `collections/${encodeURIComponent(collection)}/items/${encodeURIComponent(String(feature.id))}?f=html` }, text.t("feature.page"))),
  ];
}
