import { newestRevision } from "../api";
import type { Given } from "../given";
import { arrive } from "./arrived";
import { ops, readChange, type Change } from "./change";
import { coalesce } from "./coalesce";
import { keepsake, visited } from "./visit";

/** What comes within so many milliseconds is told together, and the data are asked for once. */
const wait = 400;
const apart = 2500;
/** After the service has refused to go on, in milliseconds: doubled each time, up to a minute. */
const patience = 4000;
const most = 60_000;

/** Hears of changes as they are made, while somebody looks at the page. */
export function live(given: Given): () => void {
  let source: EventSource | null = null;
  let since: number | null = null;
  let refused = 0;
  let timer = 0;
  let batch: Change[] = [];

  const tell = coalesce(() => {
    const now = batch;
    batch = [];
    given.arrived.set(arrive(given.arrived.get(), now));
    given.touched.set(now);
    given.fresh.set(given.fresh.get() + 1);
  }, wait, apart);

  function note(rev: number): void {
    since = rev;
    const last = visited(keepsake(window), rev, Date.now());
    if (given.visit.get()?.rev !== last?.rev) given.visit.set(last);
  }

  const hear = (event: MessageEvent<string>) => {
    const change = read(event.data);
    if (change === null || (since !== null && change.rev <= since)) return;
    note(change.rev);
    // Whoever made it knows of it, and has the newest state already.
    if (given.own.made(change)) return;
    batch.push(change);
    tell();
  };

  function close(): void {
    source?.close();
    source = null;
    window.clearTimeout(timer);
  }

  function listen(): void {
    close();
    if (document.hidden || since === null) return;
    const mine = (source = new EventSource(`changes?since=${since}`));
    for (const op of ops) mine.addEventListener(op, hear);
    mine.onopen = () => {
      refused = 0;
      const missed = given.live.get() === "lost";
      given.live.set("on");
      // What could not be had meanwhile may be had now.
      if (missed) tell();
    };
    mine.onerror = () => {
      given.live.set("lost");
      // A connection that broke is taken up again by the browser; one that was refused is not.
      if (mine.readyState === EventSource.CLOSED) later();
    };
  }

  /** The changes after the last one that was heard may be kept no more: begins anew at the newest. */
  function later(): void {
    close();
    timer = window.setTimeout(() => void begin(), Math.min(most, patience * 2 ** refused++));
  }

  async function begin(): Promise<void> {
    try {
      const again = since !== null;
      note(await newestRevision());
      listen();
      if (again) tell();
    } catch {
      given.live.set("lost");
      later();
    }
  }

  const seen = () => {
    if (!document.hidden) return since === null ? void begin() : listen();
    close();
    if (since !== null) note(since);
    given.live.set("off");
  };
  document.addEventListener("visibilitychange", seen);
  void begin();
  return () => {
    document.removeEventListener("visibilitychange", seen);
    tell.stop();
    close();
    given.live.set("off");
  };
}

function read(data: string): Change | null {
  try {
    return readChange(JSON.parse(data));
  } catch {
    return null;
  }
}
