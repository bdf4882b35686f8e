/** The form with all that leads to it and away from it: the choice, what is typed, what the service says. */
import "../style/edit.css";
import { reason, revisions, Unreachable } from "../api";
import { h } from "../element";
import { collectionWords } from "../find/words";
import type { Given } from "../given";
import { data, failureWords } from "../names";
import type { Change } from "../past/change";
import { ask } from "./ask";
import { chooseView } from "./door";
import { keepDraft, keptDraft, type Sheet } from "./draft";
import type { Form } from "./form";
import { gate } from "./gate";
import { begun, formFor, read } from "./opening";
import { overtakenWords, refusedWords } from "./outcome";
import type { Desk, Wanted } from "./pen";
import { room } from "./room";
import { save, takeAway, type Outcome } from "./save";
import { settle } from "./settle";
import { sheetView, type SheetView } from "./sheet";
import { stocking } from "./stock";
import { keptToken, markOf } from "./token";
import { saying } from "./words";

/** One open form. */
interface Open {
  readonly form: Form;
  sheet: Sheet;
  past: readonly Change[];
  theirs: ReadonlyMap<string, string>;
  /** Whether it is on its way to the service. */
  sent: boolean;
}

const unheard = (failure: unknown) => (failure instanceof Unreachable ? null : reason(failure));

/** Makes the desk in its place in the panel. */
export function desk(given: Given, element: HTMLElement): Desk {
  const stock = stocking(given);
  const said = () => saying(given);
  /** The form that is filled in, and those that wait for it, the first one first. */
  let stack: Open[] = [];
  let view: SheetView | null = null;
  let key = "pen";
  /** Draws the present step, in the language of the moment. */
  let step: () => void = () => {};
  /** What was asked for last; an answer to something older is too late. */
  let turn = 0;

  const place = room(given, element, { leave: () => void leave(), forget: () => void forget() });
  const door = gate(given, place, draw);
  const top = () => stack.at(-1) ?? null;
  const keep = () => keepDraft(window, markOf(keptToken(window)), view?.dirty() === true || stack.length > 1 ? stack.map(({ sheet }) => sheet) : []);

  function draw(next: () => void): void {
    view?.end();
    view = null;
    step = next;
    step();
  }
  function failedToOpen(failure: unknown): void {
    draw(() => place.frame(h("p", { class: "alert", role: "alert" }, data(failureWords(said().text, unheard(failure))))));
  }

  // The ways out.
  function shut(): void {
    turn++;
    draw(() => {});
    stack = [];
    keepDraft(window, "", []);
    place.shut();
  }
  /** `all`: not this form alone, but also those that wait for it. */
  async function mayLeave(all: boolean): Promise<boolean> {
    const words = said();
    return (view?.dirty() !== true && !(all && stack.length > 1)) || ask(words.t("leave.title"), words.t("leave.words"), words.t("leave.stay"), words.t("leave.go"));
  }
  async function leave(): Promise<void> {
    if (!(await mayLeave(false))) return;
    if (stack.length > 1) return pop(null);
    shut();
    place.back(key);
  }
  /** Whoever forgets the token goes, and what was being typed with it: the next one is somebody else. */
  async function forget(): Promise<void> {
    if (!(await mayLeave(true))) return;
    door.forget();
    given.say(said().t("token.forgotten"));
    shut();
    place.back(key);
  }
  /** Back to the form before this one; `id`: what it waits for. */
  function pop(id: string | null): void {
    const fills = top()?.sheet.fills ?? null;
    stack.pop();
    const before = top();
    if (before !== null && fills !== null && id !== null) before.sheet = { ...before.sheet, texts: { ...before.sheet.texts, [fills]: id } };
    drawSheet();
    view?.focus(fills);
    keep();
  }

  // The ways in.
  function go(wanted: Wanted): void {
    const { collection } = wanted;
    const may = given.may.get() ?? [];
    if (wanted.does === "choose" || collection === null) {
      place.show();
      draw(() => place.frame(chooseView(given, said(), stock, wanted, go)));
      return place.begin();
    }
    if (may.includes(collection)) return void openSheet(wanted, collection, null);
    const words = said();
    const names = may.map((id) => collectionWords(given, { id }));
    door.ask(`${words.t("token.may", { collections: words.text.list(names) })} ${words.t("token.maySome")}`, () => go(wanted));
  }
  async function openSheet(wanted: Wanted, collection: string, fills: string | null): Promise<void> {
    const mine = ++turn;
    place.show();
    draw(() => place.frame(h("p", { class: "quiet", role: "status" }, said().t("sheet.loading"))));
    try {
      const form = await formFor(given, stock, collection);
      const sheet = wanted.does === "correct" && wanted.id !== null ? await read(given, form, wanted, wanted.id) : begun(given, stock, form, wanted, fills);
      if (mine !== turn) return;
      stack.push({ form, sheet, past: [], theirs: new Map(), sent: false });
      drawSheet();
      place.begin();
      remember(stack.at(-1));
    } catch (failure) {
      if (mine !== turn) return;
      if (stack.length === 0) return failedToOpen(failure);
      // What was being written stays where it is.
      drawSheet();
      given.say(failureWords(said().text, unheard(failure)));
    }
  }
  async function restore(sheets: readonly Sheet[]): Promise<void> {
    const mine = ++turn;
    place.show();
    try {
      const open = await Promise.all(sheets.map(async (sheet): Promise<Open> => ({ form: await formFor(given, stock, sheet.collection), sheet, past: [], theirs: new Map(), sent: false })));
      if (mine !== turn) return;
      stack = open;
      drawSheet();
      view?.tell(new Map(), { title: said().t("sheet.back"), words: [] });
      remember(stack.at(-1));
    } catch (failure) {
      if (mine === turn) failedToOpen(failure);
    }
  }
  /** The past of what is corrected, for the fields. */
  function remember(open: Open | undefined): void {
    if (open === undefined || open.sheet.id === null || !given.keeps.get()) return;
    revisions(open.sheet.collection, open.sheet.id).then(
      ({ changes }) => {
        open.past = changes;
        if (top() === open) view?.past(changes);
      },
      () => {}, // Then only what was there before is one click away.
    );
  }
  function drawSheet(): void {
    place.show();
    const make = () => {
      const open = top();
      if (open === null) return;
      view?.end();
      const source = (given.may.get() ?? []).includes("sources") ? (fills: string) => void openSheet({ does: "add", collection: "sources", id: null, about: null, key }, "sources", fills) : null;
      const acts = { keep: (next: Sheet) => ((open.sheet = next), keep()), save: () => void saveOpen(open), cancel: () => void leave(), remove: () => void removeOpen(open), source };
      view = sheetView(given, said(), stock, open.form, open.sheet, acts);
      place.frame(view.element);
      view.past(open.past);
      if (open.theirs.size > 0) view.settle(open.sheet, open.theirs);
      if (open.sent) view.busy(true);
    };
    draw(make);
  }

  /** Asks for another token, and goes on with what was being written. */
  function again(why: string | null): void {
    door.ask(why, () => {
      drawSheet();
      view?.focus(null);
      keep();
    });
  }

  // What comes of it.
  const failed = (failure: unknown): Outcome => ({ is: "refused", detail: String(failure), flaws: [], forbidden: false });
  async function saveOpen(open: Open): Promise<void> {
    if (view === null || open.sent) return;
    const faults = view.check();
    if (faults.size > 0) return view.tell(faults, { title: said().t("problem.title"), words: [] });
    const token = keptToken(window);
    if (token === null) return again(null);
    view.tell(new Map(), null);
    view.busy((open.sent = true));
    finish(open, await save(given, token, open.form, open.sheet, stock).catch(failed));
  }
  async function removeOpen(open: Open): Promise<void> {
    const words = said();
    if (!(await ask(words.t("remove.title"), words.t("remove.words"), words.t("remove.stay"), words.t("remove.go")))) return;
    const token = keptToken(window);
    if (token === null) return again(null);
    view?.busy((open.sent = true));
    finish(open, await takeAway(given, token, open.form, open.sheet).catch(failed));
  }
  function finish(open: Open, outcome: Outcome): void {
    open.sent = false;
    if (outcome.is === "saved") return saved(open, outcome.change, outcome.id);
    if (top() !== open || view === null) return;
    view.busy(false);
    const words = said();
    const bench = { given, said: words, stock, form: open.form };
    const tell = (title: string, ...inner: HTMLElement[]) => view?.tell(new Map(), { title, words: inner });
    switch (outcome.is) {
      case "same":
        return tell(words.t("sheet.same"));
      case "ended":
        door.forget();
        keep();
        return again(words.t("token.ended"));
      case "unreachable":
        return tell(words.t("problem.title"), h("p", {}, words.t("problem.unreachable")));
      case "gone": {
        const anew = () => {
          open.sheet = { ...open.sheet, etag: null };
          view?.settle(open.sheet, new Map());
          void saveOpen(open);
        };
        return tell(words.t("problem.title"), h("p", {}, words.t("problem.gone")), h("p", {}, h("button", { type: "button", class: "plain", "data-key": "edit-anew", on: { click: anew } }, words.t("problem.asNew"))));
      }
      case "overtaken":
        open.sheet = { ...open.sheet, etag: outcome.etag ?? "*", base: outcome.merged.base, texts: outcome.merged.texts };
        open.theirs = new Map(outcome.merged.clashes.map(({ name, theirs }) => [name, theirs]));
        view.settle(open.sheet, open.theirs);
        remember(open);
        return view.tell(new Map(), overtakenWords(bench, outcome));
      case "refused": {
        const { faults, notice } = refusedWords(bench, outcome);
        return view.tell(faults, notice);
      }
    }
  }
  function saved(open: Open, change: Change, id: string): void {
    const words = said();
    given.say(words.t(change.op === "deleted" ? "saved.remove" : "saved.change"));
    if (stack.length > 1 && top() === open) {
      const onward = () => pop(id);
      stock.fetch(["sources"]).then(onward, onward);
      given.fresh.set(given.fresh.get() + 1);
      return;
    }
    // Whoever has gone on meanwhile stays there.
    const here = top() === open;
    if (here) {
      shut();
      place.scrollBack();
    }
    settle(given, change, here, () => given.say(words.t("saved.unseen")));
  }

  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    void leave();
  });
  given.page.on((now, before) => {
    if (!place.isOpen()) return;
    if (now.lang !== before.lang) return step();
    const opened = (now.find !== null && before.find === null) || (now.since !== null && before.since === null);
    if (now.chosen === before.chosen && !opened) return;
    // Who goes elsewhere leaves the form behind, unless there is something in it.
    if (view?.dirty() === true || stack.length > 1) return given.say(said().t("leave.chosen"));
    shut();
  });

  return {
    open: (wanted) =>
      void mayLeave(true).then((may) => {
        if (!may) return;
        shut();
        key = wanted.key;
        const onward = () => go(wanted);
        door.pass(() => void stock.fetch([]).then(onward, onward));
      }),
    resume() {
      const { by, sheets } = keptDraft(window);
      const last = sheets.at(-1);
      if (last === undefined || place.isOpen()) return;
      // What somebody else was writing is nobody's business.
      const isOther = () => keptToken(window) !== null && by !== "" && by !== markOf(keptToken(window));
      if (isOther()) return keepDraft(window, "", []);
      key = last.key;
      door.pass(() => (isOther() ? shut() : void restore(sheets)));
    },
  };
}
