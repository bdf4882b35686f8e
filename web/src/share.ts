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

/** A button that puts the address of what is seen on the clipboard; where that is not allowed, the address to copy by hand. */
export function share(given: Given): HTMLElement {
  const text = given.text();
  const box = h("span", { class: "share" });
  const byHand = () => {
    const field = h("input", { type: "text", class: "address", readonly: true, value: window.location.href, "aria-label": text.t("share.address") });
    box.append(field);
    field.focus();
    field.select();
    given.say(text.t("share.byHand"));
  };
  const click = async () => {
    if (await copy(window.location.href)) given.say(text.t("share.done"));
    else byHand();
  };
  box.append(h("button", { type: "button", class: "tool", "data-key": "share", on: { click: () => void click() } }, text.t("share.label")));
  return box;
}
