/** The form with all that leads to it and away from it: the token, the choice, what is typed, what the service says. */
import "../style/edit.css";
import { reason, revisions, Unreachable } from "../api";
import { h, type Child } from "../element";
import { collectionWords } from "../find/words";
import type { Given } from "../given";
import { data, failureWords } from "../names";
import { toMap } from "../panel";
import type { Change } from "../past/change";
import { ask } from "./ask";
import { chooseView, tokenView } from "./door";
import { keepDraft, keptDraft, type Sheet } from "./draft";
import type { Form } from "./form";
import { begun, formFor, read } from "./opening";
import { overtakenWords, refusedWords } from "./outcome";
import type { Desk, Wanted } from "./pen";
import { save, takeAway, type Outcome } from "./save";
import { rights } from "./send";
import { settle } from "./settle";
import { sheetView, type SheetView } from "./sheet";
import { stocking } from "./stock";
import { forgetToken, keepToken, keptToken } from "./token";
import { saying } from "./words";

/** One open form. */
interface Open {
  readonly form: Form;
  sheet: Sheet;
  past: readonly Change[];
  theirs: ReadonlyMap<string, string>;
}

export function desk(given: Given, element: HTMLElement): Desk {
  const stock = stocking(given);
  const said = () => saying(given);
  const panel = element.closest<HTMLElement>(".panel");
  let stack: Open[] = [];
  let view: SheetView | null = null;
  let key = "pen";
  let scrolled = 0;
  /** Draws the present step, in the language of the moment. */
  let step: () => void = () => {};
  /** What was asked for last; an answer to something older is too late. */
  let turn = 0;

  const top = () => stack.at(-1) ?? null;
  const keep = () => keepDraft(window, view?.dirty() === true || stack.length > 1 ? stack.map(({ sheet }) => sheet) : []);

  // What every step has around it.
  function frame(...inner: Child[]): void {
    const words = said();
    const may = given.may.get();
    const close = h("button", { type: "button", class: "plain", "data-key": "edit-close", on: { click: () => void leave() } }, words.t("close"));
    const names = (may ?? []).map((id) => collectionWords(given, given.listed.get().find((each) => each.id === id) ?? { id }));
    const token = keptToken(window) === null || may === null ? null : h("p", { class: "quiet edit-token" }, may.length > 0 ? `${words.t("token.may", { collections: words.text.list(names) })} ` : null, h("button", { type: "button", class: "plain", "data-key": "edit-forget", on: { click: forget } }, words.t("token.forget")));
    element.setAttribute("aria-label", words.t("label"));
    element.replaceChildren(h("div", { class: "edit-head" }, h("button", { type: "button", class: "plain to-map", on: { click: toMap } }, words.text.t("panel.toMap")), close), ...inner.filter((each): each is Node => each instanceof Node), ...(token === null ? [] : [token]));
  }
  function show(): void {
    if (element.hidden) scrolled = panel?.scrollTop ?? 0;
    element.hidden = false;
    panel?.classList.add("editing");
  }
  function focusTitle(): void {
    const title = element.querySelector<HTMLElement>("[data-key=edit-title]");
    title?.focus({ preventScroll: true });
    element.scrollIntoView({ block: "start" });
  }
  function stop(): void {
    view?.end();
    view = null;
  }
  function shut(): void {
    turn++;
    stop();
    stack = [];
    step = () => {};
    keepDraft(window, []);
    element.hidden = true;
    element.replaceChildren();
    panel?.classList.remove("editing");
  }
  function back(): void {
    const button = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? document.querySelector<HTMLElement>(".words [data-key=pen]");
    if (panel) panel.scrollTop = scrolled;
    (button ?? panel)?.focus({ preventScroll: true });
    button?.scrollIntoView({ block: "nearest" });
  }
  async function mayLeave(): Promise<boolean> {
    const words = said();
    return view?.dirty() !== true || ask(words.t("leave.title"), words.t("leave.words"), words.t("leave.stay"), words.t("leave.go"));
  }
  async function leave(): Promise<void> {
    if (!(await mayLeave())) return;
    if (stack.length > 1) return pop(null);
    shut();
    back();
  }
  function forget(): void {
    forgetToken(window);
    given.may.set(null);
    given.say(said().t("token.forgotten"));
    if (top() !== null) return void tokenStep(null, drawSheet);
    shut();
    back();
  }
  /** Back to the form before this one; `id`: what it waits for. */
  function pop(id: string | null): void {
    const fills = top()?.sheet.fills ?? null;
    stop();
    stack.pop();
    const before = top();
    if (before !== null && fills !== null && id !== null) before.sheet = { ...before.sheet, texts: { ...before.sheet.texts, [fills]: id } };
    drawSheet();
    view?.focus(fills);
    keep();
  }

  // Who writes.
  function tokenStep(why: string | null, then: () => void): void {
    stop();
    show();
    step = () => {
      const made = tokenView(said(), why, async (token, device) => {
        const wrong = await verify(token);
        if (wrong !== null) return wrong;
        keepToken(window, token, device);
        then();
        return null;
      });
      frame(made.element);
      made.focus();
      element.scrollIntoView({ block: "start" });
    };
    step();
  }
  /** What is wrong with a token; null if something may be written with it. */
  async function verify(token: string): Promise<string | null> {
    try {
      const found = await rights(token, given.listed.get().map(({ id }) => id));
      if (found.collections.length === 0) return said().t(found.refused === null ? "token.reads" : "token.unknown");
      given.may.set(found.collections);
      return null;
    } catch (failure) {
      return failureWords(said().text, reason(failure));
    }
  }
  async function known(then: () => void): Promise<void> {
    const token = keptToken(window);
    if (token === null) return tokenStep(null, then);
    if (given.may.get() !== null) return then();
    const mine = ++turn;
    show();
    frame(h("p", { class: "quiet", role: "status" }, said().t("token.checking")));
    const wrong = await verify(token);
    if (mine !== turn) return;
    if (wrong === null) then();
    else tokenStep(wrong, then);
  }

  // What is written.
  function go(wanted: Wanted): void {
    const { collection } = wanted;
    if (collection !== null && !(given.may.get() ?? []).includes(collection)) {
      const words = said();
      const names = (given.may.get() ?? []).map((id) => collectionWords(given, { id }));
      return tokenStep(`${words.t("token.may", { collections: words.text.list(names) })} ${words.t("token.maySome")}`, () => go(wanted));
    }
    if (wanted.does === "choose" || collection === null) return choose(wanted);
    void openSheet(wanted, collection, null);
  }
  function choose(wanted: Wanted): void {
    stop();
    show();
    step = () => frame(chooseView(given, said(), stock, wanted, go));
    step();
    focusTitle();
    // What a choice is called may be known only afterwards.
    void stock.fetch([]).then(() => {}, () => {});
  }
  async function openSheet(wanted: Wanted, collection: string, fills: string | null): Promise<void> {
    const mine = ++turn;
    stop();
    show();
    step = () => frame(h("p", { class: "quiet", role: "status" }, said().t("sheet.loading")));
    step();
    try {
      const form = await formFor(given, stock, collection);
      const sheet = wanted.does === "correct" && wanted.id !== null ? await read(given, form, wanted, wanted.id) : begun(given, stock, form, wanted, fills);
      if (mine !== turn) return;
      stack.push({ form, sheet, past: [], theirs: new Map() });
      drawSheet();
      focusTitle();
      remember(stack.length - 1);
    } catch (failure) {
      if (mine !== turn) return;
      // What was being written stays where it is.
      if (stack.length > 0) {
        drawSheet();
        return given.say(failureWords(said().text, why(failure)));
      }
      step = () => frame(h("p", { class: "alert", role: "alert" }, data(failureWords(said().text, why(failure)))));
      step();
    }
  }
  const why = (failure: unknown) => (failure instanceof Unreachable ? null : reason(failure));
  /** The past of what is corrected, for the fields. */
  function remember(index: number): void {
    const open = stack[index];
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
    step = () => {
      const open = top();
      if (open === null) return;
      stop();
      const { form, sheet } = open;
      const source = (given.may.get() ?? []).includes("sources") ? (fills: string) => void openSheet({ does: "add", collection: "sources", id: null, about: null, key }, "sources", fills) : null;
      view = sheetView(given, said(), stock, form, sheet, {
        keep: (next) => ((open.sheet = next), keep()),
        save: () => void saveOpen(open),
        cancel: () => void leave(),
        remove: () => void removeOpen(open),
        source,
      });
      frame(view.element);
      view.past(open.past);
      if (open.theirs.size > 0) view.settle(sheet, open.theirs);
    };
    show();
    step();
  }

  // What comes of it.
  async function saveOpen(open: Open): Promise<void> {
    const token = keptToken(window);
    if (view === null) return;
    const faults = view.check();
    if (faults.size > 0) return view.tell(faults, { title: said().t("problem.title"), words: [] });
    if (token === null) return tokenStep(null, drawSheet);
    view.tell(new Map(), null);
    view.busy(true);
    finish(open, await save(given, token, open.form, open.sheet, stock).catch(failed));
  }
  const failed = (failure: unknown): Outcome => ({ is: "refused", detail: String(failure), flaws: [], forbidden: false });
  async function removeOpen(open: Open): Promise<void> {
    const words = said();
    if (!(await ask(words.t("remove.title"), words.t("remove.words"), words.t("remove.stay"), words.t("remove.go")))) return;
    const token = keptToken(window);
    if (token === null) return tokenStep(null, drawSheet);
    view?.busy(true);
    finish(open, await takeAway(given, token, open.form, open.sheet).catch(failed));
  }
  function finish(open: Open, outcome: Outcome): void {
    if (top() !== open || view === null) return;
    view.busy(false);
    const words = said();
    const tell = (title: string, ...inner: Child[]) => view?.tell(new Map(), { title, words: inner });
    switch (outcome.is) {
      case "saved":
        return saved(outcome.change, outcome.id);
      case "same":
        return tell(words.t("sheet.same"));
      case "ended":
        forgetToken(window);
        given.may.set(null);
        return tokenStep(words.t("token.ended"), drawSheet);
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
        remember(stack.indexOf(open));
        return view.tell(new Map(), overtakenWords({ given, said: words, stock, form: open.form }, outcome));
      case "refused": {
        const { faults, notice } = refusedWords({ given, said: words, stock, form: open.form }, outcome);
        return view.tell(faults, notice);
      }
    }
  }
  function saved(change: Change, id: string): void {
    const words = said();
    given.say(words.t(change.op === "deleted" ? "saved.remove" : "saved.change"));
    if (stack.length > 1) {
      const onward = () => pop(id);
      stock.fetch(["sources"]).then(onward, onward);
      given.fresh.set(given.fresh.get() + 1);
      return;
    }
    shut();
    if (panel) panel.scrollTop = scrolled;
    settle(given, change, () => given.say(words.t("saved.unseen")));
  }

  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    void leave();
  });
  given.page.on((now, before) => {
    if (element.hidden) return;
    if (now.lang !== before.lang) return step();
    const opened = (now.find !== null && before.find === null) || (now.since !== null && before.since === null);
    if (now.chosen === before.chosen && !opened) return;
    // Who goes elsewhere leaves the form behind, unless there is something in it.
    if (view?.dirty() === true || stack.length > 1) return given.say(said().t("leave.chosen"));
    shut();
  });

  return {
    open: (wanted) =>
      void mayLeave().then((may) => {
        if (!may) return;
        shut();
        key = wanted.key;
        void known(() => void stock.fetch([]).then(() => go(wanted), () => go(wanted)));
      }),
    resume() {
      const sheets = keptDraft(window);
      const last = sheets.at(-1);
      if (last === undefined || !element.hidden) return;
      key = last.key;
      void known(() => void restore(sheets));
    },
  };

  async function restore(sheets: readonly Sheet[]): Promise<void> {
    const mine = ++turn;
    show();
    try {
      const open = await Promise.all(sheets.map(async (sheet): Promise<Open> => ({ form: await formFor(given, stock, sheet.collection), sheet, past: [], theirs: new Map() })));
      if (mine !== turn) return;
      stack = open;
      drawSheet();
      view?.tell(new Map(), { title: said().t("sheet.back"), words: [] });
      remember(stack.length - 1);
    } catch (failure) {
      if (mine !== turn) return;
      frame(h("p", { class: "alert", role: "alert" }, data(failureWords(said().text, why(failure)))));
    }
  }
}
