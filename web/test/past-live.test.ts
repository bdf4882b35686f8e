import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { cell } from "../src/cell";
import { owning } from "../src/edit/own";
import type { Given } from "../src/given";
import type { Arrived } from "../src/past/arrived";
import type { Change } from "../src/past/change";
import { live } from "../src/past/live";
import type { Visit } from "../src/past/visit";

/** What the page would hear, said by hand. */
class Source extends EventTarget {
  static readonly CLOSED = 2;
  static all: Source[] = [];
  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  constructor(readonly address: string) {
    super();
    Source.all.push(this);
  }
  close(): void {
    this.readyState = 2;
  }
  say(op: string, rev: number, data?: string): void {
    const change = { rev, at: "2026-11-22T12:00:00Z", by: null, op, collection: "wells", id: "w", feature: null, old: null };
    this.dispatchEvent(new MessageEvent(op, { data: data ?? JSON.stringify(change) }));
  }
}

const last = () => Source.all.at(-1) as Source;
const page = Object.assign(new EventTarget(), { hidden: false });
const kept = new Map<string, string>();
let newest = 58;

function turn(hidden: boolean): void {
  page.hidden = hidden;
  page.dispatchEvent(new Event("visibilitychange"));
}

beforeEach(() => {
  vi.useFakeTimers();
  Source.all = [];
  kept.clear();
  page.hidden = false;
  newest = 58;
  vi.stubGlobal("EventSource", Source);
  vi.stubGlobal("document", page);
  vi.stubGlobal("window", { setTimeout, clearTimeout, localStorage: { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value) } });
  vi.stubGlobal("fetch", () => (newest < 0 ? Promise.reject(new TypeError("no")) : Promise.resolve(new Response(JSON.stringify({ since: newest, changes: [], rev: newest, more: false })))));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function start() {
  const cells = { live: cell<"off" | "on" | "lost">("off"), visit: cell<Visit | null>(null), arrived: cell<Arrived | null>(null), touched: cell<readonly Change[]>([]), fresh: cell(0), own: owning() };
  return { ...cells, stop: live(cells as unknown as Given) };
}

test("it begins at the newest change, and tells of many together", async () => {
  const { live, arrived, touched, fresh, stop } = start();
  await vi.advanceTimersByTimeAsync(0);
  expect(last().address).toBe("changes?since=58");
  last().onopen?.();
  expect(live.get()).toBe("on");
  expect(fresh.get()).toBe(0);
  for (const [op, rev] of [["created", 59], ["changed", 60], ["deleted", 61]] as const) last().say(op, rev);
  await vi.advanceTimersByTimeAsync(400);
  expect(arrived.get()).toMatchObject({ count: 3, after: 58 });
  expect(touched.get().map(({ op }) => op)).toEqual(["created", "changed", "deleted"]);
  expect(fresh.get()).toBe(1);
  stop();
  expect(last().readyState).toBe(2);
});

test("what is heard twice, or is no change, counts for nothing", async () => {
  const { arrived, fresh, stop } = start();
  await vi.advanceTimersByTimeAsync(0);
  last().say("changed", 58);
  last().say("changed", 99, "{");
  last().say("changed", 99, '{"rev":"99"}');
  await vi.advanceTimersByTimeAsync(5000);
  expect([arrived.get(), fresh.get()]).toEqual([null, 0]);
  stop();
});

test("nothing is heard while nobody looks; it goes on where it was", async () => {
  const { live, stop } = start();
  await vi.advanceTimersByTimeAsync(0);
  last().say("changed", 60);
  turn(true);
  expect(last().readyState).toBe(2);
  expect(live.get()).toBe("off");
  turn(false);
  expect(Source.all.map(({ address }) => address)).toEqual(["changes?since=58", "changes?since=60"]);
  stop();
  turn(false);
  expect(Source.all.length).toBe(2);
});

test("a connection that broke is the browser's to mend; then everything is asked for again", async () => {
  const { live, fresh, stop } = start();
  await vi.advanceTimersByTimeAsync(0);
  last().onopen?.();
  last().onerror?.();
  expect(live.get()).toBe("lost");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(Source.all.length).toBe(1);
  last().onopen?.();
  await vi.advanceTimersByTimeAsync(400);
  expect([live.get(), fresh.get()]).toEqual(["on", 1]);
  stop();
});

test("one that is refused is begun anew at the newest change, later and later", async () => {
  const { live, fresh, stop } = start();
  await vi.advanceTimersByTimeAsync(0);
  last().close();
  last().onerror?.();
  newest = -1;
  await vi.advanceTimersByTimeAsync(4000);
  expect([Source.all.length, live.get()]).toEqual([1, "lost"]);
  newest = 900;
  await vi.advanceTimersByTimeAsync(7999);
  expect(Source.all.length).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(last().address).toBe("changes?since=900");
  await vi.advanceTimersByTimeAsync(400);
  expect(fresh.get()).toBe(1);
  stop();
});

test("an earlier visit is known, and this one is noted for the next", async () => {
  kept.set("cairn.visit", JSON.stringify({ last: null, seen: { rev: 40, at: Date.now() - 86_400_000 } }));
  const { visit, stop } = start();
  await vi.advanceTimersByTimeAsync(0);
  expect(visit.get()?.rev).toBe(40);
  last().say("changed", 61);
  expect(JSON.parse(kept.get("cairn.visit") ?? "")).toMatchObject({ last: { rev: 40 }, seen: { rev: 61 } });
  stop();
});

test("what this page itself has changed is not told as somebody else's, but counts as seen", async () => {
  const { arrived, fresh, visit, own, stop } = start();
  await vi.advanceTimersByTimeAsync(0);
  own.expect({ collection: "places", id: "a", properties: { name: "A" } });
  const feature = { type: "Feature", id: "a", geometry: null, properties: { name: "A" } };
  Source.all[0]?.dispatchEvent(new MessageEvent("changed", { data: JSON.stringify({ rev: 59, at: "2026-01-01T00:00:00Z", by: "me", op: "changed", collection: "places", id: "a", feature, old: null }) }));
  await vi.advanceTimersByTimeAsync(5000);
  expect([arrived.get(), fresh.get()]).toEqual([null, 0]);
  expect(JSON.parse(kept.get("cairn.visit") ?? "{}")).toMatchObject({ seen: { rev: 59 } });
  expect(visit.get()).toBeNull();
  stop();
});
