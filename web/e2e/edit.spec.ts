import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { choose, desk, field, get, identify, image, key, others, save } from "./desk";
import { browser, focused, keep, settled, shot, type Keeping } from "./stage";

let folder: string;
let seeds: Keeping;
let chrome: Browser;
let writer: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cairn-e2e-"));
  [chrome, seeds] = await Promise.all([browser(), keep(folder)]);
  writer = seeds.token("amal", "write");
});
afterAll(async () => {
  await chrome?.close();
  await seeds?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const history = async (path: string) => (await (await fetch(`${seeds.address}collections/${path}/history?f=json`)).json()) as { revisions: { by: string | null; op: string }[] };

test("I give my token once, add a claim with its source, and see it", async () => {
  const { page, faults, asked, close } = await desk(chrome, seeds, "#show=shaddadi-prison");
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
  await identify(page, writer);
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
  const { properties, geometry } = await get(seeds, "collections/claims/items/shaddadi-escape-escaped-syria-mod");
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
  const { page, faults, close } = await desk(chrome, seeds, "#show=shaddadi-prison");
  const at = "collections/events/items/shaddadi-escape";
  const before = (await get(seeds, at)).properties;
  await key(page, "pen-events-shaddadi-escape").click();
  await identify(page, writer);
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
  await expect.poll(async () => (await get(seeds, at)).properties["start_latest"]).toBe("2026-01-20");
  expect((await get(seeds, at)).properties).toMatchObject({ title: before["title"], summary: "Another summary.", claimed_by: before["claimed_by"], place: "shaddadi-prison" });
  await expect.poll(() => page.locator(".event h3").first().innerText()).toBe(before["title"]);
  await page.locator(".edit").waitFor({ state: "hidden" });
  expect(await page.locator("img:not(.leaflet-tile)").count()).toBe(0);
  expect(others(faults)).toEqual([]);
  await close();
});

test("a position is chosen on the map, dragged, typed, moved with the arrow keys, and its accuracy is drawn", async () => {
  const { page, faults, close } = await desk(chrome, seeds, "#show=hol-camp");
  await key(page, "pen").click();
  await identify(page, writer);
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
  const saved = await get(seeds, "collections/places/items/hol-camp");
  expect(saved.geometry?.coordinates).toEqual([41.2, 36.31]);
  expect(saved.properties["position_accuracy"]).toBe(2500);
  await expect.poll(() => page.locator(".position").innerText()).toMatch(/2\.5\skm/);
  expect(await page.locator(".draft-area").count()).toBe(0);
  expect(others(faults)).toEqual([]);
  await close();
});

test("who holds a place is added by a source that was not there before, and taken away again", async () => {
  const { page, faults, close } = await desk(chrome, seeds, "#show=aqtan-prison");
  await key(page, "pen").click();
  await identify(page, writer);
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
  expect((await get(seeds, "collections/sources/items/local-council")).properties).toMatchObject({ name: "Local council", party: "village_elders", speaks: true });
  expect((await get(seeds, "collections/control/items/control-aqtan-prison-held-local-council")).properties).toMatchObject({ subject: "aqtan-prison", subject_collection: "places", place: "aqtan-prison", status: "held", party: "sdf" });
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
  const { page, faults, close } = await desk(chrome, seeds, "#show=hol-camp");
  await key(page, "pen").click();
  await identify(page, writer);
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
  expect((await get(seeds, "collections/events/items/something-happened")).properties).toMatchObject({ kind: "siege", claimed_by: "cnn", place: "hol-camp", start: "2026-01-20", time_precision: "day" });
  expect(await page.evaluate(() => sessionStorage.getItem("cairn.draft"))).toBeNull();
  expect(await page.locator("img:not(.leaflet-tile)").count()).toBe(0);
  expect(others(faults)).toEqual([]);
  await close();
});

test("a token that ends, and a claim that is taken away, while I write: what I typed is kept", async () => {
  const { page, faults, close } = await desk(chrome, seeds, "#show=shaddadi-prison");
  const gone = (await get(seeds, "collections/claims/items?limit=100&attribute=recaptured")).features[0]?.id ?? "";
  await key(page, `pen-claims-${gone}`).click();
  await identify(page, writer);
  await field(page, "value_number").waitFor();
  await field(page, "value_number").fill("82");
  await page.evaluate(() => sessionStorage.setItem("cairn.token", "ck_ended_while_i_was_writing"));
  await save(page);
  await expect.poll(() => page.locator(".edit .alert").innerText()).toContain("does not take the token any more");
  await identify(page, writer);
  await expect.poll(() => field(page, "value_number").inputValue()).toBe("82");
  await seeds.write("claims", gone, null);
  await save(page);
  await expect.poll(() => page.locator(".edit-notice .alert").innerText()).toContain("Somebody has removed this");
  await key(page, "edit-anew").click();
  await expect.poll(() => page.locator(`[data-claim="${gone}"]`).innerText()).toContain("82 people");
  expect((await get(seeds, `collections/claims/items/${gone}`)).properties).toMatchObject({ value_number: 82, subject: "shaddadi-escape", subject_collection: "events", claimed_by: "syria-moi" });
  expect(others(faults)).toEqual([]);
  await close();
});

test("a year is given as a year, and what is known no better is not asked for", async () => {
  const { page, faults, close } = await desk(chrome, seeds, "#show=us-partnership");
  await key(page, "pen-events-us-partnership").click();
  await identify(page, writer);
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
  expect((await get(seeds, "collections/events/items/us-partnership")).properties).toMatchObject({ start: "2014-01-01", end: "2015-12-31", time_precision: "year" });
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
