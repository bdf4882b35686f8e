import { defineConfig } from "vitest/config";

// The server's content policy allows nothing inline and no data: fonts, so
// every asset stays a file of its own and no script is written into the page.
export default defineConfig({
  base: "./",
  build: {
    outDir: "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
  },
  test: {
    include: ["test/**/*.test.ts"],
    environment: "node",
  },
});
