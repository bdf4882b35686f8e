import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { choose, desk, field, get, identify, key, others, save } from "./desk";
import { browser, focused, keep, type Keeping } from "./stage";

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

const moi = "shaddadi-escaped-syria-moi";

test("a slip of the pen changes nothing that I did not mean: decimal commas, half a date, a sentence with the old number", async () => {
  const { page, faults, close } = await desk(chrome, seeds, "#show=shaddadi-prison");
  await key(page, `pen-claims-${moi}`).click();
  await identify(page, writer);
  await field(page, "value_number").waitFor();
  await key(page, "edit-group-where").click();
  await key(page, "edit-lng").fill("");
  await key(page, "edit-lng").pressSequentially("40,5");
  expect(await key(page, "edit-lng").inputValue()).toBe("40.5");
  // Half a date is no date taken away.
  const before = (await get(seeds, `collections/claims/items/${moi}`)).properties["claimed_at"];
  await field(page, "claimed_at").focus();
  await page.keyboard.press("Delete");
  await save(page);
  expect(await page.locator("#edit-claimed_at-fault").innerText()).toBe("This is no day.");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("edit-claimed_at");
  await field(page, "claimed_at").fill(String(before));
  // A sentence that says the old number is pointed out, and refuses nothing.
  await field(page, "value_number").fill("١٣٠");
  expect(await page.locator("#edit-paraphrase-hint").innerText()).toBe("The number above is another one now; this still says 120.");
  expect(await page.locator("#edit-paraphrase_ar-hint").isVisible()).toBe(true);
  expect(await field(page, "paraphrase").getAttribute("aria-describedby")).toContain("edit-paraphrase-hint");
  expect(await field(page, "paraphrase").getAttribute("aria-invalid")).not.toBe("true");
  await field(page, "paraphrase").fill("The Syrian interior ministry says that 130 detainees escaped.");
  expect(await page.locator("#edit-paraphrase-hint").isHidden()).toBe(true);
  await save(page);
  await expect.poll(() => page.locator(".edit-sheet").count()).toBe(0);
  const { properties, geometry } = await get(seeds, `collections/claims/items/${moi}`);
  expect(properties).toMatchObject({ value_number: 130, claimed_at: before });
  expect(geometry?.coordinates[0]).toBe(40.5);
  expect(others(faults)).toEqual([]);
  await close();
});

test("an answer that is lost makes nothing twice", async () => {
  const { page, close } = await desk(chrome, seeds, "#show=shaddadi-prison");
  await key(page, "pen-add-events/shaddadi-escape").click();
  await identify(page, writer);
  await choose(page, "attribute", "recap");
  await field(page, "value_number").fill("77");
  await choose(page, "claimed_by", "CNN");
  let lost = false;
  await page.route("**/collections/claims/items", async (route) => {
    if (route.request().method() !== "POST" || lost) return route.continue();
    lost = true;
    // What is typed or pressed meanwhile, in whatever language, is not sent again and not lost.
    await page.getByRole("button", { name: "العربية" }).click();
    await expect.poll(() => page.locator(".edit-form").evaluate((form: HTMLElement) => form.inert)).toBe(true);
    await page.getByRole("button", { name: "English" }).click();
    await route.fetch();
    await route.abort();
  });
  await save(page);
  await expect.poll(() => page.locator(".edit-notice .alert").innerText()).toContain("The service does not answer");
  await save(page);
  await page.locator("[data-claim=shaddadi-escape-recaptured-cnn]").waitFor();
  const ids = (await get(seeds, "collections/claims/items?limit=100&attribute=recaptured")).features.map(({ id }) => id);
  expect(ids.filter((id) => id.endsWith("cnn") || id.endsWith("cnn-2"))).toEqual(["shaddadi-escape-recaptured-cnn"]);
  await close();
});

test("whoever forgets the token takes along what was being typed; the next one does not find it", async () => {
  const { page, close } = await desk(chrome, seeds, "#show=shaddadi-prison");
  await key(page, `pen-claims-${moi}`).click();
  await identify(page, writer);
  await field(page, "note").waitFor({ state: "attached" });
  await field(page, "value_number").fill("131");
  const kept = () => page.evaluate(() => sessionStorage.getItem("cairn.draft"));
  expect(await kept()).toContain("131");
  expect(await kept()).not.toContain(writer);
  // A token that ends takes nothing away, and the keyboard comes back to the form.
  await page.evaluate(() => sessionStorage.setItem("cairn.token", "ck_ended_while_i_was_writing"));
  await save(page);
  await expect.poll(() => page.locator(".edit .alert").innerText()).toContain("does not take the token any more");
  expect(await field(page, "token").getAttribute("aria-describedby")).toContain("edit-token-why");
  await identify(page, writer);
  await expect.poll(() => focused(page)).toContain("130 detainees escaped");
  await key(page, "edit-forget").click();
  expect(await focused(page)).toBe("Keep writing");
  await key(page, "ask-go").click();
  await expect.poll(() => page.locator(".edit").isHidden()).toBe(true);
  expect(await kept()).toBeNull();
  // Somebody else at this device: what one was typing is not theirs.
  await key(page, `pen-claims-${moi}`).click();
  await identify(page, writer);
  await field(page, "value_number").fill("132");
  await page.evaluate((token) => sessionStorage.setItem("cairn.token", token), seeds.token("bob", "write"));
  await page.reload();
  await expect.poll(kept).toBeNull();
  expect(await page.locator(".edit").isHidden()).toBe(true);
  await close();
});
