import type { Feature } from "geojson";
import { tame, type Text } from "./text";

const candidates = ["name", "title", "label", "id"];

/** What to call a feature of any collection: its name or title, else the first text it has, else its id. */
export function titleOf(text: Text, feature: Feature): string {
  const properties = feature.properties ?? {};
  for (const key of candidates) {
    const plain = properties[key];
    const arabic = properties[`${key}_ar`];
    if (typeof plain === "string" && plain !== "") return text.own(plain, typeof arabic === "string" ? arabic : null);
  }
  const byEnding = Object.entries(properties).find(([key, value]) => /name|title/i.test(key) && typeof value === "string" && value !== "");
  if (byEnding) return tame(String(byEnding[1]));
  const first = Object.values(properties).find((value) => typeof value === "string" && value !== "");
  return first === undefined ? String(feature.id ?? text.t("feature.unnamed")) : tame(String(first)).slice(0, 80);
}
