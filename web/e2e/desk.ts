import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import { visit, type Server } from "./stage";

/** What must stay text wherever it is shown. */
export const image = '<img src=x onerror="document.title=1">';
export const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

/** A feature as the service tells it. */
export interface Item {
  readonly id: string;
  readonly geometry: { readonly coordinates: readonly number[] } | null;
  readonly properties: Record<string, unknown>;
}

/** What the service answers. */
export const get = async (at: Server, path: string) => (await (await fetch(`${at.address}${path}`)).json()) as Item & { features: Item[] };

export const key = (page: Page, name: string) => page.locator(`[data-key="${name}"]`);
export const field = (page: Page, name: string) => page.locator(`#edit-${name}`);
export const save = (page: Page) => key(page, "edit-save").click();

/** Gives the token where it is asked for. */
export async function identify(page: Page, token: string): Promise<void> {
  await field(page, "token").fill(token);
  await page.keyboard.press("Enter");
}

/** Chooses from a list by typing. */
export async function choose(page: Page, name: string, words: string): Promise<void> {
  await field(page, name).fill(words);
  await page.keyboard.press("Enter");
}

/** Opens a page that can be written on, and waits until changes come over the stream: one's own are not told as somebody else's. */
export async function desk(chrome: Browser, at: Server, hash: string, options = {}): Promise<Awaited<ReturnType<typeof visit>>> {
  const visited = await visit(chrome, `${at.address}${hash}`, options);
  await key(visited.page, "pen").waitFor();
  await expect.poll(() => visited.asked.some((each) => /changes\?since=\d+$/.test(each))).toBe(true);
  return visited;
}

/** What went wrong besides what was meant to be refused. */
export const others = (faults: readonly string[]) => faults.filter((each) => !/status of (401|403|404|409|412|422)/.test(each) && !each.includes("ERR_INTERNET_DISCONNECTED"));
