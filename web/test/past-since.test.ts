import { afterEach, expect, test, vi } from "vitest";
import { coalesce } from "../src/past/coalesce";
import { isRevision, readSince, sinceWhen } from "../src/past/since";
import { apart, keepsake, visited } from "../src/past/visit";

test.each(["visit", "hour", "day", "2026-11-20", "58", "0"])("%s is a moment to begin at", (text) => {
  expect(readSince(text)).toBe(text);
});

test.each([null, "", "week", "2026-02-30", "2026-11-20T00:00:00Z", "-1", "1.5", "1".repeat(16), "<b>"])("%s is none", (text) => {
  expect(readSince(text)).toBe(null);
});

const now = Date.parse("2026-11-22T12:00:00Z");

test.each([
  ["visit", { rev: 12, at: 0 }, "12"],
  ["visit", null, "2026-11-21T12:00:00.000Z"],
  ["hour", { rev: 12, at: 0 }, "2026-11-22T11:00:00.000Z"],
  ["day", null, "2026-11-21T12:00:00.000Z"],
  ["2026-11-20", null, "2026-11-20T00:00:00Z"],
  ["58", null, "58"],
] as const)("since %s with the visit %o is asked for as %s", (since, visit, want) => {
  expect(sinceWhen(since, now, visit)).toBe(want);
});

test("a number is a revision, a year is one too, a date is none", () => {
  expect(["7", "2026", "2026-11-20", ""].map(isRevision)).toEqual([true, true, false, false]);
});

function store(initial: Record<string, string> = {}) {
  const kept = new Map(Object.entries(initial));
  return { kept, getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
}

test("the visit before this one is the last look before a long break", () => {
  const s = store();
  expect(visited(s, 5, now)).toBe(null);
  expect(visited(s, 7, now + 1000)).toBe(null);
  expect(visited(s, 9, now + 1000 + apart + 1)).toEqual({ rev: 7, at: now + 1000 });
  // Reloading soon after does not make a visit of its own.
  expect(visited(s, 11, now + 1000 + apart + 2)).toEqual({ rev: 7, at: now + 1000 });
});

test.each(["", "{", "null", "5", '{"seen":{}}', '{"seen":{"rev":"5","at":1}}', '{"seen":{"rev":-1,"at":1}}', '{"seen":{"rev":1.5,"at":1}}'])("%s in the browser's keeping is no visit", (text) => {
  expect(visited(store({ "cairn.visit": text }), 5, now)).toBe(null);
});

test("a browser that keeps nothing still shows everything else", () => {
  const full = { getItem: () => null, setItem: () => { throw new Error("quota"); } };
  const closed = { getItem: () => { throw new Error("denied"); }, setItem: () => { throw new Error("denied"); } };
  expect([visited(null, 5, now), visited(full, 5, now), visited(closed, 5, now)]).toEqual([null, null, null]);
  const refusing = Object.defineProperty({}, "localStorage", { get: () => { throw new Error("denied"); } });
  expect(keepsake(refusing as Window)).toBe(null);
});

afterEach(() => void vi.useRealTimers());

test("what is asked for many times is done once, and not again too soon", () => {
  vi.useFakeTimers();
  const done = vi.fn();
  const ask = coalesce(done, 400, 2500);
  for (let i = 0; i < 50; i++) ask();
  expect(done).toHaveBeenCalledTimes(0);
  vi.advanceTimersByTime(400);
  expect(done).toHaveBeenCalledTimes(1);
  ask();
  vi.advanceTimersByTime(2400);
  expect(done).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(100);
  expect(done).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(10_000);
  ask();
  vi.advanceTimersByTime(400);
  expect(done).toHaveBeenCalledTimes(3);
  ask();
  ask.stop();
  vi.advanceTimersByTime(10_000);
  expect(done).toHaveBeenCalledTimes(3);
});
