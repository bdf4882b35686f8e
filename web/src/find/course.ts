import { answers, queryables, reason, type Collection } from "../api";
import type { Asking, Found, Given } from "../given";
import type { State } from "../state";
import { comparisonsOf, type Condition, type Find } from "./condition";
import { filterOf } from "./cql2";
import { parameters, type Question } from "./question";
import { readQueryables, wordsIn, type Queryables } from "./queryables";

/** So many features are fetched at once, and shown on the map. */
const page = 500;
/** So many are looked at for the words that a property has. */
const sample = 200;
/** A pause in typing, in milliseconds. */
const pause = 300;

/** How the question depends on what else the page shows. */
export interface Ground {
  readonly all: readonly Collection[];
  /** The collection that is looked through at first. */
  readonly first: string;
  /** What a moment of the page means to a collection: the `datetime` to ask for, and the sources. */
  of(collection: string, state: State): { readonly datetime: string | null; readonly accordingTo: string | null };
}

/** A condition to begin with: about a kind, or another property whose values can be chosen from. */
export function blank(known: Queryables): Condition[] {
  const choosable = known.properties.filter((each) => each.words.length > 1 && !/name|title/i.test(each.name));
  const property = choosable.find((each) => /^(kind|type|category|class|status)$/i.test(each.name)) ?? choosable[0] ?? known.properties[0];
  if (property === undefined) return [];
  return [{ property: property.name, comparison: comparisonsOf(property.kind)[0] ?? "is", values: [] }];
}

/** The queryables with the words of properties that the service lists none for, as far as a few features tell. */
async function learn(collection: string, signal: AbortSignal): Promise<Queryables> {
  const [schema, some] = await Promise.all([queryables(collection, signal), answers(collection, { limit: sample, skipGeometry: "true" }, signal)]);
  const read = readQueryables(schema);
  const whole = some.next === null;
  const properties = read.properties.map((each) => {
    if (each.words.length > 0 || (each.kind !== "text" && each.kind !== "list")) return each;
    const words = wordsIn(each.name, some.features);
    return { ...each, words, closed: whole && words.length > 0 };
  });
  return { ...read, properties };
}

/** Keeps what is found up with what is looked for. The newest question wins. */
export function asking(given: Given, ground: Ground): () => void {
  let learning = new AbortController();
  let looking = new AbortController();
  let timer = 0;
  let known = "";
  let asked = "";

  function collectionOf(find: Find): string {
    return find.collection === "" ? ground.first : find.collection;
  }

  function stop(): void {
    learning.abort();
    looking.abort();
    window.clearTimeout(timer);
    known = asked = "";
    given.asking.set(null);
    given.found.set(null);
  }

  async function meet(id: string): Promise<void> {
    learning.abort();
    looking.abort();
    window.clearTimeout(timer);
    const mine = (learning = new AbortController());
    known = id;
    asked = "";
    given.asking.set({ is: "loading", value: null });
    given.found.set({ is: "loading", value: null });
    const collection = ground.all.find((each) => each.id === id);
    if (collection === undefined) return given.asking.set({ is: "failed", value: null, why: given.text().t("find.noCollection", { collection: id }) });
    try {
      const value: Asking = { collection, queryables: await learn(id, mine.signal) };
      if (mine.signal.aborted) return;
      given.asking.set({ is: "ready", value });
      begin(value);
      follow();
    } catch (failure) {
      if (!mine.signal.aborted) given.asking.set({ is: "failed", value: null, why: reason(failure) });
    }
  }

  /** The first condition stands there to be filled in. */
  function begin(value: Asking): void {
    const { find } = given.page.get();
    if (find === null || find.conditions.length > 0 || find.bounds !== null || find.written !== null) return;
    given.page.change({ find: { ...find, collection: value.collection.id, conditions: blank(value.queryables) } }, "replace");
  }

  async function look(question: Question, quietly = false): Promise<void> {
    looking.abort();
    const mine = (looking = new AbortController());
    const before = given.found.get()?.value ?? null;
    if (!quietly) given.found.set({ is: "loading", value: before?.question.collection === question.collection ? before : null });
    try {
      const found = await answers(question.collection, { ...parameters(question), limit: page }, mine.signal);
      if (!mine.signal.aborted) given.found.set({ is: "ready", value: { ...found, question } });
    } catch (failure) {
      if (!mine.signal.aborted && !quietly) given.found.set({ is: "failed", value: null, why: reason(failure) });
    }
  }

  /** What was found stays as it is until there is something newer; so does what somebody has gone on to. */
  function refresh(): void {
    const found = given.found.get();
    if (found?.is === "ready" && found.value.features.length <= page && given.page.get().known === null) void look(found.value.question, true);
  }

  function follow(): void {
    const state = given.page.get();
    if (state.find === null) return known === "" ? undefined : stop();
    const id = collectionOf(state.find);
    if (id !== known) return void meet(id);
    const ready = given.asking.get();
    if (ready?.is !== "ready") return;
    const question: Question = { collection: id, filter: filterOf(state.find, ready.value.queryables), ...ground.of(id, state), known: state.known };
    const next = JSON.stringify(question);
    if (next === asked) return;
    const first = asked === "";
    asked = next;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void look(question), first ? 0 : pause);
  }

  const again = () => {
    const failed = given.asking.get()?.is === "failed" || given.found.get()?.is === "failed";
    if (failed && given.page.get().find !== null) {
      known = asked = "";
      follow();
    }
  };
  const ends = [given.page.on(follow), given.again.on(again), given.fresh.on(refresh)];
  follow();
  return () => {
    stop();
    for (const end of ends) end();
  };
}

/** Adds the next page to what was found. */
export async function more(given: Given): Promise<void> {
  const before = given.found.get();
  if (before?.is !== "ready" || before.value.next === null) return;
  const { question, next } = before.value;
  given.found.set({ is: "loading", value: before.value });
  const waiting = given.found.get();
  const settle = (value: Found | null, why: string | null) => {
    if (given.found.get() === waiting) given.found.set(value ? { is: "ready", value } : { is: "failed", value: before.value, why });
  };
  try {
    const found = await answers(question.collection, next);
    settle({ ...found, question, features: [...before.value.features, ...found.features], matched: before.value.matched }, null);
  } catch (failure) {
    settle(null, reason(failure));
  }
}
