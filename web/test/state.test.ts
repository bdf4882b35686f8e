import { expect, test, vi } from "vitest";
import { follow } from "../src/cell";
import { unasked } from "../src/find/condition";
import { page, readAddress, untouched, writeAddress, type State } from "../src/state";

const full: State = {
  lang: "ar",
  view: { lng: 40.73481, lat: 36.05761, zoom: 9 },
  moment: "2026-01-19",
  sources: ["sdf", "sdf-shami"],
  chosen: "shaddadi-prison",
  near: [40.1, 36.2],
  table: "claims",
  collections: ["wells", "a b&c"],
  find: { collection: "wells", any: true, conditions: [{ property: "a,b~c", comparison: "one", values: ["x, y", "~1", "<b>&=#", ""] }, { property: "depth", comparison: "empty", values: [] }], bounds: [170, -10.5, -170, 10], written: null },
  since: null,
  known: "2026-11-22T12:00:00Z",
};

test("an address gives back the state that wrote it", () => {
  for (const state of [untouched, full, { ...full, moment: "2026-01-19T05:00:00Z", chosen: "wells/a/<b>&c=d#é" }, { ...full, find: { ...unasked, written: "a = 'x''y' AND \"b\"\"c\" > 5 -- 50% + ~" } }, { ...untouched, find: unasked }]) {
    expect(readAddress(writeAddress(state), "en")).toEqual(state);
  }
});

test("an address reads well", () => {
  expect(writeAddress({ ...untouched, sources: ["sdf", "cnn"], chosen: "hol-camp" })).toBe("#by=sdf,cnn&show=hol-camp&lang=en");
});

test.each([
  ["", untouched],
  ["#map=200,36,9", untouched],
  ["#map=40,NaN,9", untouched],
  ["#map=40,36", untouched],
  ["#near=40,", untouched],
  ["#near=40,91", untouched],
  ["#at=yesterday", untouched],
  ["#at=2026-13-40", untouched],
  ["#list=sources", untouched],
  ["#lang=fr", untouched],
  ["#by=,,", untouched],
  ["#nonsense&=&%E0%A4%A", untouched],
])("%s makes no sense and is passed over", (hash, want) => {
  expect(readAddress(hash, "en")).toEqual(want);
});

test("without a language in the address the reader's own is kept", () => {
  expect(readAddress("#show=raqqa", "ar").lang).toBe("ar");
  expect(readAddress("#show=raqqa&lang=en", "ar").lang).toBe("en");
});

test("a change tells who follows, and how it wants to be remembered", () => {
  const state = page(untouched);
  const told = vi.fn();
  const end = state.on(told);
  state.change({ chosen: "raqqa" });
  expect(state.remember()).toBe("push");
  state.change({ moment: "2026-01-19" }, "replace");
  expect(state.remember()).toBe("replace");
  expect(told).toHaveBeenCalledTimes(2);
  expect(told.mock.calls[1]).toEqual([{ ...untouched, chosen: "raqqa", moment: "2026-01-19" }, { ...untouched, chosen: "raqqa" }]);
  end();
  state.change({ chosen: null });
  expect(told).toHaveBeenCalledTimes(2);
});

test("following runs at once and ends when asked", () => {
  const state = page(untouched);
  const seen: (string | null)[] = [];
  const end = follow([state], () => seen.push(state.get().chosen));
  state.change({ chosen: "raqqa" });
  end();
  state.change({ chosen: null });
  expect(seen).toEqual([null, "raqqa"]);
});

test("following what is picked sleeps while only the rest changes", () => {
  const state = page(untouched);
  let runs = 0;
  const end = follow([state], () => runs++, () => [state.get().chosen]);
  state.change({ view: { lng: 1, lat: 2, zoom: 3 } });
  expect(runs).toBe(1);
  state.change({ chosen: "raqqa" });
  expect(runs).toBe(2);
  end();
});
