import type { Page } from "./state";

/** Escape takes away what was asked for last: first the nearest facilities, then the chosen place; the keyboard goes back to its badge. */
export function escape(page: Page, document: Document): () => void {
  const key = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const { near, chosen } = page.get();
    if (near !== null) return page.change({ near: null });
    if (chosen === null) return;
    page.change({ chosen: null });
    requestAnimationFrame(() => requestAnimationFrame(() => {
      for (const each of document.querySelectorAll<HTMLElement>(".badge")) if (each.dataset["place"] === chosen) each.focus({ preventScroll: true });
    }));
  };
  document.addEventListener("keydown", key);
  return () => document.removeEventListener("keydown", key);
}
