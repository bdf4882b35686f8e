/** The ways into the form, where something can be added or corrected. The form itself is fetched when it is wanted. */
import { h, type Child } from "../element";
import type { Given } from "../given";
import { hasDraft } from "./draft";

/** What somebody wants to write. */
export interface Wanted {
  /** To choose from what can be written, to add something, or to correct it. */
  readonly does: "choose" | "add" | "correct";
  /** null: none is chosen yet. */
  readonly collection: string | null;
  /** What is corrected. */
  readonly id: string | null;
  /** The place or event that it is about, as `collection/id`. */
  readonly about: string | null;
  /** The button that leads here, by its `data-key`: the keyboard goes back to it. */
  readonly key: string;
}

/** The form, as soon as it is there. */
export interface Desk {
  open(wanted: Wanted): void;
  /** Goes on with what was being written when the page was left. */
  resume(): void;
}

/** Fetches the form when it is wanted for the first time. */
export function penman(given: Given, element: HTMLElement, load: () => Promise<{ desk(given: Given, element: HTMLElement): Desk }>): { open(wanted: Wanted): Promise<void>; resume(): void } {
  let made: Promise<Desk> | null = null;
  const fetched = () =>
    (made ??= load().then(({ desk }) => desk(given, element))).catch((failure: unknown) => {
      made = null;
      throw failure;
    });
  const failed = () => given.say(given.text().t("unreachable"));
  return {
    open: (wanted) => fetched().then((desk) => desk.open(wanted), failed),
    resume() {
      if (given.takes.get() && given.listed.get().length > 0 && hasDraft(window)) void fetched().then((desk) => desk.resume(), failed);
    },
  };
}

/** Whether something can be written in a collection here and now, as far as that is known; null: in any. */
export function writable(given: Given, collection: string | null): boolean {
  if (!given.takes.get() || given.page.get().known !== null) return false;
  const may = given.may.get();
  return may === null || (collection === null ? may.length > 0 : may.includes(collection));
}

/** Makes the buttons beside what is shown. */
export interface Pens {
  correct(collection: string, id: string, name: string): Child;
  add(collection: string, about: string, name: string): Child;
}

/** The buttons of a page that can write; those that nobody can use are not there. */
export function pensOf(given: Given): Pens {
  const text = given.text();
  const button = (wanted: Wanted, words: string, name: string) =>
    h("button", { type: "button", class: "plain pen", "data-key": wanted.key, "aria-label": `${words}: ${name}`, on: { click: () => given.write(wanted) } }, words);
  return {
    correct: (collection, id, name) => (writable(given, collection) ? button({ does: "correct", collection, id, about: null, key: `pen-${collection}-${id}` }, text.t("pen.correct"), name) : null),
    add: (collection, about, name) => (writable(given, collection) ? button({ does: "add", collection, id: null, about, key: `pen-add-${about}` }, text.t("pen.addClaim"), name) : null),
  };
}

/** The general way in, for what is chosen. */
export function penBlock(given: Given, about: string | null): Child {
  if (!writable(given, null)) return null;
  const wanted: Wanted = { does: "choose", collection: null, id: null, about, key: "pen" };
  return h("section", { class: "pens" }, h("button", { type: "button", class: "tool", "data-key": "pen", on: { click: () => given.write(wanted) } }, given.text().t("pen.open")));
}
