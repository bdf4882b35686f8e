import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { browser, serve, settled, shot, visit, type Server } from "./stage";

let server: Server;
let chrome: Browser;
beforeAll(async () => {
  [server, chrome] = await Promise.all([serve(), browser()]);
});
afterAll(async () => {
  await chrome?.close();
  await server?.stop();
});

test("I see at a glance who holds what, how sure that is and what is disputed", async () => {
  const { page, faults, close } = await visit(chrome, server.address);
  const badge = (id: string) => page.locator(`.badge[data-place=${id}]`);
  await expect.poll(() => badge("shaddadi-prison").getAttribute("aria-label")).toContain("Held by the Syrian government: Sources contradict each other");
  expect(await badge("aqtan-prison").getAttribute("aria-label")).toContain("Held by the SDF, besieged by the Syrian government");
  expect(await badge("hol-camp").getAttribute("aria-label")).toContain("Vacated: nobody is reported to hold it");
  // A shape for each status, the holder's colour beside it.
  expect(await badge("shaddadi-prison").locator("svg.is-held .party-syrian-government").count()).toBe(1);
  expect(await badge("aqtan-prison").locator("svg.is-besieged .party-sdf").count()).toBe(1);
  expect(await badge("aqtan-prison").locator("svg.is-besieged .party-syrian-government").count()).toBe(1);
  expect(await badge("hol-camp").locator("svg.is-vacated .party-sdf").count()).toBe(0);
  expect(await badge("shaddadi-prison").locator(".dispute").count()).toBe(1);
  expect(await badge("shaddadi").locator(".dispute").count()).toBe(0);
  // The circle of a place that is not known exactly, and its sign beside it, not in it.
  const circle = await page.locator("path.area.is-besieged").boundingBox();
  const sign = await badge("aqtan-prison").boundingBox();
  const middle = { x: circle!.x + circle!.width / 2, y: circle!.y + circle!.height / 2 };
  const away = Math.hypot(sign!.x + sign!.width / 2 - middle.x, sign!.y + sign!.height / 2 - middle.y);
  expect(away).toBeGreaterThan(circle!.width / 2 + sign!.width / 2 - 1);
  expect(await page.locator("path.area.is-besieged").getAttribute("fill")).toBe("url(#area-besieged-sdf-syrian-government)");
  expect(await page.locator("#area-besieged-sdf-syrian-government .stripe").count()).toBe(1);
  await shot(page, "desktop");
  expect(faults).toEqual([]);
  await close();
});

test("I learn from the legend what each sign means", async () => {
  const { page, close } = await visit(chrome, server.address);
  await page.locator(".legend summary").click();
  const legend = await page.locator(".legend-body").innerText();
  for (const words of ["Held", "Contested", "Besieged", "Vacated", "Not known", "Disputed", "The place lies somewhere in it", "Dotted rivers", "borders that are not agreed"]) expect(legend).toContain(words);
  expect(await page.locator(".legend-parties").innerText()).toMatch(/Syrian government[\s\S]*SDF/);
  await shot(page, "legend");
  await close();
});

test("I click a place and read its claims side by side", async () => {
  const { page, close } = await visit(chrome, server.address);
  await page.locator(".badge[data-place=shaddadi-prison]").click();
  await expect.poll(() => page.locator(".panel h2").innerText()).toBe("Al-Shaddadi prison");
  const panel = page.locator(".panel");
  const escaped = panel.locator("[data-attribute=escaped]");
  expect(await escaped.locator(".figure").innerText()).toBe("120 … about 1,500 people");
  expect(await escaped.locator(".caveat").innerText()).toBe("unverified");
  expect(await escaped.locator(".tag.disputed").innerText()).toBe("disputed");
  const cards = escaped.locator(".claim");
  expect(await cards.count()).toBe(2);
  const [ministry, spokesman] = await cards.allInnerTexts();
  expect(ministry).toMatch(/^Syrian interior ministry says\s+120 people\s/);
  expect(ministry).toMatch(/on 20 January 2026[\s\S]*reported by CNN[\s\S]*unverified: CNN could not verify it/);
  expect(spokesman).toMatch(/^Farhad Shami, SDF spokesman says\s+about 1,500 people\s/);
  expect(spokesman).toMatch(/day not told[\s\S]*to Rudaw[\s\S]*reported by CNN/);
  expect(await cards.first().locator("a.source").getAttribute("href")).toMatch(/^https:\/\/www\.cnn\.com\/2026\/01\/20\//);
  // Side by side, not one below the other.
  const [left, right] = [await cards.nth(0).boundingBox(), await cards.nth(1).boundingBox()];
  expect(Math.abs(left!.y - right!.y)).toBeLessThan(2);
  expect(await escaped.locator(".unverified").innerText()).toContain("CNN’s own note: CNN says that it could not verify");
  expect(await panel.locator("[data-attribute=held_before] .value").innerText()).toBe("“thousands”");
  expect(await panel.locator("[data-attribute=held_before] .figure").count()).toBe(0);
  const released = await panel.locator("[data-attribute=released_by] .claim").allInnerTexts();
  expect(released.join("\n")).toMatch(/government-linked armed groups/);
  expect(released.join("\n")).toMatch(/the SDF/);
  expect(await panel.innerText()).toContain("Not known exactly: somewhere within 6\u00a0km");
  expect(await panel.locator(".names").innerText()).toMatch(/سجن الشدادي[\s\S]*Girtîgeha Şeddadê\s*Kurdish, from general knowledge/);
  await shot(page, "place");
  await panel.evaluate((element) => element.querySelector("[data-attribute=escaped]")?.scrollIntoView());
  await shot(page, "claims");
  await close();
});

test("the status of a place is told as what somebody says, and by which rule", async () => {
  const { page, close } = await visit(chrome, `${server.address}#show=hol-camp`);
  const control = page.locator(".panel .control");
  expect(await control.innerText()).toMatch(/So say: (?=[\s\S]*Syrian Democratic Forces)(?=[\s\S]*Syrian ministry of defence)/);
  expect(await control.innerText()).toContain("Since 20 January 2026");
  expect(await control.locator("a.rule").getAttribute("href")).toMatch(/\/situation\/rule$/);
  await page.locator(".former summary").click();
  expect(await page.locator(".former .claim").innerText()).toContain("by implication");
  await close();
});

test("I read of what happened without a place", async () => {
  const { page, close } = await visit(chrome, server.address);
  await page.getByRole("button", { name: /SDF accusation against the US-led coalition/ }).click();
  await expect.poll(() => page.locator(".panel").innerText()).toContain("No place is told for this.");
  expect(await page.locator(".panel [data-attribute=accusation] .who").innerText()).toBe("Syrian Democratic Forces says");
  await close();
});

test("I move through time and see control change", async () => {
  const { page, close } = await visit(chrome, server.address);
  const label = (id: string) => page.locator(`.badge[data-place=${id}]`).getAttribute("aria-label");
  expect(await page.locator(".histogram .bar").count()).toBe(5);
  await page.getByRole("button", { name: "One step back" }).click();
  await expect.poll(() => label("hol-camp")).toContain("Held by the SDF");
  expect(await label("shaddadi")).toContain("Held by the Syrian government");
  expect(await page.locator(".moment").innerText()).toBe("19 January 2026");
  expect(page.url()).toContain("at=2026-01-19");
  await shot(page, "nineteenth");
  const slider = page.locator(".slider");
  await slider.focus();
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => label("shaddadi")).toContain("Held by the SDF");
  expect(await slider.getAttribute("aria-valuetext")).toContain("18 January 2026, 0 events");
  await page.keyboard.press("End");
  await expect.poll(() => label("aqtan-prison")).toContain("besieged");
  await page.getByRole("button", { name: "Latest" }).click();
  await expect.poll(() => page.url()).not.toContain("at=");
  await close();
});

test("I ask what one side alone says", async () => {
  const { page, close } = await visit(chrome, server.address);
  const voices = page.getByLabel("According to");
  expect(await voices.locator("optgroup").evaluateAll((all) => all.map((each) => each.getAttribute("label")))).toEqual(["Syrian government", "SDF", "Press"]);
  await voices.selectOption("sdf");
  const label = (id: string) => page.locator(`.badge[data-place=${id}]`).getAttribute("aria-label");
  await expect.poll(() => label("shaddadi-prison")).toContain("Nobody here says who holds it");
  expect(await label("aqtan-prison")).toContain("besieged by the Syrian government");
  expect(await page.locator(".panel .lead").innerText()).toContain("Heard here: Syrian Democratic Forces, and nobody else");
  expect(await page.locator(".badge[data-place=shaddadi-prison] svg.is-unknown").count()).toBe(1);
  await shot(page, "one-voice");
  await voices.selectOption({ label: "SDF (all voices)" });
  await expect.poll(() => page.url()).toContain("by=sdf,sdf-shami");
  await settled(page);
  expect(await page.locator(".panel .lead").innerText()).toContain("SDF (all voices)");
  await close();
});
