/** Choosing a spot on the map: what one is told there, and how one comes back. */
import { h } from "../element";
import type { Given } from "../given";
import { toMap } from "../panel";
import { readNumber, readSpot } from "./texts";
import type { Texts } from "./draft";
import type { Said } from "./words";

export interface Pick {
  on(): boolean;
  /** Shows the spot of a form. */
  show(texts: Texts): void;
  set(on: boolean, texts: Texts): void;
  /** Takes it all away. */
  end(): void;
}

/** `take` hears of a spot that was chosen, `done` of the end of choosing. */
export function picking(given: Given, said: Said, take: (spot: string) => void, done: () => void): Pick {
  let on = false;
  const stop = h("button", { type: "button", class: "tool", "data-key": "pick-done" }, said.t("where.done"));
  const hint = h("div", { class: "pick-hint" }, h("p", { role: "status" }, said.t("where.picking"), " ", h("span", { class: "pick-keys" }, said.t("where.keys"))), stop);
  const escape = (event: KeyboardEvent) => {
    if (!on || event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    done();
  };
  stop.addEventListener("click", done);
  document.addEventListener("keydown", escape, true);
  const show = (texts: Texts) => {
    const metres = readNumber(texts["position_accuracy"] ?? "");
    given.placing.set({ spot: readSpot(texts["geometry"] ?? ""), metres: metres > 0 ? metres : null, picking: on, take: ([lng, lat]) => take(`${lng},${lat}`) });
  };
  return {
    on: () => on,
    show,
    set(next, texts) {
      on = next;
      hint.remove();
      if (on) {
        given.page.change({ table: null, near: null });
        document.querySelector(".map-box")?.append(hint);
        toMap();
      }
      show(texts);
    },
    end() {
      document.removeEventListener("keydown", escape, true);
      hint.remove();
      on = false;
      given.placing.set(null);
    },
  };
}
