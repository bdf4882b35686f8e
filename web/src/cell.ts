/** A value that can be read, set and followed. */
export interface Cell<T> {
  get(): T;
  set(value: T): void;
  /** Calls `then` after each change; what it returns ends that. */
  on(then: (value: T, before: T) => void): () => void;
}

/** Makes a cell. Setting the very same value again tells nobody. */
export function cell<T>(initial: T): Cell<T> {
  let value = initial;
  const followers = new Set<(value: T, before: T) => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      const before = value;
      value = next;
      for (const follower of [...followers]) follower(next, before);
    },
    on(then) {
      followers.add(then);
      return () => followers.delete(then);
    },
  };
}

/** What only has to be followed, whatever it holds. */
export interface Followed {
  on(then: () => void): () => void;
}

/**
 * Does something now and again after any of the cells has changed. With `pick`,
 * only when something that it picks has become another: a map that moves need
 * not make the words beside it anew.
 */
export function follow(cells: readonly Followed[], then: () => void, pick?: () => readonly unknown[]): () => void {
  let last = pick?.();
  const changed = () => {
    const now = pick?.();
    const same = now !== undefined && now.every((each, index) => Object.is(each, last?.[index]));
    last = now;
    if (!same) then();
  };
  const ends = cells.map((each) => each.on(changed));
  then();
  return () => {
    for (const end of ends) end();
  };
}

/**
 * The value of something that is fetched. While it is fetched anew, the last value stays readable.
 * `why`: in the words of the service; null if it did not answer.
 */
export type Load<T> =
  | { readonly is: "loading"; readonly value: T | null }
  | { readonly is: "ready"; readonly value: T }
  | { readonly is: "failed"; readonly value: T | null; readonly why: string | null };
