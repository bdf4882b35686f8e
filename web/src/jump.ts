import { follow } from "./cell";
import { h, paint } from "./element";
import type { Given } from "./given";

/** Where the words stand below the map: a button on it that says what was found, and leads to it. */
export function jump(given: Given, element: HTMLElement): () => void {
  const go = () => {
    const title = document.querySelector<HTMLElement>("[data-key=near-title]");
    title?.scrollIntoView({ block: "start" });
    title?.focus({ preventScroll: true });
  };
  const render = () => {
    const load = given.nearby.get();
    if (load?.is !== "ready" || given.page.get().near === null) return paint(element);
    const text = given.text();
    const words = given.drawn.get() === null ? text.count("near.found", load.value.found.length) : text.t("panel.label");
    paint(element, h("button", { type: "button", class: "tool", "data-key": "jump", on: { click: go } }, words));
  };
  return follow([given.page, given.nearby], render, () => [given.page.get().lang, given.page.get().near, given.nearby.get()]);
}
