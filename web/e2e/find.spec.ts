import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { browser, serve, shot, visit, type Server } from "./stage";

let server: Server;
let chrome: Browser;
beforeAll(async () => {
  [server, chrome] = await Promise.all([serve(), browser()]);
});
afterAll(async () => {
  await chrome?.close();
  await server?.stop();
});

test("I click anywhere and get the nearest facilities with distance and direction", async () => {
  const { page, faults, close } = await visit(chrome, server.address);
  const map = await page.locator(".map").boundingBox();
  await page.mouse.click(map!.x + map!.width * 0.5, map!.y + map!.height * 0.35);
  await page.locator(".nearby .row").first().waitFor();
  const rows = await page.locator(".nearby .row").allInnerTexts();
  expect(rows).toHaveLength(3);
  for (const row of rows) expect(row).toMatch(/(prison|camp)[\s\S]*\d[\d.]*\skm (north|south|east|west)/);
  expect(rows.join("\n")).toContain("its position is known to 6\u00a0km only");
  expect(await page.locator(".near-line").count()).toBe(3);
  expect(page.url()).toContain("near=");
  await shot(page, "nearest");
  await page.getByRole("button", { name: "Close" }).click();
  await expect.poll(() => page.locator(".near-line").count()).toBe(0);
  expect(faults).toEqual([]);
  await close();
});

test("I find a place in any spelling", async () => {
  const { page, close } = await visit(chrome, server.address);
  const search = page.getByRole("combobox", { name: "Search places" });
  for (const [spelling, name] of [["SHADDADEH pris", "Al-Shaddadi prison"], ["الشدادي", "Al-Shaddadi"], ["Kempa Hole", "Al-Hol camp"], ["el hawl", "Al-Hol camp"], ["rakka", "Raqqa"], ["aqtaan", "Al-Aqtan prison"]] as const) {
    await search.fill(spelling);
    await expect.poll(() => page.locator("#found [role=option] bdi").first().innerText(), { message: spelling }).toBe(name);
  }
  await search.fill("Atlantis");
  await expect.poll(() => page.locator("#found").innerText()).toBe("No place of this name");
  await search.fill("holê");
  await page.keyboard.press("Enter");
  await expect.poll(() => page.locator(".panel h2").innerText()).toBe("Al-Hol camp");
  expect(page.url()).toContain("show=hol-camp");
  await close();
});

test("I read the same as tables", async () => {
  const { page, close } = await visit(chrome, server.address);
  await page.getByRole("button", { name: "Read as tables" }).click();
  const table = page.locator(".list table");
  await expect.poll(() => table.locator("caption").innerText()).toBe("Places and who is said to hold them");
  expect(await table.locator("tbody tr").count()).toBe(5);
  expect(await table.locator("thead th[scope=col]").count()).toBe(7);
  expect(await table.getByRole("row", { name: /Al-Aqtan prison/ }).innerText()).toMatch(/Held by the SDF, besieged by the Syrian government[\s\S]*20 January 2026[\s\S]*no[\s\S]*within 3\.5\skm/);
  await shot(page, "list");
  await page.getByRole("button", { name: "Events", exact: true }).click();
  await expect.poll(() => table.locator("tbody tr").count()).toBe(8);
  expect(await table.getByRole("row", { name: /Escape from al-Shaddadi prison/ }).innerText()).toContain("120 … about 1,500 people (disputed)");
  expect(await table.getByRole("row", { name: /call between presidents/ }).innerText()).toContain("elsewhere");
  await page.getByRole("button", { name: "Claims", exact: true }).click();
  await expect.poll(() => table.locator("tbody tr").count()).toBe(20);
  expect(await table.innerText()).toContain("could not verify it");
  await page.getByRole("button", { name: "One step back" }).click();
  await expect.poll(() => table.locator("tbody tr").count()).toBeLessThan(20);
  await page.getByRole("button", { name: "Back to the map" }).click();
  await expect.poll(() => page.locator(".list").isHidden()).toBe(true);
  await close();
});

test("I share what I see by its address, and go back and forward", async () => {
  const { page, close } = await visit(chrome, server.address, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.locator(".badge[data-place=hol-camp]").click();
  await expect.poll(() => page.locator(".panel h2").innerText()).toBe("Al-Hol camp");
  await page.getByRole("button", { name: "One step back" }).click();
  await page.getByLabel("According to").selectOption("cnn");
  await expect.poll(() => page.locator(".verdict").innerText()).toBe("Held by the SDF");
  await page.getByRole("button", { name: "Zoom in" }).click();
  await expect.poll(() => page.url()).toMatch(/map=[\d.]+,[\d.]+,10/);
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect.poll(() => page.locator(".said").innerText()).toBe("The link to this view is copied.");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(page.url());
  const other = await visit(chrome, link);
  expect(await other.page.locator(".verdict").innerText()).toBe("Held by the SDF");
  expect(await other.page.locator(".moment").innerText()).toBe("19 January 2026");
  expect(await other.page.getByLabel("According to").inputValue()).toBe("cnn");
  expect(await other.page.locator(".badge[data-place=hol-camp]").getAttribute("aria-pressed")).toBe("true");
  await other.close();
  await page.goBack();
  await expect.poll(() => page.getByLabel("According to").inputValue()).toBe("");
  await page.goBack();
  await expect.poll(() => page.locator(".moment").innerText()).toBe("20 January 2026");
  await page.goBack();
  await expect.poll(() => page.locator(".panel h2").innerText()).toBe("Who holds what");
  await page.goForward();
  await expect.poll(() => page.locator(".panel h2").innerText()).toBe("Al-Hol camp");
  await close();
});

test("I do not lose the link where copying is not allowed", async () => {
  const { page, close } = await visit(chrome, server.address);
  await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect.poll(() => page.getByLabel("Link to this view").inputValue()).toBe(page.url());
  await close();
});

test("an address that names nothing known says so, and the way back is there", async () => {
  const { page, close } = await visit(chrome, `${server.address}#show=atlantis&map=1,2&at=never&by=nobody`);
  await expect.poll(() => page.locator(".panel .alert").innerText()).toContain("nobody");
  await page.getByRole("button", { name: "Show the latest, according to everyone" }).click();
  await expect.poll(() => page.locator(".panel").innerText()).toMatch(/Nothing is told here of:\s+atlantis/);
  await page.getByRole("button", { name: "All places" }).click();
  await expect.poll(() => page.locator(".panel h2").innerText()).toBe("Who holds what");
  await close();
});

test("when the service does not answer, that is said in words", async () => {
  const { page, close } = await visit(chrome, server.address);
  await page.route("**/situation?*", (route) => route.fulfill({ status: 503, contentType: "application/problem+json", body: JSON.stringify({ title: "Busy", detail: "too many at once" }) }));
  await page.getByRole("button", { name: "One step back" }).click();
  await expect.poll(() => page.locator(".panel .alert").innerText()).toContain("too many at once");
  await expect.poll(() => page.locator(".said").innerText()).toContain("too many at once");
  expect(await page.getByRole("button", { name: "Try again" }).count()).toBe(1);
  await close();
});

test("when the line is cut, nothing is shown under a day it does not belong to, and one can try again", async () => {
  const { page, close } = await visit(chrome, server.address);
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "One step back" }).click();
  const alert = page.locator(".panel .alert");
  await expect.poll(() => alert.innerText()).toContain("The service does not answer.");
  expect(await alert.innerText()).toContain("Still shown: 20 January 2026, everyone.");
  expect(await page.locator(".panel .kicker").first().innerText()).toBe("20 January 2026");
  expect(await page.locator(".moment").innerText()).toBe("19 January 2026");
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect.poll(() => page.locator(".panel .kicker").first().innerText()).toBe("19 January 2026");
  expect(await alert.count()).toBe(0);
  await close();
});

test("a page that comes before its service tries again", async () => {
  const context = await chrome.newContext({ locale: "en-GB" });
  const page = await context.newPage();
  await page.route("**/collections", (route) => route.abort());
  await page.goto(server.address);
  await expect.poll(() => page.locator(".panel .alert").innerText()).toContain("The service does not answer.");
  await page.unroute("**/collections");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect.poll(() => page.locator(".panel h2").innerText()).toBe("Who holds what");
  await context.close();
});
