import { expect, test } from "vitest";
import { comparisons, unasked, type Find } from "../src/find/condition";
import { readFind, writeFind } from "../src/find/link";
import { readAddress, untouched, writeAddress } from "../src/state";

const strange = ["", " ", ",", "~", "~0", "~1", "a,b~c", "50%", "%2C", "a&b=c#d", "<img src=x onerror=alert(1)>", "سجن", "\u2028", "'\"\\", "+", "😀"];

test("what is looked for comes back from the address as it was", () => {
  for (const comparison of comparisons) {
    for (const word of strange) {
      const find: Find = { ...unasked, collection: `c${word}`, any: word === "~", conditions: [{ property: `p${word}`, comparison, values: [word, "x", word] }, { property: "q", comparison, values: [] }] };
      expect(readAddress(writeAddress({ ...untouched, find }), "en").find).toEqual(find);
      expect(readFind(new URLSearchParams(writeFind(find)))).toEqual(find);
    }
  }
});

test("an address reads well", () => {
  const find: Find = { ...unasked, collection: "events", conditions: [{ property: "kind", comparison: "one", values: ["escape", "siege"] }], bounds: [39, 35, 41.5, 37] };
  expect(writeAddress({ ...untouched, find })).toBe("#find=events&if=kind,one,escape,siege&box=39,35,41.5,37&lang=en");
});

test.each([
  ["if=kind,is,x", null],
  ["find=e&if=kind", { ...unasked, collection: "e" }],
  ["find=e&if=,is,x&if=kind,was,x", { ...unasked, collection: "e" }],
  ["find=e&any=2&box=1,2,3", { ...unasked, collection: "e" }],
  ["find=e&box=1,4,3,2", { ...unasked, collection: "e" }],
  ["find=e&box=181,2,3,4", { ...unasked, collection: "e" }],
  ["find=e&box=,2,3,4", { ...unasked, collection: "e" }],
  ["find=e&cql=a=1&if=kind,is,x", { ...unasked, collection: "e", written: "a=1" }],
  ["find=", unasked],
])("%s is read with care", (hash, want) => {
  expect(readAddress(`#${hash}`, "en").find).toEqual(want);
});
