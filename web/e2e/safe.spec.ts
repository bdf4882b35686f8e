import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { browser, serve, settled, shot, visit, type Server } from "./stage";

const point = (lng: number, lat: number) => ({ type: "Point", coordinates: [lng, lat] });
const feature = (id: string, geometry: unknown, properties: unknown) => ({ type: "Feature", id, geometry, properties });

const image = '<img src=x onerror="document.title=1;alert(1)">';
const strange = [
  feature("image", point(39.5, 36.2), { name: image, site: "javascript:alert(1)", fine: "https://example.org/a?b=<c>", start: "2026-01-02" }),
  feature("<script>alert(2)</script>", point(40.2, 36.4), { name: "A \u202eelpmaxe\u2066 gone", deep: { "</script>": ["<svg onload=alert(3)>"] }, start: "2026-01-05" }),
  feature("keys", { type: "LineString", coordinates: [[38.5, 35.8], [39.2, 36.5]] }, { [image]: "line\u2028end", constructor: "c", start: "2026-01-09" }),
];
const many = Array.from({ length: 2500 }, (_, index) => feature(`n${index}`, point(38 + (index % 50) * 0.05, 35 + Math.floor(index / 50) * 0.03), { name: `Well ${index}`, depth: index }));

let folder: string;
let files: Server;
let seeds: Server;
let chrome: Browser;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cairn-e2e-"));
  const write = (name: string, features: unknown[]) => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify({ type: "FeatureCollection", features }));
    return path;
  };
  [files, seeds, chrome] = await Promise.all([serve(write("strange.geojson", strange), write("wells.geojson", many)), serve(), browser()]);
});
afterAll(async () => {
  await chrome?.close();
  await Promise.all([files?.stop(), seeds?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

/** Everything that a script of a stranger would have left behind. */
function traces(page: Page): Promise<unknown> {
  return page.evaluate(() => ({
    title: document.title,
    images: [...document.querySelectorAll("img:not(.leaflet-tile)")].length,
    handlers: [...document.querySelectorAll("*")].filter((each) => [...each.attributes].some(({ name }) => name.startsWith("on"))).length,
    scripts: [...document.scripts].filter((each) => !each.src.startsWith(location.origin)).length,
    links: [...document.links].filter((each) => !/^https?:$/.test(each.protocol)).length,
    turned: /[\u202a-\u202e\u2066\u2067\u2028]/.test(document.body.innerText),
  }));
}
const clean = { title: "Cairn", images: 0, handlers: 0, scripts: 0, links: 0, turned: false };

test("no request leaves the server, and the content policy has nothing to refuse", async () => {
  const { page, faults, asked, close } = await visit(chrome, seeds.address);
  await page.locator(".badge[data-place=shaddadi-prison]").click();
  await page.locator(".legend summary").click();
  await page.getByRole("button", { name: "One step back" }).click();
  await page.getByLabel("According to").selectOption("sdf");
  await page.getByRole("button", { name: "Zoom in" }).click();
  await page.getByRole("button", { name: "Nearest to the middle" }).click();
  await page.getByRole("button", { name: "العربية" }).click();
  await settled(page);
  const away = asked.filter((url) => new URL(url).origin !== new URL(seeds.address).origin);
  expect(away).toEqual([]);
  expect(asked.length).toBeGreaterThan(10);
  expect(faults).toEqual([]);
  await close();
});

test("names and properties that are markup are shown as they are and do nothing", async () => {
  const { page, faults, close } = await visit(chrome, files.address);
  await expect.poll(() => page.locator(".panel").innerText()).toContain(image);
  await page.getByRole("button", { name: image }).click();
  await expect.poll(() => page.locator(".panel h2").innerText()).toBe(image);
  const table = page.locator(".properties");
  expect(await table.innerText()).toContain("javascript:alert(1)");
  expect(await table.locator("a").evaluateAll((all) => all.map((each) => each.getAttribute("href")))).toEqual(["https://example.org/a?b=%3Cc%3E"]);
  await shot(page, "strange");
  expect(await traces(page)).toEqual(clean);
  await page.getByRole("button", { name: "All collections" }).click();
  await page.getByRole("button", { name: "A elpmaxe gone" }).click();
  await expect.poll(() => page.locator(".properties").innerText()).toContain('{"</script>":["<svg onload=alert(3)>"]}');
  const search = page.getByRole("combobox");
  await search.fill("<img");
  await expect.poll(() => page.locator("#found").innerText()).toContain(image);
  await page.keyboard.press("Escape");
  await page.locator(".feature").first().hover();
  expect(await traces(page)).toEqual(clean);
  expect(faults).toEqual([]);
  await close();
});

test("an address that is markup does nothing either", async () => {
  const { page, faults, close } = await visit(chrome, `${files.address}#show=${encodeURIComponent(`strange/${image}`)}&by=${encodeURIComponent(image)}&in=${encodeURIComponent(image)}`);
  await expect.poll(() => page.locator(".panel").innerText()).toContain(image);
  expect(await traces(page)).toEqual(clean);
  expect(faults).toEqual([]);
  await close();
});

test("I look at my own files: how much of them is shown, what each says, what is nearest, and when", async () => {
  const { page, faults, close } = await visit(chrome, files.address);
  const wells = page.locator(".file[data-collection=wells]");
  await expect.poll(() => wells.innerText()).toContain("2,000 shown of 2,500 in view");
  expect(await page.locator(".file[data-collection=strange]").innerText()).toContain("3 in view, all shown");
  await shot(page, "files");
  await wells.locator("input").uncheck();
  await expect.poll(() => wells.innerText()).toContain("not shown");
  await expect.poll(() => page.locator("path.feature").count()).toBe(3);
  const map = await page.locator(".map").boundingBox();
  await page.mouse.click(map!.x + map!.width * 0.8, map!.y + map!.height * 0.2);
  await page.locator(".nearby .row").first().waitFor();
  expect(await page.locator(".nearby h2").innerText()).toBe("Nearest in strange");
  expect(await page.locator(".nearby .row").count()).toBe(3);
  expect(await page.locator(".near-line").count()).toBe(3);
  expect(await page.locator(".moment").innerText()).toBe("All times");
  await page.getByRole("button", { name: "One step back" }).click();
  await expect.poll(() => page.locator(".moment").innerText()).toBe("9 January 2026");
  await page.locator(".slider").focus();
  await page.keyboard.press("Home");
  await expect.poll(() => page.locator(".moment").innerText()).toBe("1 January 2026");
  await expect.poll(() => page.locator("path.feature").count()).toBe(0);
  await page.getByRole("button", { name: "One step forward" }).click();
  await expect.poll(() => page.locator("path.feature").count()).toBe(1);
  expect(faults).toEqual([]);
  await close();
});
