import { h } from "./element";
import type { Given } from "./given";

async function copy(words: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    return false;
  }
}

/** What a button copies, and what it says of that. */
export interface Copied {
  readonly key: string;
  readonly label: string;
  /** What to call the field it can be copied from by hand. */
  readonly field: string;
  readonly done: string;
  readonly byHand: string;
  words(): string;
}

/** A button that puts words on the clipboard; where that is not allowed, a field to copy them from by hand. */
export function copier(given: Given, copied: Copied): HTMLElement {
  const box = h("span", { class: "share" });
  const byHand = () => {
    box.querySelector("input")?.remove();
    const field = h("input", { type: "text", class: "address", dir: "ltr", readonly: true, value: copied.words(), "aria-label": copied.field });
    box.append(field);
    field.focus();
    field.select();
    given.say(copied.byHand);
  };
  const click = async () => {
    if (await copy(copied.words())) given.say(copied.done);
    else byHand();
  };
  box.append(h("button", { type: "button", class: "tool", "data-key": copied.key, on: { click: () => void click() } }, copied.label));
  return box;
}

/** A button that copies the address of what is seen. */
export function share(given: Given, key = "share"): HTMLElement {
  const text = given.text();
  return copier(given, { key, label: text.t("share.label"), field: text.t("share.address"), done: text.t("share.done"), byHand: text.t("share.byHand"), words: () => window.location.href });
}
