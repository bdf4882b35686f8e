import { changes } from "../api";
import { cell, follow } from "../cell";
import { h, paint } from "../element";
import type { Given } from "../given";
import { isRevision } from "./since";

/** Says that an older state of knowledge is shown, which one, and leads back to the present one. */
export function known(given: Given, element: HTMLElement): () => void {
  const made = cell<{ readonly rev: string; readonly at: string } | null>(null);

  /** When a revision was made: that of the change itself, or of the last one before it. */
  async function date(rev: string): Promise<void> {
    try {
      const [change] = (await changes({ since: String(Math.max(0, Number(rev) - 1)), limit: 1 })).changes;
      if (change !== undefined && String(change.rev) === rev) made.set({ rev, at: change.at });
    } catch {
      // Then the number alone has to do.
    }
  }
  const words = (then: string) => {
    const text = given.text();
    if (!isRevision(then)) return text.t("known.at", { day: text.day(then) });
    const at = made.get();
    const n = text.number(Number(then));
    return at?.rev === then ? text.t("known.revAt", { n, day: text.day(at.at) }) : text.t("known.rev", { n });
  };
  const render = () => {
    const { known } = given.page.get();
    if (known === null) return paint(element);
    if (isRevision(known) && made.get()?.rev !== known) void date(known);
    const back = () => {
      given.page.change({ known: null });
      document.querySelector<HTMLElement>(".panel")?.focus({ preventScroll: true });
    };
    paint(element, h("p", {}, words(known)), h("button", { type: "button", class: "tool", "data-key": "known-back", on: { click: back } }, given.text().t("known.back")));
  };
  return follow([given.page, made], render, () => [given.page.get().known, given.page.get().lang, made.get()]);
}
