import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { desk, field, get, identify, image, key, others, phone, save } from "./desk";
import { browser, focused, keep, serve, settled, shot, visit, type Keeping, type Server } from "./stage";

const wells = {
  type: "FeatureCollection",
  features: [
    { type: "Feature", id: "w1", geometry: { type: "Point", coordinates: [39.5, 36.2] }, properties: { name: "Well one", depth: 40, dug: "2020-05-01", dry: false, tags: ["old", "deep"] } },
    { type: "Feature", id: "w2", geometry: { type: "Polygon", coordinates: [[[44, 33], [45, 33], [45, 34], [44, 33]]] }, properties: { name: `Well ${image}`, depth: 90, dug: "2021-05-01", dry: true, tags: [] } },
  ],
};

let folder: string;
let plain: Server;
let seeds: Keeping;
let files: Keeping;
let chrome: Browser;
let writer: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cairn-e2e-"));
  writeFileSync(join(folder, "wells.geojson"), JSON.stringify(wells));
  [plain, chrome] = await Promise.all([serve(), browser()]);
  seeds = await keep(folder);
  files = await keep(folder, join(folder, "wells.geojson"));
  writer = seeds.token("amal", "write");
});
afterAll(async () => {
  await chrome?.close();
  await Promise.all([plain?.stop(), seeds?.stop(), files?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

test("a service that takes no changes shows no way to make one", async () => {
  const { page, faults, asked, close } = await visit(chrome, `${plain.address}#show=hol-camp`);
  await page.waitForLoadState("networkidle");
  expect(await page.locator(".pen, .pens, [data-key=pen]").count()).toBe(0);
  expect(asked.filter((each) => each.includes("/desk-"))).toEqual([]);
  expect(faults).toEqual([]);
  await close();
});

test("Escape leaves the form, and asks first if there is something in it; everything works without a mouse", async () => {
  const { page, faults, close } = await desk(chrome, seeds, "#show=hol-camp");
  await key(page, "pen").focus();
  await page.keyboard.press("Enter");
  await field(page, "token").waitFor();
  await page.keyboard.type(writer);
  await page.keyboard.press("Enter");
  await expect.poll(() => focused(page)).toBe("Add or correct");
  await page.keyboard.press("Escape");
  expect(await page.locator(".edit").isHidden()).toBe(true);
  expect(await focused(page)).toBe("Add or correct");
  expect(page.url()).toContain("show=hol-camp");
  await page.keyboard.press("Enter");
  await key(page, "choose-0").focus();
  await page.keyboard.press("Enter");
  await field(page, "subject").waitFor();
  await field(page, "claimed_by").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  expect(await field(page, "claimed_by").getAttribute("aria-expanded")).toBe("true");
  await page.keyboard.press("Escape");
  expect(await field(page, "claimed_by").getAttribute("aria-expanded")).toBe("false");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  expect(await field(page, "claimed_by").inputValue()).not.toBe("");
  await page.keyboard.press("Escape");
  expect(await focused(page)).toBe("Keep writing");
  await page.keyboard.press("Enter");
  expect(await page.locator(".edit").isVisible()).toBe(true);
  // Going elsewhere on the map takes nothing away either.
  await page.locator(".badge[data-place=raqqa]").focus();
  await page.keyboard.press("Enter");
  expect(await page.locator(".said").textContent()).toContain("The form is still open");
  await field(page, "claimed_by").focus();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect.poll(() => page.locator(".edit").isHidden()).toBe(true);
  expect(await page.evaluate(() => sessionStorage.getItem("cairn.draft"))).toBeNull();
  expect(faults).toEqual([]);
  await close();
});

test("a token that may only read is told so; one for a part writes in that part; it can be kept and forgotten", async () => {
  const { page, faults, close } = await desk(chrome, seeds, "#show=hol-camp");
  await key(page, "pen").click();
  await identify(page, seeds.token("reader", "read"));
  await expect.poll(() => page.locator("#edit-token-fault").innerText()).toBe("This token may read, not write. Ask for one that can write.");
  await page.getByLabel("Remember it on this device").check();
  await identify(page, seeds.token("part", "write", "--collections", "claims"));
  await key(page, "choose-0").waitFor();
  expect(await page.locator(".edit .row-name").allInnerTexts()).toEqual(["Add a claim"]);
  expect(await page.locator(".edit-token").innerText()).toContain("Your token lets you write in: Claims.");
  expect(await page.evaluate(() => [sessionStorage.getItem("cairn.token"), localStorage.getItem("cairn.token") !== null])).toEqual([null, true]);
  await page.keyboard.press("Escape");
  // What nobody can use is not there.
  expect(await page.locator("[data-key^=pen-events]").count()).toBe(0);
  expect(await page.locator("[data-key^=pen-claims]").count()).toBeGreaterThan(0);
  await key(page, "pen").click();
  await key(page, "edit-forget").click();
  expect(await page.evaluate(() => localStorage.getItem("cairn.token"))).toBeNull();
  await expect.poll(() => page.locator("[data-key^=pen-events]").count()).toBeGreaterThan(0);
  expect(others(faults)).toEqual([]);
  await close();
});

test("a collection of one's own is edited by its schema", async () => {
  const { page, faults, close } = await desk(chrome, files, "#show=wells/w1");
  await key(page, "pen").click();
  await identify(page, files.token("amal", "write"));
  await page.getByRole("button", { name: "Correct Well one" }).click();
  await expect.poll(() => field(page, "depth").inputValue()).toBe("40");
  expect(await field(page, "dug").getAttribute("type")).toBe("date");
  expect(await field(page, "dry").inputValue()).toBe("false");
  expect(await field(page, "tags").inputValue()).toBe("old, deep");
  await field(page, "depth").fill("deep");
  await save(page);
  expect(await page.locator("#edit-depth-fault").innerText()).toContain("no number");
  await field(page, "depth").fill("45");
  await field(page, "dry").selectOption("true");
  await field(page, "tags").fill("new");
  await field(page, "geometry").fill("36.3");
  await shot(page, "edit-schema");
  await save(page);
  await expect.poll(async () => (await get(files, "collections/wells/items/w1")).properties["depth"]).toBe(45);
  const saved = await get(files, "collections/wells/items/w1");
  expect(saved.properties).toMatchObject({ name: "Well one", depth: 45, dug: "2020-05-01", dry: true, tags: ["new"] });
  expect(saved.geometry?.coordinates).toEqual([39.5, 36.3]);
  await expect.poll(() => page.locator(".properties").innerText()).toContain("45");
  // A shape that is no point stays as it is.
  await page.goto(`${files.address}#show=wells/w2`);
  await settled(page);
  await key(page, "pen").click();
  await page.getByRole("button", { name: "Correct Well <img" }).click();
  await field(page, "depth").fill("91");
  expect(await page.locator("[data-field=geometry]").innerText()).toContain("It has a shape of its own");
  await save(page);
  await expect.poll(async () => (await get(files, "collections/wells/items/w2")).properties["depth"]).toBe(91);
  expect((await get(files, "collections/wells/items/w2")).geometry).toMatchObject({ type: "Polygon" });
  await key(page, "pen").click();
  await page.getByRole("button", { name: "Add to" }).click();
  await field(page, "name").fill("Well three");
  await field(page, "geometry").fill("35");
  await field(page, "geometry-lng").fill("42");
  await save(page);
  await expect.poll(() => page.locator(".panel .words h2").innerText()).toBe("Well three");
  // What is declared while one writes is told at its field by the service; what was declared before, by the page.
  await key(page, "pen").click();
  await page.getByRole("button", { name: "Correct Well three" }).click();
  await field(page, "depth").fill("101");
  const declared = { title: "Wells", schema: { type: "object", properties: { depth: { type: "number", maximum: 100 }, kind: { type: "string", enum: ["dug", "drilled"] } } } };
  const answer = await fetch(`${files.address}collections/wells`, { method: "PUT", headers: { Authorization: `Bearer ${files.token("chief", "admin")}`, "Content-Type": "application/json" }, body: JSON.stringify(declared) });
  expect(answer.status).toBe(204);
  await save(page);
  await expect.poll(() => page.locator("#edit-depth-fault").innerText()).toContain("expected at most 100");
  await page.keyboard.press("Escape");
  await key(page, "ask-go").click();
  await key(page, "pen").click();
  await page.getByRole("button", { name: "Correct Well three" }).click();
  await field(page, "kind").selectOption("drilled");
  await field(page, "depth").fill("101");
  await save(page);
  expect(await page.locator("#edit-depth-fault").innerText()).toBe("This is at most 100.");
  await field(page, "depth").fill("99");
  await save(page);
  await expect.poll(() => page.locator(".properties").innerText()).toMatch(/kind\s+drilled/);
  expect(await page.locator("img:not(.leaflet-tile)").count()).toBe(0);
  expect(others(faults)).toEqual([]);
  await close();
});

test("in Arabic no word of the forms is left in English, and in the dark all of them stay readable", async () => {
  const { page, faults, close } = await desk(chrome, seeds, "#show=shaddadi-prison&lang=ar", { colorScheme: "dark" });
  await key(page, "pen").click();
  await identify(page, writer);
  await key(page, "choose-0").waitFor();
  const words = () => page.evaluate(() => [...document.querySelectorAll(".edit h2, .edit legend, .edit summary, .edit label, .edit button, .edit option, .edit p, .edit .row")].map((each) => (each.textContent ?? "").replace(/https?:\S+|مثال: .*$|CNN|Enter/g, "")).filter((each) => /[A-Za-z]{2,}/.test(each)));
  expect(await words()).toEqual([]);
  for (const choice of [0, 1, 2, 3, 4, 5]) {
    await key(page, `choose-${choice}`).click();
    await key(page, "edit-save").waitFor();
    await page.evaluate(() => document.querySelectorAll<HTMLDetailsElement>(".edit details").forEach((each) => (each.open = true)));
    await save(page);
    expect(await words(), String(choice)).toEqual([]);
    const contrast = await page.evaluate(() => {
      const light = (colour: string) => {
        const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => Number(part) / 255).map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const ground = (element: Element): string => {
        const colour = getComputedStyle(element).backgroundColor;
        return /rgba\(.*, 0\)/.test(colour) && element.parentElement ? ground(element.parentElement) : colour;
      };
      return [...document.querySelectorAll(".edit label, .edit input, .edit select, .edit textarea, .edit .quiet, .edit button, .edit-fault, .edit-needed, .edit legend")].map((each) => {
        const [ink, paper] = [light(getComputedStyle(each).color), light(ground(each))];
        return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
      });
    });
    expect(contrast.length).toBeGreaterThan(10);
    expect(Math.min(...contrast), String(choice)).toBeGreaterThan(4.5);
    await page.keyboard.press("Escape");
    await page.locator(".edit").waitFor({ state: "hidden" });
    await key(page, "pen").click();
    await key(page, "choose-0").waitFor();
  }
  expect(others(faults)).toEqual([]);
  await close();
});

test("in Arabic, in the dark and on a small phone nothing is cut off, and fingers find everything", async () => {
  for (const [name, hash, options] of [
    ["edit-arabic", "#show=shaddadi-prison&lang=ar", {}],
    ["edit-dark", "#show=shaddadi-prison", { colorScheme: "dark" as const }],
    ["edit-phone", "#show=shaddadi-prison", phone],
    ["edit-phone-arabic", "#show=shaddadi-prison&lang=ar", phone],
  ] as const) {
    const { page, faults, close } = await desk(chrome, seeds, hash, options);
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    const small = () => page.evaluate(() => (matchMedia("(pointer: coarse)").matches ? [...document.querySelectorAll<HTMLElement>(".edit button, .edit input:not([type=checkbox]), .edit select, .edit textarea, .edit summary, .pens button, .pick-hint button")].filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 43.9).map((each) => each.outerHTML.slice(0, 90)) : []));
    await key(page, "pen-events-shaddadi-escape").click();
    await identify(page, writer);
    await field(page, "title").waitFor();
    await field(page, "title").fill("Another title");
    await field(page, "claimed_by").fill("");
    await save(page);
    await page.locator("#edit-claimed_by-fault").waitFor();
    expect(await wide(), name).toBe(0);
    expect(await small(), name).toEqual([]);
    await shot(page, name, name.includes("phone"));
    await key(page, "edit-pick").click();
    await page.locator(".map").click({ position: { x: 150, y: 190 } });
    expect(await wide(), name).toBe(0);
    expect(await small(), name).toEqual([]);
    await shot(page, `${name}-map`);
    await key(page, "pick-done").click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("data-key"))).toBe("edit-pick");
    // The other language keeps what is typed.
    await key(page, "language").click();
    await expect.poll(() => field(page, "title").inputValue()).toBe("Another title");
    expect(others(faults), name).toEqual([]);
    await close();
  }
});
