import { follow } from "../cell";
import type { Collection } from "../api";
import { h } from "../element";
import type { Given } from "../given";
import { toMap } from "../panel";
import { form } from "./form";
import { results } from "./results";

/** The page's question and its answers, where the words stand; a chosen thing takes their place until one goes back. */
export function find(given: Given, all: readonly Collection[], element: HTMLElement, fit: (corners: readonly (readonly [number, number])[]) => void): () => void {
  const title = h("h2", { tabindex: -1, "data-key": "find-title" });
  const close = h("button", { type: "button", class: "plain", "data-key": "find-close" });
  const back = h("button", { type: "button", class: "plain to-map", on: { click: toMap } });
  const asked = h("form", { class: "find-form", on: { submit: (event) => event.preventDefault() } });
  const found = h("div", { class: "find-results" });
  const head = h("div", { class: "find-head" }, title, back, close);
  close.addEventListener("click", () => {
    given.page.change({ find: null });
    document.querySelector<HTMLElement>("[data-key=find]")?.focus();
  });

  const words = () => {
    const text = given.text();
    title.textContent = text.t("find.title");
    close.textContent = text.t("near.close");
    back.textContent = text.t("panel.toMap");
    element.setAttribute("aria-label", text.t("find.title"));
  };
  let was = { open: given.page.get().find !== null, chosen: given.page.get().chosen };
  let left = "";
  element.addEventListener("focusin", (event) => (left = (event.target as HTMLElement).dataset["key"] ?? ""));
  const turn = () => {
    const { find: looking, chosen } = given.page.get();
    const open = looking !== null;
    element.hidden = !open || chosen !== null;
    // What is not seen is not there either; it comes back as it was.
    if (element.hidden) element.replaceChildren();
    else if (!element.contains(head)) element.append(head, asked, found);
    const before = was;
    was = { open, chosen };
    if (element.hidden || (before.open && before.chosen === null)) return;
    // Whoever comes back stands where they left; whoever opens it begins at its title.
    const row = before.open ? element.querySelector<HTMLElement>(`[data-key="${CSS.escape(left)}"].row`) : null;
    (row ?? title).focus({ preventScroll: true });
    (row ?? title).scrollIntoView({ block: row ? "center" : "start" });
  };
  words();
  const ends = [given.page.on((now, then) => now.lang !== then.lang && words()), follow([given.page], turn, () => [given.page.get().find === null, given.page.get().chosen]), form(given, all, asked), results(given, found, fit)];
  return () => {
    for (const end of ends) end();
    element.replaceChildren();
  };
}
