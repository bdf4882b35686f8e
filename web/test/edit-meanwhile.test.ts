import type { Feature } from "geojson";
import { expect, test } from "vitest";
import { keepDraft, keptDraft, readDraft, type Sheet } from "../src/edit/draft";
import { earlierOf } from "../src/edit/earlier";
import { field } from "../src/edit/form";
import { meanwhile } from "../src/edit/meanwhile";
import { owning } from "../src/edit/own";
import type { Change } from "../src/past/change";

test("what only they have changed is taken over, what both have is mine and marked, what is the same is neither", () => {
  const base = { a: "1", b: "1", c: "1", d: "1" };
  const { base: next, texts, changed, clashes } = meanwhile(base, { a: "1", b: "2", c: "2", d: "2" }, { a: "3", b: "1", c: "3", d: "2" });
  expect(next).toEqual({ a: "3", b: "1", c: "3", d: "2" });
  expect(texts).toEqual({ a: "3", b: "2", c: "2", d: "2" });
  expect(changed.map(({ name, before, after }) => [name, before, after])).toEqual([["a", "1", "3"], ["c", "1", "3"], ["d", "1", "2"]]);
  expect(clashes).toEqual([{ name: "c", theirs: "3" }]);
});

const change = (rev: number, properties: Record<string, unknown> | null, more: Partial<Change> = {}): Change => ({
  rev, at: `2026-01-0${rev}T00:00:00Z`, by: `w${rev}`, op: properties === null ? "deleted" : "changed", collection: "claims", id: "c",
  feature: properties === null ? null : ({ type: "Feature", id: "c", geometry: null, properties } as unknown as Feature), old: null, ...more,
});

test("earlier values come newest first, each once, with who wrote it first; the present one is not among them", () => {
  const number = field("n", "number");
  const past = [change(6, { n: 3 }), change(5, { n: 1 }), change(4, { n: 2 }), change(3, { n: 2 }), change(2, { n: 1 }), change(1, {})];
  expect(earlierOf(number, past, "3").map(({ text, by }) => [text, by])).toEqual([["2", "w3"], ["1", "w2"], ["", "w1"]]);
  expect(earlierOf(number, [change(1, { n: 3 })], "3")).toEqual([]);
});

test("one's own change is known by what was sent, once, and not for ever", () => {
  let now = 0;
  const own = owning(() => now);
  own.expect({ collection: "claims", id: "c", properties: { n: 3, gone: null } });
  expect(own.made(change(1, { n: 4 }))).toBe(false);
  expect(own.made(change(1, { n: 3 }, { id: "d" }))).toBe(false);
  expect(own.made(change(1, { n: 3, other: 1 }))).toBe(true);
  expect(own.made(change(2, { n: 3, other: 1 }))).toBe(false);
  own.expect({ collection: "claims", id: null, properties: { n: 5 } });
  expect(own.made(change(3, { n: 5 }, { id: "made by the service" }))).toBe(true);
  own.expect({ collection: "claims", id: "c", properties: null });
  expect(own.made(change(4, { n: 3 }))).toBe(false);
  expect(own.made(change(5, null))).toBe(true);
  own.expect({ collection: "claims", id: "c", properties: { n: 6 } })();
  expect(own.made(change(6, { n: 6 }))).toBe(false);
  own.expect({ collection: "claims", id: "c", properties: { n: 7 } });
  now = 6 * 60_000;
  expect(own.made(change(7, { n: 7 }))).toBe(false);
});

const sheet: Sheet = { collection: "claims", id: null, name: "A claim", etag: null, base: { a: "" }, texts: { a: "<b>" }, fills: null, key: "pen" };

function windowWith(store: Map<string, string>): Window {
  return { location: { pathname: "/" }, sessionStorage: { getItem: (name: string) => store.get(name) ?? null, setItem: (name: string, text: string) => store.set(name, text), removeItem: (name: string) => store.delete(name) } } as unknown as Window;
}

test("a draft comes back as it was, and nothing else does", () => {
  const store = new Map<string, string>();
  const window = windowWith(store);
  keepDraft(window, "mark", [sheet, { ...sheet, id: "x", etag: '"1"', fills: "claimed_by" }]);
  expect(keptDraft(window)).toEqual({ by: "mark", sheets: [sheet, { ...sheet, id: "x", etag: '"1"', fills: "claimed_by" }] });
  expect(keptDraft({ ...window, location: { pathname: "/other/" } } as Window).sheets, "another service at the same origin").toEqual([]);
  keepDraft(window, "mark", []);
  expect(store.size).toBe(0);
  const all = (...sheets: unknown[]) => JSON.stringify({ by: "", sheets });
  for (const text of [null, "", "{", "5", all(5), '[{"collection":"c"}]', all({ ...sheet, texts: { a: 5 } }), all({ ...sheet, id: 5 }), JSON.stringify({ sheets: [sheet] })]) expect(readDraft(text), String(text)).toEqual({ by: "", sheets: [] });
  expect(readDraft(all(sheet)).sheets).toEqual([sheet]);
});
