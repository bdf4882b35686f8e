import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { browser, focused, serve, settled, shot, visit, type Server } from "./stage";

const point = (lng: number, lat: number) => ({ type: "Point", coordinates: [lng, lat] });
const feature = (id: string, geometry: unknown, properties: unknown) => ({ type: "Feature", id, geometry, properties });

const markup = '<img src=x onerror="document.title=1;alert(1)">';
const quoted = `o'clock') OR ('1'='1`;
const odd = [
  feature("one", point(39.5, 36.2), { name: markup, [markup]: quoted, 'a"b': 1, "two words": "50%_off", like: "first", seen: "2026-01-02T08:30:00Z", tags: ["red", "o'clock"] }),
  feature("two", { type: "LineString", coordinates: [[38.5, 35.8], [39.2, 36.5]] }, { name: "A \u202eelpmaxe\u2066 gone", [markup]: "plain", 'a"b': 20, "two words": "50 or off", like: "second", seen: "2026-01-03T00:00:00Z", tags: [] }),
  feature("three", { type: "Polygon", coordinates: [[[40, 36], [40.4, 36], [40.4, 36.3], [40, 36.3], [40, 36]]] }, { name: "Field", [markup]: markup, 'a"b': 3, like: "second" }),
  feature("four", null, { name: "Nowhere", 'a"b': 4, like: "first" }),
];
const wells = Array.from({ length: 1200 }, (_, index) => feature(`n${index}`, point(38 + (index % 50) * 0.05, 35 + Math.floor(index / 50) * 0.06), { name: `Well ${index}`, depth: index, kind: index % 3 === 0 ? "deep" : "flat" }));

let folder: string;
let seeds: Server;
let files: Server;
let chrome: Browser;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cairn-e2e-"));
  const write = (name: string, features: unknown[]) => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify({ type: "FeatureCollection", features }));
    return path;
  };
  [files, seeds, chrome] = await Promise.all([serve(write("odd.geojson", odd), write("wells.geojson", wells)), serve(), browser()]);
});
afterAll(async () => {
  await chrome?.close();
  await Promise.all([files?.stop(), seeds?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

const found = (page: Page) => page.locator("[data-key=find-count]");
const cql = (page: Page) => page.locator("#find-cql2");
const ready = (page: Page) => page.locator(".find-results[aria-busy=false] [data-key=find-count]").waitFor();
const condition = (page: Page, n: number) => page.getByRole("group", { name: `Condition ${n}` });

test("I put a question together in words, see what is found, and open it", async () => {
  const { page, faults, close } = await visit(chrome, seeds.address);
  await page.getByRole("button", { name: "Find", exact: true }).click();
  await expect.poll(() => focused(page)).toBe("Find");
  await expect.poll(() => found(page).innerText()).toBe("8 found");
  await shot(page, "ask-first");
  await condition(page, 1).getByLabel("Value").selectOption({ label: "Escape" });
  await expect.poll(() => found(page).innerText()).toBe("1 found");
  expect(await cql(page).inputValue()).toBe("kind = 'escape'");
  expect(await page.locator(".found-shape").count()).toBe(1);
  await page.getByRole("button", { name: "Add a condition" }).click();
  await condition(page, 2).getByLabel("Property").selectOption({ label: "Begins" });
  await condition(page, 2).getByLabel("Comparison").selectOption({ label: "is on or after" });
  await condition(page, 2).getByLabel("Value").fill("2026-01-20");
  await expect.poll(() => found(page).innerText()).toBe("0 found");
  expect(await page.locator(".find-results").innerText()).toContain("Nothing meets this.");
  await page.getByLabel("What is found meets").selectOption({ label: "any of these" });
  await expect.poll(() => cql(page).inputValue()).toBe("kind = 'escape' OR start >= DATE('2026-01-20')");
  await expect.poll(() => found(page).innerText()).toBe("3 found");
  await expect.poll(() => page.locator(".said").innerText()).toBe("3 found");
  expect(await page.locator(".found-rows .row").first().innerText()).toMatch(/Escape from al-Shaddadi prison\s+Kind: Escape · Begins: 19 January 2026/);
  await shot(page, "ask-events");
  // What is opened takes the place of the question; the way back leads to where one was.
  await page.locator(".found-rows .row").nth(1).click();
  await expect.poll(() => page.locator(".panel .words h2").innerText()).toBe("Reported siege of al-Aqtan prison");
  expect(await page.locator(".find").isHidden()).toBe(true);
  await page.getByRole("button", { name: "Back to what was found" }).click();
  await expect.poll(() => focused(page)).toContain("Reported siege of al-Aqtan prison");
  await page.getByRole("button", { name: "Remove condition 1" }).click();
  await expect.poll(() => found(page).innerText()).toBe("2 found");
  await page.locator(".find").getByRole("button", { name: "Close" }).click();
  await expect.poll(() => page.locator(".found-shape").count()).toBe(0);
  expect(page.url()).not.toContain("find=");
  expect(await focused(page)).toBe("Find");
  expect(faults).toEqual([]);
  await close();
});

test("I do the same with the keyboard alone", async () => {
  const { page, faults, close } = await visit(chrome, seeds.address);
  const to = async (name: RegExp) => {
    for (let presses = 0; presses < 60; presses++) {
      if (name.test(await focused(page))) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`Tab does not come to ${name}`);
  };
  await to(/^Find$/);
  await page.keyboard.press("Enter");
  await expect.poll(() => found(page).innerText()).toBe("8 found");
  await to(/^Property$/);
  await page.keyboard.type("Title");
  await to(/^Comparison$/);
  await page.keyboard.type("contains");
  await expect.poll(() => focused(page)).toBe("Comparison");
  await to(/^Value$/);
  await page.keyboard.type("PRISON");
  await expect.poll(() => cql(page).inputValue()).toBe("CASEI(title) LIKE CASEI('%PRISON%')");
  expect(await focused(page)).toBe("Value");
  await expect.poll(() => found(page).innerText()).toBe("3 found");
  await page.keyboard.press("Enter");
  await to(/^Escape from al-Shaddadi prison/);
  await page.keyboard.press("Enter");
  await expect.poll(() => focused(page)).toBe("Escape from al-Shaddadi prison");
  await page.keyboard.press("Escape");
  await expect.poll(() => focused(page)).toMatch(/^Escape from al-Shaddadi prison/);
  expect(await page.locator(".find").isVisible()).toBe(true);
  // Everything that can be worked has a name.
  const nameless = await page.evaluate(() => [...document.querySelectorAll<HTMLElement>(".find button, .find select, .find input, .find textarea, .find a")].filter((each) => !(each.getAttribute("aria-label") ?? (each as HTMLInputElement).labels?.[0]?.textContent ?? each.textContent ?? "").trim()).length);
  expect(nameless).toBe(0);
  const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map((each) => each.id));
  expect(new Set(ids).size).toBe(ids.length);
  expect(faults).toEqual([]);
  await close();
});

test("a link to what I found finds the same, in the same part of the map", async () => {
  const { page, close } = await visit(chrome, seeds.address, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.getByRole("button", { name: "Find", exact: true }).click();
  await page.getByLabel("Look in").selectOption({ label: "Claims" });
  await ready(page);
  await condition(page, 1).getByLabel("Property").selectOption({ label: "Who says so" });
  await condition(page, 1).getByLabel("Comparison").selectOption({ label: "is one of" });
  await condition(page, 1).getByLabel("Syrian Democratic Forces", { exact: true }).check();
  await condition(page, 1).getByLabel("CNN").check();
  await page.getByLabel("Where", { exact: true }).selectOption({ label: "in this map view" });
  await expect.poll(() => cql(page).inputValue()).toMatch(/^claimed_by IN \('cnn', 'sdf'\) AND S_INTERSECTS\(geometry, BBOX\(/);
  await ready(page);
  expect(await page.locator(".found-box").count()).toBe(1);
  // The part of the map stays what it was until one asks for another.
  const take = page.getByRole("button", { name: "Take what the map shows now" });
  expect(await take.count()).toBe(0);
  const before = await cql(page).inputValue();
  await page.getByRole("button", { name: "Zoom out" }).click();
  await take.waitFor();
  expect(await cql(page).inputValue()).toBe(before);
  await take.click();
  await expect.poll(() => cql(page).inputValue()).not.toBe(before);
  expect(await take.count()).toBe(0);
  await ready(page);
  const count = await found(page).innerText();
  await page.locator(".find").getByRole("button", { name: "Copy link" }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(page.url());
  const other = await visit(chrome, link);
  await expect.poll(() => found(other.page).innerText()).toBe(count);
  expect(await cql(other.page).inputValue()).toBe(await cql(page).inputValue());
  expect(await condition(other.page, 1).getByLabel("CNN").isChecked()).toBe(true);
  await other.close();
  // The links for other programs: the service's own answer, and files.
  await page.getByRole("button", { name: "Copy API link" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain("/collections/claims/items?filter=");
  const api = await page.evaluate(() => navigator.clipboard.readText());
  const answer = (await (await fetch(api, { headers: { Accept: "application/geo+json" } })).json()) as { numberMatched: number };
  expect(`${answer.numberMatched} found`).toBe(count);
  await page.getByRole("button", { name: "Copy CQL2" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(await cql(page).inputValue());
  const links = await page.locator(".find-formats a").evaluateAll((all) => all.map((each) => (each as HTMLAnchorElement).href));
  expect(links.length).toBeGreaterThanOrEqual(5);
  for (const href of links) {
    const file = await fetch(href);
    expect(file.status, href).toBe(200);
    expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(100);
  }
  const plain = await page.getByRole("link", { name: "Open as a plain page" }).evaluate((each) => (each as HTMLAnchorElement).href);
  expect((await fetch(plain)).status).toBe(200);
  await page.goBack();
  await expect.poll(() => cql(page).inputValue()).toBe(before);
  await page.goBack();
  await expect.poll(() => page.locator(".found-box").count()).toBe(0);
  await close();
});

test("places are asked for as they stand at the moment, according to those who are heard", async () => {
  const { page, faults, close } = await visit(chrome, `${seeds.address}#find=places&if=control_status,is,held`);
  await expect.poll(() => found(page).innerText()).toBe("2 found");
  await page.getByRole("button", { name: "One step back" }).click();
  await expect.poll(() => found(page).innerText()).not.toBe("2 found");
  expect(await page.locator(".find-results").innerText()).toContain("19 January 2026, according to everyone");
  await page.locator(".found-rows .row", { hasText: "Al-Hol camp" }).click();
  await expect.poll(() => page.locator(".panel .verdict").innerText()).toBe("Held by the SDF");
  expect(faults).toEqual([]);
  await close();
});

test("I write CQL2 myself, am told where it is wrong, and come back to words", async () => {
  const { page, close } = await visit(chrome, `${seeds.address}#find=events&if=kind,is,escape`);
  await ready(page);
  await page.getByRole("button", { name: "Write CQL2 yourself" }).click();
  const field = page.getByLabel("Your own filter in CQL2");
  await expect.poll(() => field.inputValue()).toBe("kind = 'escape'");
  await field.fill("kind = 'escape' AND knd = 5");
  await field.press("Control+Enter");
  await expect.poll(() => page.locator(".find .alert").innerText()).toMatch(/column 21/);
  await expect.poll(() => page.locator(".said").innerText()).toMatch(/column 21/);
  expect(await field.inputValue()).toBe("kind = 'escape' AND knd = 5");
  await shot(page, "ask-wrong");
  await field.fill("kind IN ('escape', 'siege') AND NOT place = 'hol-camp'");
  await page.getByRole("button", { name: "Ask" }).click();
  await expect.poll(() => found(page).innerText()).toBe("2 found");
  expect(page.url()).toContain("cql=");
  await page.reload();
  await settled(page);
  await expect.poll(() => found(page).innerText()).toBe("2 found");
  await page.getByRole("button", { name: "Back to words" }).click();
  await expect.poll(() => found(page).innerText()).toBe("8 found");
  await close();
});

test("names and values that are markup or syntax are asked for as they are", async () => {
  const { page, faults, close } = await visit(chrome, `${files.address}#find=odd`);
  await expect.poll(() => found(page).innerText()).toBe("4 found");
  const ask = async (property: string, comparison: string, value: string | null) => {
    await condition(page, 1).getByLabel("Property").selectOption({ value: property });
    await condition(page, 1).getByLabel("Comparison").selectOption({ label: comparison });
    if (value === null) return;
    const field = condition(page, 1).getByLabel("Value");
    if ((await field.evaluate((each) => each.tagName)) === "SELECT") await field.selectOption({ value });
    else await field.fill(value);
  };
  for (const [property, comparison, value, want, count] of [
    [markup, "is", quoted, `"${markup.replaceAll('"', '""')}" = 'o''clock'') OR (''1''=''1'`, "1 found"],
    [markup, "is", markup, `"${markup.replaceAll('"', '""')}" = '${markup}'`, "1 found"],
    ['a"b', "is between", null, "", "4 found"],
    ['a"b', "is more than", "3", '"a""b" > 3', "2 found"],
    ["two words", "contains", "50%_", `CASEI("two words") LIKE CASEI('%50\\%\\_%')`, "1 found"],
    ["two words", "is empty", null, '"two words" IS NULL', "2 found"],
    ["like", "is not", "first", `"like" <> 'first'`, "2 found"],
    ["tags", "has", "o'clock", "A_CONTAINS(tags, ('o''clock'))", "1 found"],
    ["seen", "is on", "2026-01-02", "seen = DATE('2026-01-02')", "1 found"],
  ] as const) {
    await ask(property, comparison, value);
    await expect.poll(() => cql(page).inputValue(), { message: `${property} ${comparison}` }).toBe(want);
    await expect.poll(() => found(page).innerText(), { message: want }).toBe(count);
  }
  await page.reload();
  await settled(page);
  await expect.poll(() => found(page).innerText()).toBe("1 found");
  const traces = await page.evaluate(() => ({
    title: document.title,
    images: document.querySelectorAll("img:not(.leaflet-tile)").length,
    handlers: [...document.querySelectorAll("*")].filter((each) => [...each.attributes].some(({ name }) => name.startsWith("on"))).length,
    turned: /[\u202a-\u202e\u2066\u2067\u2028]/.test(document.body.innerText),
  }));
  expect(traces).toEqual({ title: "Cairn", images: 0, handlers: 0, turned: false });
  expect(faults).toEqual([]);
  await close();
});

test("an address with a question that makes no sense says so and breaks nothing", async () => {
  const strange = encodeURIComponent(markup);
  const { page, faults, close } = await visit(chrome, `${files.address}#find=${strange}&if=${strange},is,${strange}&box=1,2,3,4`);
  await expect.poll(() => page.locator(".find .alert").innerText()).toContain(`there is no collection “${markup}”`);
  await page.getByLabel("Look in").selectOption({ label: "odd" });
  await expect.poll(() => found(page).innerText()).toBe("4 found");
  await page.goto(`${files.address}#find=odd&if=${strange},is,x&if=nothing,is,x`);
  await expect.poll(() => page.locator(".find").innerText()).toContain("There is no such property here.");
  expect(faults).toEqual([]);
  await close();
});

test("of many I see twenty at a time, all shapes are on the map, and what is out of view is brought into it", async () => {
  const { page, faults, close } = await visit(chrome, `${files.address}#find=wells&if=kind,is,flat&map=38.1,35.1,12`);
  await expect.poll(() => found(page).innerText()).toBe("800 found");
  expect(await page.locator(".found-rows .row").count()).toBe(20);
  expect(await page.locator(".find-results").innerText()).toContain("The first 500 are on the map");
  expect(await page.locator(".found-shape").count()).toBe(500);
  await page.getByRole("button", { name: "20 more" }).click();
  expect(await page.locator(".found-rows .row").count()).toBe(40);
  for (let clicks = 0; clicks < 24; clicks++) await page.getByRole("button", { name: "20 more" }).click();
  await expect.poll(() => page.locator(".found-shape").count()).toBe(800);
  expect(await page.locator(".found-rows .row").count()).toBe(520);
  expect(new Set(await page.locator(".found-rows .row").evaluateAll((all) => all.map((each) => (each as HTMLElement).dataset["found"]))).size).toBe(520);
  await page.locator(".found-rows .row").nth(510).click();
  await expect.poll(() => page.locator(".panel .words h2").innerText()).toMatch(/^Well \d+$/);
  await expect.poll(() => page.locator(".found-shape.chosen").evaluate((ring) => ring.getBoundingClientRect().width > 5)).toBe(true);
  await shot(page, "ask-wells");
  await page.goto(`${files.address}#find=odd`);
  await expect.poll(() => page.locator(".found-shape").count()).toBe(3);
  await page.getByRole("button", { name: "Show on the map" }).click();
  await page.locator(".found-shape").nth(2).click();
  await expect.poll(() => page.locator(".panel .words h2").innerText()).toBe("Field");
  await shot(page, "ask-files");
  expect(faults).toEqual([]);
  await close();
});

test.each([
  ["ask-phone", "en", "light"],
  ["ask-phone-arabic", "ar", "dark"],
] as const)("I ask on a phone: %s", async (name, lang, colorScheme) => {
  const { page, faults, close } = await visit(chrome, `${seeds.address}#lang=${lang}`, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, colorScheme });
  await page.getByRole("button", { name: lang === "en" ? "Find" : "استعلام", exact: true }).tap();
  await ready(page);
  await expect.poll(() => page.locator(".find h2").evaluate((title) => title.getBoundingClientRect().top < 400 && title.getBoundingClientRect().top >= 0)).toBe(true);
  await page.goto(`${seeds.address}#find=claims&if=claimed_by,one,sdf&if=claimed_at,span,2026-01-19,2026-01-20&if=value_number,between,1,x&lang=${lang}`);
  await ready(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  const small = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>(".find button, .find select, .find input:not([type=checkbox]), .find-choice, .find a")]
      .filter((each) => each.checkVisibility())
      .map((each) => ({ box: each.getBoundingClientRect(), name: each.getAttribute("aria-label") ?? each.textContent }))
      .filter(({ box }) => Math.round(box.height) < 44)
      .map(({ box, name }) => `${name}: ${box.height}`),
  );
  expect(small, "what a finger has to hit is at least 44 pixels high").toEqual([]);
  await shot(page, name, true);
  await page.locator(".found-rows .row").first().tap();
  await expect.poll(() => page.locator(".words h2, .words .event h2").first().evaluate((title) => title.getBoundingClientRect().top < window.innerHeight)).toBe(true);
  expect(faults).toEqual([]);
  await close();
});

test("I ask in Arabic: no word of the page's own is left in English", async () => {
  const { page, faults, close } = await visit(chrome, `${seeds.address}#lang=ar`);
  await page.getByRole("button", { name: "استعلام", exact: true }).click();
  for (const collection of ["الأماكن", "الأحداث", "الأقوال", "السيطرة", "المصادر"]) {
    await page.getByLabel("البحث في").selectOption({ label: collection });
    await ready(page);
    const latin = await page.evaluate(() => [...document.querySelectorAll(".find button:not(.row), .find h3, .find label, .find option:not([dir]), .find .quiet")].map((each) => each.textContent ?? "").filter((words) => /[A-Za-z]{4,}/.test(words.replace(/CQL2|API|IBM Plex/g, ""))));
    expect(latin, collection).toEqual([]);
  }
  await page.getByLabel("البحث في").selectOption({ label: "الأحداث" });
  await ready(page);
  await page.getByLabel("القيمة").selectOption({ label: "فرار" });
  await expect.poll(() => found(page).innerText()).toBe("نتيجة واحدة");
  await shot(page, "ask-arabic");
  expect(faults).toEqual([]);
  await close();
});

test("in the dark the words of the question stay readable", async () => {
  const { page, close } = await visit(chrome, `${seeds.address}#find=events&if=kind,not,escape`, { colorScheme: "dark" });
  await ready(page);
  const contrast = await page.evaluate(() => {
    const light = (colour: string) => {
      const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => Number(part) / 255).map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (element: Element): string => {
      const colour = getComputedStyle(element).backgroundColor;
      return /rgba\(.*, 0\)/.test(colour) && element.parentElement ? ground(element.parentElement) : colour;
    };
    return [...document.querySelectorAll(".find h2, .find select, .find textarea, .find .quiet, .find .row-facts, .find a, .find-remove")].map((each) => {
      const [ink, paper] = [light(getComputedStyle(each).color), light(ground(each))];
      return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    });
  });
  expect(contrast.length).toBeGreaterThan(10);
  expect(Math.min(...contrast)).toBeGreaterThan(4.5);
  await shot(page, "ask-dark");
  await close();
});

test("when the line is cut, that is said, and one can try again", async () => {
  const { page, close } = await visit(chrome, `${seeds.address}#find=events&if=kind,is,escape`);
  await ready(page);
  await page.context().setOffline(true);
  await condition(page, 1).getByLabel("Value").selectOption({ label: "Siege" });
  await expect.poll(() => page.locator(".find .alert").innerText()).toContain("The service does not answer.");
  await page.context().setOffline(false);
  await page.locator(".find").getByRole("button", { name: "Try again" }).click();
  await expect.poll(() => page.locator(".found-rows").innerText()).toContain("siege");
  await close();
});
