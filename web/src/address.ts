import { readAddress, writeAddress, type Page } from "./state";

/** Keeps the address of the page and its state the same, in both directions. */
export function address(page: Page, window: Window): () => void {
  const end = page.on((state) => {
    const next = writeAddress(state);
    if (next === window.location.hash) return;
    if (page.remember() === "push") window.history.pushState(null, "", next);
    else window.history.replaceState(null, "", next);
  });
  const back = () => {
    const lang = page.get().lang;
    page.change(readAddress(window.location.hash, lang), "replace");
  };
  window.addEventListener("popstate", back);
  return () => {
    end();
    window.removeEventListener("popstate", back);
  };
}
