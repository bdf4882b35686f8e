import { h } from "../element";

/** Asks whether to go on: `stay` has the keyboard, and Escape means it too. */
export function ask(title: string, words: string, stay: string, go: string): Promise<boolean> {
  return new Promise((done) => {
    const before = document.activeElement;
    const button = (label: string, value: boolean, key: string) => h("button", { type: "button", class: "tool", "data-key": key, on: { click: () => dialog.close(String(value)) } }, label);
    const dialog = h("dialog", { class: "edit-ask", "aria-labelledby": "edit-ask-title" }, h("h2", { id: "edit-ask-title" }, title), h("p", {}, words), h("p", { class: "edit-buttons" }, button(stay, false, "ask-stay"), button(go, true, "ask-go")));
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
      done(dialog.returnValue === "true");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
