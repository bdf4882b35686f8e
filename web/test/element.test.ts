import { expect, test } from "vitest";
import { hostOf, webAddress } from "../src/element";

test.each([
  ["https://www.cnn.com/a?b=c", "https://www.cnn.com/a?b=c"],
  [" http://example.org ", "http://example.org/"],
  ["javascript:alert(1)", null],
  ["JaVaScRiPt://%0aalert(1)", null],
  ["data:text/html,<script>", null],
  ["//example.org", null],
  ["https://", null],
  ["", null],
  [null, null],
])("%o as a link: %o", (text, want) => {
  expect(webAddress(text)).toBe(want);
});

test("a host is shown without its www", () => {
  expect(hostOf("https://www.cnn.com/a")).toBe("cnn.com");
});
