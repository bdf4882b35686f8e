import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { browser, focused, keep, serve, settled, shot, visit, type Keeping, type Server } from "./stage";

const image = '<img src=x onerror="document.title=1">';
const wells = {
  type: "FeatureCollection",
  features: [
    { type: "Feature", id: "w1", geometry: { type: "Point", coordinates: [39.5, 36.2] }, properties: { name: "Well one", depth: 40 } },
    { type: "Feature", id: "w2", geometry: { type: "Point", coordinates: [44.5, 33.2] }, properties: { name: "Well two", depth: 90 } },
  ],
};

let folder: string;
let seeds: Keeping;
let files: Keeping;
let plain: Server;
let chrome: Browser;
/** The revision that the seeds ended with. */
let seeded: number;

async function present(): Promise<number> {
  return ((await (await fetch(`${seeds.address}changes?since=9999-12-31T00:00:00Z&limit=1&f=json`)).json()) as { rev: number }).rev;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cairn-e2e-"));
  writeFileSync(join(folder, "wells.geojson"), JSON.stringify(wells));
  [plain, chrome] = await Promise.all([serve(), browser()]);
  seeds = await keep(folder);
  seeded = await present();
  files = await keep(folder, join(folder, "wells.geojson"));
});
afterAll(async () => {
  await chrome?.close();
  await Promise.all([plain?.stop(), seeds?.stop(), files?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

const notice = (page: Page) => page.locator(".notice.shown");
const changes = (page: Page) => page.locator(".past .change");
async function open(address: string, options = {}): Promise<Awaited<ReturnType<typeof visit>>> {
  const visited = await visit(chrome, address, options);
  await visited.page.locator("[data-key=since]").waitFor();
  await expect.poll(() => visited.asked.some((each) => /changes\?since=\d+$/.test(each))).toBe(true);
  return visited;
}

test("a service that keeps no past shows nothing of one", async () => {
  const { page, asked, faults, close } = await visit(chrome, `${plain.address}#show=hol-camp&since=day`);
  expect(await page.locator(".panel .words h2").innerText()).toBe("Al-Hol camp");
  expect(await page.locator("[data-key=since], [data-key=history], .notice.shown").count()).toBe(0);
  await page.getByRole("button", { name: "All places" }).click();
  await expect.poll(() => page.locator(".panel .words h2").innerText()).toBe("Who holds what");
  expect(asked.filter((each) => each.includes("/changes"))).toEqual([]);
  expect(faults).toEqual([]);
  await close();
});

test("I see a change as it comes, what it was, and put the notice away", async () => {
  const { page, faults, close } = await open(seeds.address, { reducedMotion: "no-preference" });
  await seeds.write("places", "hol-camp", (properties) => (properties["summary"] = `Camp ${image}`));
  await notice(page).waitFor();
  expect(await page.locator(".notice [role=status]").textContent()).toBe("1 change: Al-Hol camp");
  await expect.poll(() => page.locator(".badge.pulsing").getAttribute("data-place")).toBe("hol-camp");
  await shot(page, "past-notice");
  await expect.poll(() => page.locator(".badge.pulsing").count()).toBe(0);
  await notice(page).getByRole("button", { name: "Dismiss" }).click();
  expect(await notice(page).count()).toBe(0);
  expect(await focused(page)).toBe("Changes");
  await seeds.write("places", "raqqa", (properties) => (properties["summary"] = "A city."));
  await notice(page).getByRole("button", { name: "Raqqa" }).click();
  await expect.poll(() => page.locator(".panel .words h2").innerText()).toBe("Raqqa");
  expect(await page.locator(".panel .words").innerText()).toContain("A city.");
  await notice(page).getByRole("button", { name: "See what changed" }).click();
  await expect.poll(() => changes(page).count()).toBe(1);
  expect(await changes(page).first().innerText()).toMatch(/Changed\s+Raqqa\s+\d\d:\d\d · Places · by Desk <b>Two<\/b>/);
  await page.getByLabel("Since").selectOption({ label: "a day ago" });
  await expect.poll(() => changes(page).nth(1).innerText()).toContain(`Camp ${image}`);
  await shot(page, "past-changes");
  expect(await page.locator("img:not(.leaflet-tile)").count()).toBe(0);
  expect(await page.title()).not.toBe("1");
  expect(page.url()).toContain("since=day");
  // A date is typed with the keyboard alone: what is being typed stays where it is, whichever of day and month comes first.
  await page.getByLabel("Since").selectOption({ label: "a date …" });
  await page.getByLabel("Day").focus();
  await page.keyboard.type("02022026");
  await expect.poll(() => page.url()).toContain("since=2026-02-02");
  await expect.poll(() => changes(page).count()).toBeGreaterThan(10);
  await page.locator(".past").getByRole("button", { name: "Close" }).click();
  expect(page.url()).not.toContain("since=");
  expect(faults).toEqual([]);
  await close();
});

test("I read the history of a place, go back to what was known, and return", async () => {
  const all = (await (await fetch(`${seeds.address}collections/claims/items?limit=200`)).json()) as { features: { id: string; properties: Record<string, unknown> }[] };
  const said = all.features.find(({ properties }) => properties["value_number"] === 120)?.id ?? "";
  const before = await present();
  await seeds.write("claims", said, (properties) => (properties["value_number"] = 126));
  const { page, faults, close } = await open(`${seeds.address}#show=shaddadi-prison`);
  const figure = page.locator("[data-attribute=escaped] .figure");
  await page.locator(".former summary").click();
  await expect.poll(() => figure.innerText()).toContain("126");
  const toggle = page.getByRole("button", { name: "History" });
  expect(await toggle.getAttribute("aria-expanded")).toBe("false");
  await toggle.focus();
  await page.keyboard.press("Enter");
  const newest = page.locator(".history .change").first();
  await newest.waitFor();
  expect(await focused(page)).toBe("History");
  expect((await newest.innerText()).replaceAll(/\s+/g, " ")).toMatch(/Changed .*120 detainees.* Claims · by Desk <b>Two<\/b> Number: from 120 to 126/);
  expect(await page.locator(".history .change").last().innerText()).toMatch(/Added\s+Al-Shaddadi prison/);
  await shot(page, "past-history");
  // A change elsewhere takes nothing away from whoever reads.
  const scrolled = () => page.locator(".panel").evaluate((panel) => panel.scrollTop);
  const at = await scrolled();
  await seeds.write("places", "raqqa", (properties) => (properties["summary"] = "A town."));
  await notice(page).waitFor();
  expect(await page.locator(".former").evaluate((details: HTMLDetailsElement) => details.open)).toBe(true);
  expect(await focused(page)).toBe("History");
  expect(await scrolled()).toBe(at);
  expect(at).toBeGreaterThan(0);
  await notice(page).getByRole("button", { name: "Dismiss" }).click();
  // What was known before it.
  await page.goto(`${seeds.address}#show=shaddadi-prison&known=${before}`);
  await expect.poll(() => figure.innerText()).toContain("120");
  const banner = page.locator(".known");
  await expect.poll(() => banner.innerText()).toMatch(new RegExp(`An older state of knowledge: what was known by .* \\(change number ${before}\\)`));
  await shot(page, "past-known");
  // What comes now is told of, and not mixed in.
  await seeds.write("claims", said, (properties) => (properties["value_number"] = 127));
  await notice(page).waitFor();
  expect(await notice(page).innerText()).toContain("you are looking at an older state of knowledge");
  expect(await figure.innerText()).toContain("120");
  await banner.getByRole("button", { name: "Show what is known now" }).click();
  await expect.poll(() => figure.innerText()).toContain("127");
  expect(await banner.innerText()).toBe("");
  expect(page.url()).not.toContain("known=");
  expect(faults).toEqual([]);
  await close();
});

test("a file's feature has its history too, also when it is gone", async () => {
  const { page, faults, close } = await open(files.address);
  await files.write("wells", "w1", (properties) => ((properties["depth"] = 45), (properties[image] = image)));
  await notice(page).waitFor();
  await notice(page).getByRole("button", { name: "Well one" }).click();
  await expect.poll(() => page.locator(".panel .words h2").innerText()).toBe("Well one");
  expect(await page.locator(".properties").innerText()).toContain("45");
  await page.getByRole("button", { name: "History" }).click();
  await expect.poll(() => page.locator(".history .change").count()).toBe(2);
  expect((await page.locator(".history .change").first().innerText()).replaceAll(/\s+/g, " ")).toContain(`depth: from 40 to 45 ${image}: ${image}`);
  await files.write("wells", "w1", null);
  await expect.poll(() => page.locator(".history .change").count()).toBe(3);
  await page.locator(".history .change").first().getByRole("button", { name: "As it was known before" }).click();
  await page.locator(".known p").waitFor();
  await expect.poll(() => page.locator(".properties").innerText()).toContain("45");
  expect(await page.locator("img:not(.leaflet-tile)").count()).toBe(0);
  expect(faults).toEqual([]);
  await close();
});

test("what changed since my last visit is kept for me", async () => {
  const { page, close } = await open(seeds.address);
  // A visit of yesterday, as the browser would have noted it.
  await page.evaluate(() => {
    const { seen } = JSON.parse(localStorage.getItem("cairn.visit") ?? "{}") as { seen: { rev: number } };
    localStorage.setItem("cairn.visit", JSON.stringify({ last: null, seen: { rev: seen.rev - 1, at: Date.now() - 86_400_000 } }));
  });
  await page.reload();
  await settled(page);
  await page.getByRole("button", { name: "Changes" }).click();
  await expect.poll(() => changes(page).count()).toBe(1);
  expect(await page.getByLabel("Since").evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.textContent)).toMatch(/^my last visit, \d/);
  expect(page.url()).toContain("since=visit");
  await close();
});

test("in Arabic, in the dark and on a small phone nothing is cut off", async () => {
  for (const [name, hash, options] of [
    ["past-arabic", "#since=day&lang=ar", {}],
    ["past-dark", "#since=day", { colorScheme: "dark" as const }],
    ["past-phone", "#since=day", { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }],
    ["past-phone-known", `#show=hol-camp&known=${seeded}&lang=ar`, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }],
  ] as const) {
    const { page, faults, close } = await open(`${seeds.address}${hash}`, options);
    if (hash.includes("since")) await changes(page).first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), name).toBe(0);
    const small = await page.evaluate(() => (matchMedia("(pointer: coarse)").matches ? [...document.querySelectorAll<HTMLElement>(".past button, .past select, .known button")].filter((each) => each.getBoundingClientRect().height < 44).map((each) => each.textContent) : []));
    expect(small, name).toEqual([]);
    await shot(page, name, name.includes("phone"));
    expect(faults, name).toEqual([]);
    await close();
  }
});
