import { changes, reason, revisions } from "../api";
import { h, type Child } from "../element";
import { literal } from "../find/cql2";
import type { Given, Past } from "../given";
import { data, failureWords } from "../names";
import { newestFirst } from "./change";
import { changeEntry } from "./entry";

/** What a history is of: a feature, and what is claimed about it and what happened there. */
export interface Subject {
  readonly collection: string;
  readonly id: string;
  /** The ids that claims are about; none where nothing is claimed. */
  readonly about: readonly string[];
}

/** Everything that was said about these, and is or is not any more. */
async function claimed(about: readonly string[], signal: AbortSignal): Promise<Past[]> {
  if (about.length === 0) return [];
  const filter = `subject IN (${about.map(literal).join(", ")})`;
  return Promise.all(["claims", "control"].map((collection) => changes({ collection, filter }, signal)));
}

async function past({ collection, id, about }: Subject, signal: AbortSignal): Promise<Past> {
  const all = await Promise.all([revisions(collection, id, signal), claimed(about, signal)]);
  const parts = [all[0], ...all[1]];
  return { changes: newestFirst(parts.flatMap((each) => each.changes)), more: parts.some(({ more }) => more) };
}

/** Fetches the past of what is chosen when it is asked for, and forgets it with the choice. */
export function remembering(given: Given): { open(subject: Subject): void; remove(): void } {
  let running = new AbortController();
  let last: Subject | null = null;

  async function ask(subject: Subject, quietly: boolean): Promise<void> {
    running.abort();
    const mine = (running = new AbortController());
    last = subject;
    if (!quietly) given.history.set({ is: "loading", value: null });
    try {
      const value = await past(subject, mine.signal);
      if (!mine.signal.aborted) given.history.set({ is: "ready", value });
    } catch (failure) {
      if (!mine.signal.aborted && !quietly) given.history.set({ is: "failed", value: null, why: reason(failure) });
    }
  }
  const forget = () => {
    running.abort();
    last = null;
    given.history.set(null);
  };
  const ends = [
    given.page.on((now, before) => now.chosen !== before.chosen && forget()),
    given.fresh.on(() => void (last !== null && given.history.get()?.is === "ready" && ask(last, true))),
    given.again.on(() => void (last !== null && given.history.get()?.is === "failed" && ask(last, false))),
  ];
  return {
    open: (subject) => (given.history.get() === null ? void ask(subject, false) : forget()),
    remove() {
      forget();
      for (const end of ends) end();
    },
  };
}

/** The past of what is chosen: closed until somebody asks for it. */
export function historyBlock(given: Given, subject: Subject): Child {
  if (!given.keeps.get()) return null;
  const text = given.text();
  const load = given.history.get();
  const value = load?.value ?? null;
  const toggle = h("button", { type: "button", class: "plain history-toggle", "data-key": "history", "aria-expanded": String(load !== null), on: { click: () => given.recall(subject) } }, text.t("history.title"));
  return h(
    "section",
    { class: "history", "aria-label": text.t("history.title") },
    h("h3", {}, toggle),
    load === null ? null : h("p", { class: "quiet" }, text.t(subject.about.length > 0 ? "history.hint" : "history.hintOne"), " ", text.t("past.utc")),
    load?.is === "loading" && value === null ? h("p", { class: "quiet" }, text.t("loading")) : null,
    load?.is === "failed" ? h("div", { class: "alert" }, h("p", {}, data(failureWords(text, load.why)))) : null,
    value === null ? null : h("ol", { class: "changes" }, ...value.changes.map((each) => changeEntry(given, each, "history", true))),
    value?.more === true ? h("p", { class: "quiet" }, text.t("history.more")) : null,
  );
}
