import type { Near } from "./api";
import { h, s } from "./element";
import type { Given } from "./given";
import { data, failureWords } from "./names";
import { needle } from "./situation";
import { titleOf } from "./title";
import type { Text } from "./text";

/** How exactly the position of what was found is known, in metres; 0 if that is not told. */
export function accuracyOf(found: Near): number {
  const metres = found.properties?.["position_accuracy"];
  return typeof metres === "number" ? metres : 0;
}

/** The distance in metres with no more digits than the position deserves. */
export function roundedDistance(found: Near): number {
  const accuracy = accuracyOf(found);
  if (accuracy < 1) return found.nearest.distance;
  const step = 10 ** Math.floor(Math.log10(accuracy));
  return Math.max(step, Math.round(found.nearest.distance / step) * step);
}

/** How far and where to: no more exact than the position of what was found. */
export function farAndWhere(text: Text, found: Near): string {
  const { distance, azimuth } = found.nearest;
  const accuracy = accuracyOf(found);
  if (accuracy > 0 && distance <= accuracy) return text.t("near.inside", { accuracy: text.length(accuracy) });
  if (distance < 1) return text.t("near.here");
  const values = { length: text.length(roundedDistance(found)), direction: text.direction(azimuth), accuracy: text.length(accuracy) };
  return text.t(accuracy > needle ? "near.about" : "near.exact", values);
}

function arrow(azimuth: number): SVGElement {
  return s(
    "svg",
    { class: "arrow", viewBox: "-12 -12 24 24", width: 28, height: 28, "aria-hidden": "true" },
    s("circle", { class: "arrow-rim", r: 11 }),
    s("path", { class: "arrow-needle", d: "M0-8 4.5 6 0 3-4.5 6Z", transform: `rotate(${azimuth.toFixed(1)})` }),
  );
}

function row(given: Given, found: Near): HTMLElement {
  const text = given.text();
  const id = String(found.id);
  const chosen = given.drawn.get() === null ? id : `${given.nearby.get()?.value?.collection}/${id}`;
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", class: "row", "data-key": `near-${id}`, "data-near": id, on: { click: () => given.page.change({ chosen }) } },
      arrow(found.nearest.azimuth),
      h("span", { class: "row-words" }, h("span", { class: "row-name" }, data(titleOf(text, found))), h("span", { class: "row-status" }, farAndWhere(text, found))),
    ),
  );
}

/** The nearest facilities as a list; null if nobody has asked. */
export function nearbyBlock(given: Given): HTMLElement | null {
  const load = given.nearby.get();
  const text = given.text();
  if (load === null || given.page.get().near === null) return null;
  const found = load.value?.found ?? [];
  const from = given.drawn.get() === null ? null : (load.value?.collection ?? "");
  const title = from === null ? text.t("near.title") : text.t("near.titleIn", { collection: from });
  return h(
    "section",
    { class: "nearby", "aria-label": title },
    h("div", { class: "nearby-head" }, h("h2", { tabindex: -1, "data-key": "near-title" }, title), h("button", { type: "button", class: "plain", "data-key": "near-close", on: { click: () => given.page.change({ near: null }) } }, text.t("near.close"))),
    load.is === "loading" ? h("p", { class: "quiet" }, text.t("loading")) : null,
    load.is === "failed" ? h("div", { class: "alert" }, h("p", {}, data(failureWords(text, load.why))), h("p", {}, h("button", { type: "button", class: "plain", "data-key": "near-again", on: { click: () => given.again.set(given.again.get() + 1) } }, text.t("again")))) : null,
    load.is === "ready" && found.length === 0 ? h("p", { class: "quiet" }, text.t(from === null ? "near.none" : "files.nothingNear")) : null,
    found.length > 0 ? h("ol", { class: "rows" }, ...found.map((each) => row(given, each))) : null,
    found.length > 0 ? h("p", { class: "quiet" }, text.t("near.how")) : null,
  );
}
