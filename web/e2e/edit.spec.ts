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
    { type: "Feature", id: "w1", geometry: { type: "Point", coordinates: [39.5, 36.2] }, properties: { name: "Well one", depth: 40, dug: "2020-05-01", dry: false, tags: ["old", "deep"] } },
    { type: "Feature", id: "w2", geometry: { type: "Polygon", coordinates: [[[44, 33], [45, 33], [45, 34], [44, 33]]] }, properties: { name: `Well ${image}`, depth: 90, dug: "2021-05-01", dry: true, tags: [] } },
  ],
};
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

let folder: string;
let seeds: Keeping;
let files: Keeping;
let plain: Server;
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

interface Item {
  readonly id: string;
  readonly geometry: { readonly coordinates: readonly number[] } | null;
  readonly properties: Record<string, unknown>;
}
const get = async (path: string, at = seeds) => (await (await fetch(`${at.address}${path}`)).json()) as Item & { features: Item[] };
const history = async (path: string) => (await (await fetch(`${seeds.address}collections/${path}/history?f=json`)).json()) as { revisions: { by: string | null; op: string }[] };

const key = (page: Page, name: string) => page.locator(`[data-key="${name}"]`);
const field = (page: Page, name: string) => page.locator(`#edit-${name}`);
const save = (page: Page) => key(page, "edit-save").click();

/** Gives the token where it is asked for. */
async function identify(page: Page, token = writer): Promise<void> {
  await field(page, "token").fill(token);
  await page.keyboard.press("Enter");
}
/** Chooses from a list by typing. */
async function choose(page: Page, name: string, words: string): Promise<void> {
  await field(page, name).fill(words);
  await page.keyboard.press("Enter");
}
async function open(hash: string, options = {}, at: Server = seeds): Promise<Awaited<ReturnType<typeof visit>>> {
  const visited = await visit(chrome, `${at.address}${hash}`, options);
  await key(visited.page, "pen").waitFor();
  // The stream of changes stands: what comes over it is not told as somebody else's.
  await expect.poll(() => visited.asked.some((each) => /changes\?since=\d+$/.test(each))).toBe(true);
  return visited;
}
/** A refusal that was meant is no fault of the page. */
const others = (faults: readonly string[]) => faults.filter((each) => !/status of (401|403|404|409|412|422)/.test(each) && !each.includes("ERR_INTERNET_DISCONNECTED"));

test("a service that takes no changes shows no way to make one", async () => {
  const { page, faults, asked, close } = await visit(chrome, `${plain.address}#show=hol-camp`);
  await page.waitForLoadState("networkidle");
  expect(await page.locator(".pen, .pens, [data-key=pen]").count()).toBe(0);
  expect(asked.filter((each) => each.includes("/desk-"))).toEqual([]);
  expect(faults).toEqual([]);
  await close();
});

test("I give my token once, add a claim with its source, and see it", async () => {
  const { page, faults, asked, close } = await open("#show=shaddadi-prison");
  expect(asked.filter((each) => each.includes("/desk-")), "the form is fetched when it is wanted").toEqual([]);
  await key(page, "pen-add-events/shaddadi-escape").click();
  await field(page, "token").waitFor();
  expect(await focused(page)).toBe("");
  expect(await field(page, "token").getAttribute("type")).toBe("password");
  expect(await page.locator(".edit-command").innerText()).toContain("cairn token create");
  await shot(page, "edit-token");
  await identify(page, "not a token");
  expect(await page.locator("#edit-token-fault").innerText()).toContain("does not look like a token");
  await identify(page, "ck_nobodys_token_at_all_0000");
  await expect.poll(() => page.locator("#edit-token-fault").innerText()).toContain("does not know this token");
  await identify(page);
  // What it is about is there already.
  await expect.poll(() => field(page, "subject").inputValue()).toBe("Escape from al-Shaddadi prison");
  expect(await focused(page)).toBe("A new claim");
  // Nothing is written without a source, and all that is wrong is said at once.
  await save(page);
  expect(await page.locator(".edit-notice .alert").innerText()).toMatch(/3 things are to be corrected/);
  expect(await page.locator(".edit [aria-invalid=true]").evaluateAll((all) => all.map((each) => each.id))).toEqual(["edit-attribute", "edit-value_number", "edit-claimed_by"]);
  expect(await page.locator("#edit-claimed_by-fault").innerText()).toContain("Nothing is written without a source");
  expect(await field(page, "claimed_by").getAttribute("aria-describedby")).toContain("edit-claimed_by-fault");
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("edit-attribute");
  await shot(page, "edit-faults");
  await choose(page, "attribute", "escap");
  await field(page, "value_number").fill("1,5");
  await choose(page, "claimed_by", "defence");
  await save(page);
  expect(await page.locator("#edit-value_number-fault").innerText()).toContain("no number");
  await field(page, "value_number").fill("200");
  await field(page, "qualifier").selectOption("about");
  await choose(page, "unit", "people");
  await field(page, "claimed_at").fill("2026-01-21");
  await field(page, "paraphrase").fill(`The ministry of defence says ${image}.`);
  await shot(page, "edit-claim");
  await save(page);
  const card = page.locator("[data-claim=shaddadi-escape-escaped-syria-mod]");
  await card.waitFor();
  expect(await card.innerText()).toContain("about 200 people");
  expect(await card.innerText()).toContain(image);
  await expect.poll(() => focused(page)).toContain("Correct this");
  await expect.poll(() => page.locator(".badge.pulsing").getAttribute("data-place")).toBe("shaddadi-prison");
  await shot(page, "edit-saved");
  const { properties, geometry } = await get("collections/claims/items/shaddadi-escape-escaped-syria-mod");
  expect(properties).toMatchObject({ subject: "shaddadi-escape", subject_collection: "events", place: "shaddadi-prison", value_number: 200, qualifier: "about", unit: "people", claimed_by: "syria-mod", stance: "states", claimed_at: "2026-01-21", claimed_at_precision: "day", verification: "unverified", position_accuracy: 6000 });
  expect(geometry?.coordinates).toEqual([40.7348, 36.0576]);
  expect((await history("claims/items/shaddadi-escape-escaped-syria-mod")).revisions[0]?.by).toBe("amal");
  // One's own change is not told as somebody else's.
  await seeds.write("places", "raqqa", (each) => (each["summary"] = "A city on the river."));
  await page.locator(".notice.shown").waitFor();
  expect(await page.locator(".notice-said").textContent()).toBe("1 change: Raqqa");
  // The token is nowhere but in the tab, and went nowhere but to the service.
  expect(page.url()).not.toContain(writer);
  expect(asked.every((each) => each.startsWith(seeds.address) && !each.includes(writer))).toBe(true);
  expect(await page.evaluate(() => [sessionStorage.getItem("cairn.token") !== null, localStorage.getItem("cairn.token")])).toEqual([true, null]);
  expect(await page.locator("img:not(.leaflet-tile)").count()).toBe(0);
  expect(others(faults)).toEqual([]);
  await close();
});

test("I correct an event while somebody else does: what is theirs is shown, mine stays, and what was is one click away", async () => {
  const { page, faults, close } = await open("#show=shaddadi-prison");
  const at = "collections/events/items/shaddadi-escape";
  const before = (await get(at)).properties;
  await key(page, "pen-events-shaddadi-escape").click();
  await identify(page);
  await expect.poll(() => field(page, "title").inputValue()).toBe(before["title"]);
  await field(page, "title").fill("Escape from the prison");
  // What it was is under the field, and comes back with one click.
  const row = page.locator("[data-field=title] .edit-before");
  expect(await row.innerText()).toContain(`Before: ${String(before["title"])}`);
  await row.getByRole("button", { name: "Take it back" }).click();
  expect(await field(page, "title").inputValue()).toBe(before["title"]);
  expect(await row.count()).toBe(0);
  await field(page, "title").fill("Escape from the prison");
  await field(page, "start_latest").fill("2026-01-20");
  await seeds.write("events", "shaddadi-escape", (each) => ((each["title"] = `Break-out ${image}`), (each["summary"] = "Another summary.")));
  await save(page);
  const alert = page.locator(".edit-notice .alert");
  await expect.poll(() => alert.innerText()).toContain("Somebody has changed this since you opened it");
  expect(await alert.innerText()).toContain("Desk <b>Two</b>");
  expect(await alert.innerText()).toContain(`Break-out ${image}`);
  // What I had not touched is taken over; what both have changed is mine until I say otherwise.
  expect(await field(page, "summary").inputValue()).toBe("Another summary.");
  expect(await field(page, "title").inputValue()).toBe("Escape from the prison");
  expect(await page.locator("[data-field=title] .edit-clash").innerText()).toContain(`They wrote: Break-out ${image}`);
  await shot(page, "edit-overtaken");
  await key(page, "edit-title-take").click();
  expect(await field(page, "title").inputValue()).toBe(`Break-out ${image}`);
  expect(await page.locator(".edit-clash").count()).toBe(0);
  // Earlier values of a field, from its past.
  await page.locator("[data-field=title]").getByRole("button", { name: "1 earlier value" }).click();
  expect(await page.locator(".edit-earlier").innerText()).toContain(String(before["title"]));
  await shot(page, "edit-earlier");
  await page.locator(".edit-earlier").getByRole("button", { name: "Use this" }).click();
  expect(await field(page, "title").inputValue()).toBe(before["title"]);
  await save(page);
  await expect.poll(async () => (await get(at)).properties["start_latest"]).toBe("2026-01-20");
  expect((await get(at)).properties).toMatchObject({ title: before["title"], summary: "Another summary.", claimed_by: before["claimed_by"], place: "shaddadi-prison" });
  await expect.poll(() => page.locator(".event h3").first().innerText()).toBe(before["title"]);
  await page.locator(".edit").waitFor({ state: "hidden" });
  expect(await page.locator("img:not(.leaflet-tile)").count()).toBe(0);
  expect(others(faults)).toEqual([]);
  await close();
});

test("a position is chosen on the map, dragged, typed, moved with the arrow keys, and its accuracy is drawn", async () => {
  const { page, faults, close } = await open("#show=hol-camp");
  await key(page, "pen").click();
  await identify(page);
  await page.getByRole("button", { name: "Correct Al-Hol camp" }).click();
  await expect.poll(() => field(page, "geometry").inputValue()).toBe("36.3756");
  const [lat, lng] = [field(page, "geometry"), field(page, "geometry-lng")];
  expect(await field(page, "position_accuracy").locator("option:checked").innerText()).toMatch(/\(1\skm\)/);
  const circle = page.locator(".draft-area");
  await circle.waitFor({ state: "attached" });
  const wide = (await circle.boundingBox())?.width ?? 0;
  await field(page, "position_accuracy").selectOption("10000");
  await expect.poll(async () => ((await circle.boundingBox())?.width ?? 0) / wide).toBeGreaterThan(5);
  // By click; signs and circles of other things are not in the way.
  await key(page, "edit-pick").click();
  const box = await page.locator(".map").boundingBox();
  const badge = await page.locator(".badge[data-place=hol-camp]").boundingBox();
  if (box === null || badge === null) throw new Error("no map");
  await page.mouse.click(badge.x + badge.width / 2, badge.y + badge.height / 2);
  await expect.poll(() => lat.inputValue()).not.toBe("36.3756");
  await shot(page, "edit-picking");
  const clicked = Number(await lat.inputValue());
  // By hand.
  const spot = await page.locator(".draft-spot").boundingBox();
  if (spot === null) throw new Error("no spot");
  await page.mouse.move(spot.x + 17, spot.y + 17);
  await page.mouse.down();
  await page.mouse.move(spot.x + 17, spot.y + 77, { steps: 6 });
  await page.mouse.up();
  await expect.poll(async () => Number(await lat.inputValue())).toBeLessThan(clicked - 0.01);
  // By the keyboard alone: the map moves, Enter takes its middle, Escape ends.
  await page.locator(".map").focus();
  await page.keyboard.press("ArrowUp");
  await page.waitForTimeout(400);
  await page.keyboard.press("Enter");
  expect(page.url()).not.toContain("near=");
  await page.keyboard.press("Escape");
  await expect.poll(() => page.locator(".pick-hint").count()).toBe(0);
  await expect.poll(() => focused(page)).toBe("Choose on the map");
  // Typed, and moved with the arrow keys.
  await lat.fill("36.4");
  await lat.press("ArrowUp");
  expect(await lat.inputValue()).toBe("36.41");
  await lat.press("Shift+ArrowDown");
  expect(await lat.inputValue()).toBe("36.31");
  await lng.fill("241");
  await save(page);
  expect(await page.locator("#edit-geometry-fault").innerText()).toContain("no spot");
  await lng.fill("41.2");
  await field(page, "position_accuracy").selectOption("other");
  await key(page, "edit-metres").fill("2500");
  await save(page);
  await page.locator(".edit").waitFor({ state: "hidden" });
  const saved = await get("collections/places/items/hol-camp");
  expect(saved.geometry?.coordinates).toEqual([41.2, 36.31]);
  expect(saved.properties["position_accuracy"]).toBe(2500);
  await expect.poll(() => page.locator(".position").innerText()).toMatch(/2\.5\skm/);
  expect(await page.locator(".draft-area").count()).toBe(0);
  expect(others(faults)).toEqual([]);
  await close();
});

test("who holds a place is added by a source that was not there before, and taken away again", async () => {
  const { page, faults, close } = await open("#show=aqtan-prison");
  await key(page, "pen").click();
  await identify(page);
  await page.getByRole("button", { name: "Add who holds a place" }).click();
  await expect.poll(() => field(page, "subject").inputValue()).toBe("Al-Aqtan prison");
  await field(page, "status").selectOption("held");
  await save(page);
  expect(await page.locator("#edit-party-fault").innerText()).toContain("Who is said to hold it?");
  await choose(page, "party", "SDF");
  await key(page, "edit-claimed_by-new").click();
  await expect.poll(() => page.locator(".edit h2").innerText()).toBe("A new source");
  await field(page, "name").fill("Local council");
  await choose(page, "party", "Village elders");
  await save(page);
  // Back where one was, with the source in its field and nothing lost.
  await expect.poll(() => field(page, "claimed_by").inputValue()).toBe("Local council");
  expect(await field(page, "party").inputValue()).toBe("SDF");
  await field(page, "start").fill("2026-01-20");
  await save(page);
  const card = page.locator("[data-claim=control-aqtan-prison-held-local-council]");
  await card.waitFor();
  expect(await card.innerText()).toContain("Local council says");
  expect((await get("collections/sources/items/local-council")).properties).toMatchObject({ name: "Local council", party: "village_elders", speaks: true });
  expect((await get("collections/control/items/control-aqtan-prison-held-local-council")).properties).toMatchObject({ subject: "aqtan-prison", subject_collection: "places", place: "aqtan-prison", status: "held", party: "sdf" });
  await card.locator(".pen").click();
  await key(page, "edit-remove").click();
  expect(await focused(page)).toBe("Leave it");
  await page.keyboard.press("Escape");
  expect(await focused(page)).toBe("Remove it …");
  await key(page, "edit-remove").click();
  await key(page, "ask-go").click();
  await expect.poll(() => card.count()).toBe(0);
  expect((await fetch(`${seeds.address}collections/control/items/control-aqtan-prison-held-local-council`)).status).toBe(404);
  expect(await page.locator(".notice.shown").count()).toBe(0);
  expect(others(faults)).toEqual([]);
  await close();
});

test("what the service refuses is said at its fields, and a failed connection takes nothing away", async () => {
  const { page, faults, close } = await open("#show=hol-camp");
  await key(page, "pen").click();
  await identify(page);
  await page.getByRole("button", { name: "Add an event" }).click();
  await field(page, "title").fill("Something happened");
  await choose(page, "kind", "siege");
  await choose(page, "claimed_by", "CNN");
  await field(page, "start").fill("2026-01-20");
  // As another service, or a newer rule, would refuse it.
  await page.route("**/collections/events/items", (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    return route.fulfill({ status: 422, contentType: "application/problem+json", body: JSON.stringify({ title: "Unprocessable Entity", status: 422, detail: "no", errors: [{ pointer: "#/properties/start", detail: `is ${image}` }, { pointer: "#/properties/place", detail: '"x" is no id of places' }, { pointer: "#", detail: "the whole is wrong" }] }) });
  });
  await save(page);
  await expect.poll(() => page.locator("#edit-start-fault").innerText()).toBe(`is ${image}`);
  expect(await page.locator("#edit-place-fault").innerText()).toBe('"x" is no id of places');
  expect(await page.locator(".edit-notice .alert").innerText()).toContain("the whole is wrong");
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("edit-start");
  await page.unroute("**/collections/events/items");
  await page.context().setOffline(true);
  await save(page);
  await expect.poll(() => page.locator(".edit-notice .alert").innerText()).toContain("What you have typed is kept");
  await page.context().setOffline(false);
  expect(await field(page, "title").inputValue()).toBe("Something happened");
  // Also when the page is loaded anew.
  await page.reload();
  await expect.poll(() => field(page, "title").inputValue()).toBe("Something happened");
  expect(await page.locator(".edit-notice").innerText()).toContain("What you had typed is back");
  expect(await field(page, "claimed_by").inputValue()).toBe("CNN");
  await save(page);
  await page.locator("[data-event=something-happened]").waitFor();
  expect((await get("collections/events/items/something-happened")).properties).toMatchObject({ kind: "siege", claimed_by: "cnn", place: "hol-camp", start: "2026-01-20", time_precision: "day" });
  expect(await page.evaluate(() => sessionStorage.getItem("cairn.draft"))).toBeNull();
  expect(await page.locator("img:not(.leaflet-tile)").count()).toBe(0);
  expect(others(faults)).toEqual([]);
  await close();
});

test("a token that ends, and a claim that is taken away, while I write: what I typed is kept", async () => {
  const { page, faults, close } = await open("#show=shaddadi-prison");
  const gone = (await get("collections/claims/items?limit=100&attribute=recaptured")).features[0]?.id ?? "";
  await key(page, `pen-claims-${gone}`).click();
  await identify(page);
  await field(page, "value_number").waitFor();
  await field(page, "value_number").fill("82");
  await page.evaluate(() => sessionStorage.setItem("cairn.token", "ck_ended_while_i_was_writing"));
  await save(page);
  await expect.poll(() => page.locator(".edit .alert").innerText()).toContain("does not take the token any more");
  await identify(page);
  await expect.poll(() => field(page, "value_number").inputValue()).toBe("82");
  await seeds.write("claims", gone, null);
  await save(page);
  await expect.poll(() => page.locator(".edit-notice .alert").innerText()).toContain("Somebody has removed this");
  await key(page, "edit-anew").click();
  await expect.poll(() => page.locator(`[data-claim="${gone}"]`).innerText()).toContain("82 people");
  expect((await get(`collections/claims/items/${gone}`)).properties).toMatchObject({ value_number: 82, subject: "shaddadi-escape", subject_collection: "events", claimed_by: "syria-moi" });
  expect(others(faults)).toEqual([]);
  await close();
});

test("Escape leaves the form, and asks first if there is something in it; everything works without a mouse", async () => {
  const { page, faults, close } = await open("#show=hol-camp");
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
  const { page, faults, close } = await open("#show=hol-camp");
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
  const { page, faults, close } = await open("#show=wells/w1", {}, files);
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
  await expect.poll(async () => (await get("collections/wells/items/w1", files)).properties["depth"]).toBe(45);
  const saved = await get("collections/wells/items/w1", files);
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
  await expect.poll(async () => (await get("collections/wells/items/w2", files)).properties["depth"]).toBe(91);
  expect((await get("collections/wells/items/w2", files)).geometry).toMatchObject({ type: "Polygon" });
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

test("a year is given as a year, and what is known no better is not asked for", async () => {
  const { page, faults, close } = await open("#show=us-partnership");
  await key(page, "pen-events-us-partnership").click();
  await identify(page);
  await expect.poll(() => field(page, "start").inputValue()).toBe("2015");
  expect(await field(page, "end").inputValue()).toBe("2015");
  expect(await page.locator("[data-field=start_latest]").isVisible()).toBe(false);
  expect(await page.locator(".edit-field.altered").count()).toBe(0);
  await field(page, "start").fill("2014");
  await field(page, "time_precision").selectOption("day");
  expect(await field(page, "start").inputValue()).toBe("2014-01-01");
  await field(page, "start").fill("2014-10-17");
  await field(page, "time_precision").selectOption("year");
  expect(await field(page, "start").inputValue()).toBe("2014");
  await save(page);
  await expect.poll(() => page.locator(".event-when").innerText()).toBe("2014");
  expect((await get("collections/events/items/us-partnership")).properties).toMatchObject({ start: "2014-01-01", end: "2015-12-31", time_precision: "year" });
  // When a source spoke, if nobody knows it, is no day.
  await page.goto(`${seeds.address}#show=hol-camp`);
  await settled(page);
  await page.locator(".control [data-claim] .pen").first().click();
  await field(page, "claimed_at").waitFor();
  await field(page, "claimed_at_precision").selectOption("unknown");
  expect(await field(page, "claimed_at").isVisible()).toBe(false);
  expect(others(faults)).toEqual([]);
  await close();
});

test("in Arabic no word of the forms is left in English, and in the dark all of them stay readable", async () => {
  const { page, faults, close } = await open("#show=shaddadi-prison&lang=ar", { colorScheme: "dark" });
  await key(page, "pen").click();
  await identify(page);
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
    const { page, faults, close } = await open(hash, options);
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    const small = () => page.evaluate(() => (matchMedia("(pointer: coarse)").matches ? [...document.querySelectorAll<HTMLElement>(".edit button, .edit input:not([type=checkbox]), .edit select, .edit textarea, .edit summary, .pens button, .pick-hint button")].filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 43.9).map((each) => each.outerHTML.slice(0, 90)) : []));
    await key(page, "pen-events-shaddadi-escape").click();
    await identify(page);
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
