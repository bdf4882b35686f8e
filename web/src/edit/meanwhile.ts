/** What somebody else has changed while a form was open. */
import type { Texts } from "./draft";

/** One field that was changed on both sides, to different ends. */
export interface Clash {
  readonly name: string;
  readonly theirs: string;
}

/** What comes of it: the new state is the base, and what only they have changed is taken over. */
export interface Merged {
  readonly base: Texts;
  readonly texts: Texts;
  /** The fields that they have changed, and what stood there before. */
  readonly changed: readonly { readonly name: string; readonly before: string; readonly after: string }[];
  readonly clashes: readonly Clash[];
}

/** Lays what was typed over what somebody else has written since `base` was read. */
export function meanwhile(base: Texts, texts: Texts, theirs: Texts): Merged {
  const names = [...new Set([...Object.keys(base), ...Object.keys(theirs)])];
  const at = (all: Texts, name: string) => all[name] ?? "";
  const changed = names.filter((name) => at(base, name) !== at(theirs, name)).map((name) => ({ name, before: at(base, name), after: at(theirs, name) }));
  const mine = (name: string) => at(texts, name) !== at(base, name);
  const taken = changed.filter(({ name }) => !mine(name)).map(({ name, after }) => [name, after] as const);
  return {
    base: theirs,
    texts: { ...texts, ...Object.fromEntries(taken) },
    changed,
    clashes: changed.filter(({ name, after }) => mine(name) && at(texts, name) !== after).map(({ name, after }) => ({ name, theirs: after })),
  };
}
