import { expect, test } from "vitest";
import { idFrom, isSame } from "../src/edit/save";
import { formOf } from "../src/edit/schema";
import { wordOf } from "../src/edit/control";
import { propertyAt, readProblem } from "../src/edit/send";
import { forgetToken, isToken, keepToken, keptToken, markOf } from "../src/edit/token";

test.each([
  ["#/properties/start", "start"],
  ["#/properties/a~1b%20~0%25", "a/b ~%"],
  ["#/geometry", "geometry"],
  ["#/geometry/coordinates", null],
  ["#/features/1/properties/start", null],
  ["#/id", null],
  ["#", null],
  ["/properties/start", null],
  ["#/properties/%zz", null],
  [5, null],
])("the pointer %j leads to the property %j", (pointer, want) => {
  expect(propertyAt(pointer)).toBe(want);
});

test("a problem document says what is wrong with what; anything else says it as a whole", () => {
  expect(readProblem({ detail: "start: is no date", errors: [{ pointer: "#/properties/start", detail: "is no date" }, { detail: "also" }, { pointer: "#/properties/x" }, 5] }, "422")).toEqual({
    detail: "start: is no date",
    flaws: [{ property: "start", detail: "is no date" }, { property: null, detail: "also" }],
  });
  expect(readProblem({ title: "Forbidden" }, "403")).toEqual({ detail: "Forbidden", flaws: [] });
  expect(readProblem("no", "502 Bad Gateway")).toEqual({ detail: "502 Bad Gateway", flaws: [] });
  expect(readProblem({ detail: { a: 1 } }, "500")).toEqual({ detail: "500", flaws: [] });
});

test("ids are made of the words that tell a thing from others", () => {
  expect(idFrom("shaddadi-escape", "escaped", "syria-moi")).toBe("shaddadi-escape-escaped-syria-moi");
  expect(idFrom("Girtîgeha  Şeddadê / 2")).toBe("girtigeha-seddade-2");
  expect(idFrom("سجن الشدادي")).toBe("سجن-الشدادي");
  expect(idFrom("—", undefined)).toBe("");
  expect(idFrom("x".repeat(200)).length).toBe(80);
});

test("what is there is known by what was sent: a lost answer makes nothing twice", () => {
  const form = formOf("wells", { properties: { name: { type: "string" }, depth: { type: "number" } } });
  const well = (properties: object, geometry: unknown = { type: "Point", coordinates: [40, 36] }) => ({ type: "Feature", id: "w", geometry, properties }) as never;
  expect(isSame(form, well({ name: "a", depth: null }), well({ name: "a" }))).toBe(true);
  expect(isSame(form, well({ name: "a", depth: 3 }), well({ name: "a" }))).toBe(false);
  expect(isSame(form, well({ name: "b" }), well({ name: "a" }))).toBe(false);
  expect(isSame(form, well({ name: "a" }, null), well({ name: "a" }))).toBe(false);
});

test("a token's mark tells it from others, and nothing of it", () => {
  expect(markOf(null)).toBe("");
  expect(markOf("token-of-amal")).toMatch(/^[0-9a-f]{1,8}$/);
  expect(markOf("token-of-amal")).not.toBe(markOf("token-of-amak"));
});

test("words of one's own become words of a list", () => {
  expect(wordOf("  Roof colour! ")).toBe("roof_colour");
  expect(wordOf("لون السقف")).toBe("لون_السقف");
  expect(wordOf("?!")).toBe("?!");
});

function windowWith(): { window: Window; stores: Record<"sessionStorage" | "localStorage", Map<string, string>> } {
  const stores = { sessionStorage: new Map<string, string>(), localStorage: new Map<string, string>() };
  const of = (store: Map<string, string>) => ({ getItem: (name: string) => store.get(name) ?? null, setItem: (name: string, text: string) => store.set(name, text), removeItem: (name: string) => store.delete(name) });
  return { window: { location: { pathname: "/index.html" }, sessionStorage: of(stores.sessionStorage), localStorage: of(stores.localStorage) } as unknown as Window, stores };
}

test("a token is kept in the tab, on the device only if one wants that, and forgotten in both", () => {
  const { window, stores } = windowWith();
  expect(keptToken(window)).toBeNull();
  keepToken(window, "token-of-amal", false);
  expect([stores.sessionStorage.size, stores.localStorage.size, keptToken(window)]).toEqual([1, 0, "token-of-amal"]);
  keepToken(window, "token-of-amal", true);
  expect([stores.sessionStorage.size, stores.localStorage.size, keptToken(window)]).toEqual([0, 1, "token-of-amal"]);
  forgetToken(window);
  expect([stores.sessionStorage.size, stores.localStorage.size]).toEqual([0, 0]);
  stores.localStorage.set("cairn.token", "bad\r\nHeader: x");
  expect(keptToken(window)).toBeNull();
});

test("what keeps nothing keeps nobody from writing", () => {
  const window = {
    get sessionStorage(): Storage {
      throw new Error("denied");
    },
    get localStorage(): Storage {
      throw new Error("denied");
    },
  } as unknown as Window;
  keepToken(window, "token-of-amal", true);
  // Until the page is loaded anew: else each save would ask for it again.
  expect(keptToken(window)).toBe("token-of-amal");
  forgetToken(window);
  expect(keptToken(window)).toBeNull();
});

test.each([
  ["ck_abcDEF123-._~+/==", true],
  ["eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln", true],
  ["short", false],
  ["with a space in it", false],
  ["line\nbreak-line-break", false],
  ["كلمة-سر-طويلة", false],
])("%j looks like a token: %s", (text, want) => {
  expect(isToken(text)).toBe(want);
});
