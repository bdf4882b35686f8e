import { expect, test } from "vitest";
import config from "../vite.config";

test("nothing is inlined, because the content policy forbids it", () => {
  expect(config.build?.assetsInlineLimit).toBe(0);
});
