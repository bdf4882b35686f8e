/** The place in the panel where one writes: everything else there stands back while it is open. */
import { h, type Child } from "../element";
import { collectionWords } from "../find/words";
import type { Given } from "../given";
import { toMap } from "../panel";
import { keptToken } from "./token";
import { saying } from "./words";

export interface Room {
  /** Shows a step, with the way out above it and what the token allows below. */
  frame(...inner: readonly Child[]): void;
  show(): void;
  shut(): void;
  isOpen(): boolean;
  /** The keyboard goes to the title of the step. */
  begin(): void;
  /** The words beside the map stand where they stood. */
  scrollBack(): void;
  /** The keyboard goes back to the button that led here. */
  back(key: string): void;
}

/** Makes the place. */
export function room(given: Given, element: HTMLElement, acts: { leave(): void; forget(): void }): Room {
  const panel = element.closest<HTMLElement>(".panel");
  let scrolled = 0;
  const scrollBack = () => {
    if (panel) panel.scrollTop = scrolled;
  };

  function allowed(): HTMLElement | null {
    const may = given.may.get();
    if (keptToken(window) === null || may === null) return null;
    const words = saying(given);
    const names = may.map((id) => collectionWords(given, given.listed.get().find((each) => each.id === id) ?? { id }));
    const forget = h("button", { type: "button", class: "plain", "data-key": "edit-forget", on: { click: () => acts.forget() } }, words.t("token.forget"));
    return h("p", { class: "quiet edit-token" }, may.length > 0 ? `${words.t("token.may", { collections: words.text.list(names) })} ` : null, forget);
  }

  return {
    frame(...inner) {
      const words = saying(given);
      const head = h(
        "div",
        { class: "edit-head" },
        h("button", { type: "button", class: "plain to-map", on: { click: toMap } }, words.text.t("panel.toMap")),
        h("button", { type: "button", class: "plain", "data-key": "edit-close", on: { click: () => acts.leave() } }, words.t("close")),
      );
      element.setAttribute("aria-label", words.t("label"));
      element.replaceChildren(...[head, ...inner, allowed()].filter((each): each is Node => each instanceof Node));
    },
    show() {
      if (element.hidden) scrolled = panel?.scrollTop ?? 0;
      element.hidden = false;
      panel?.classList.add("editing");
    },
    shut() {
      element.hidden = true;
      element.replaceChildren();
      panel?.classList.remove("editing");
    },
    isOpen: () => !element.hidden,
    begin() {
      element.querySelector<HTMLElement>("[data-key=edit-title]")?.focus({ preventScroll: true });
      element.scrollIntoView({ block: "start" });
    },
    scrollBack,
    back(key) {
      const button = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? document.querySelector<HTMLElement>(".words [data-key=pen]");
      scrollBack();
      (button ?? panel)?.focus({ preventScroll: true });
      button?.scrollIntoView({ block: "nearest" });
    },
  };
}
