/** Something done once for many reasons that come together. */
export interface Coalesced {
  (): void;
  stop(): void;
}

/** Does something `wait` milliseconds after it is first asked for, and never twice within `apart`. */
export function coalesce(then: () => void, wait: number, apart: number): Coalesced {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let last = Number.NEGATIVE_INFINITY;
  const run = () => {
    timer = null;
    last = Date.now();
    then();
  };
  const ask = () => {
    timer ??= setTimeout(run, Math.max(wait, last + apart - Date.now()));
  };
  const stop = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  return Object.assign(ask, { stop });
}
