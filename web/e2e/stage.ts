import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";

const cairn = resolve(import.meta.dirname, process.env["CAIRN_BIN"] ?? "../../bin/cairn");
const shots = join(import.meta.dirname, "shots");
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

function browserPath(): string {
  const known = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser"].filter((path) => path !== undefined);
  const path = known.find((each) => existsSync(each));
  if (path === undefined) throw new Error("no browser: install chromium, or name one in CHROMIUM");
  return path;
}

/** A running Cairn. */
export interface Server {
  readonly address: string;
  stop(): Promise<void>;
}

/** Starts the real program on a port of its own, with the seeds or with files, and waits until it says where it is. */
export async function serve(...files: string[]): Promise<Server> {
  if (!existsSync(cairn)) throw new Error(`no program at ${cairn}: run make build, or name one in CAIRN_BIN`);
  const child = spawn(cairn, ["serve", "--listen", "127.0.0.1:0", ...files], { stdio: ["ignore", "pipe", "pipe"] });
  const address = await said(child);
  return {
    address,
    stop: () =>
      new Promise((done) => {
        if (child.exitCode !== null) return done();
        child.once("exit", () => done());
        child.kill("SIGTERM");
      }),
  };
}

/** A Cairn that keeps what was: with the seeds, or with files, in a store of its own. */
export interface Keeping extends Server {
  /** Puts a feature where it is, changed; null takes it away. */
  write(collection: string, id: string, change: ((properties: Record<string, unknown>) => void) | null): Promise<void>;
  /** Makes a token as whoever runs the service makes one. */
  token(name: string, ...can: string[]): string;
}

/** Starts the real program on a store in a folder, with somebody who may write. */
export async function keep(folder: string, ...files: string[]): Promise<Keeping> {
  const store = join(folder, `store-${process.pid}-${Date.now()}.gpkg`);
  const server = await serve("--store", store, ...(files.length === 0 ? ["--seed"] : files));
  const made: Keeping["token"] = (name, ...can) => execFileSync(cairn, ["token", "create", "--store", store, "--name", name, "--can", ...can], { stdio: ["ignore", "pipe", "ignore"] }).toString().trim();
  const token = made("Desk <b>Two</b>", "write");
  const write: Keeping["write"] = async (collection, id, change) => {
    const address = `${server.address}collections/${collection}/items/${encodeURIComponent(id)}`;
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/geo+json" };
    const send = async (init: RequestInit) => {
      const answer = await fetch(address, { ...init, headers });
      if (!answer.ok) throw new Error(`${init.method} ${address}: ${answer.status} ${await answer.text()}`);
    };
    if (change === null) return send({ method: "DELETE" });
    const { type, geometry, properties } = (await (await fetch(address)).json()) as { type: string; geometry: unknown; properties: Record<string, unknown> };
    change(properties);
    return send({ method: "PUT", body: JSON.stringify({ type, id, geometry, properties }) });
  };
  return { ...server, write, token: made };
}

function said(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let all = "";
    const hear = (words: Buffer) => {
      all += words.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(all);
      if (found) done(`${found[0]}/`);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code) => fail(new Error(`cairn ended with ${code}: ${all}`)));
    child.once("error", fail);
  });
}

/** A browser, for one file of journeys. */
export function browser(): Promise<Browser> {
  return chromium.launch({ executablePath: browserPath(), args: flags });
}

/** A page with what it did wrong. */
export interface Visit {
  readonly page: Page;
  /** Console errors and warnings, uncaught exceptions, refusals of the content policy, failed requests. */
  readonly faults: string[];
  /** Every address that was asked for. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** Opens the page and waits until it stands: nothing moves, and everything is loaded. */
export async function visit(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, reducedMotion: "reduce", locale: "en-GB", ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  const asked: string[] = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && faults.push(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`uncaught: ${error.message}`));
  page.on("request", (request) => asked.push(request.url()));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    // A newer question takes the place of an older one: that is no fault.
    if (why !== "net::ERR_ABORTED") faults.push(`failed: ${request.url()} ${why}`);
  });
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(address);
  await settled(page);
  return { page, faults, asked, close: () => context.close() };
}

/** Waits until the words are there and nothing is loading. */
export async function settled(page: Page): Promise<void> {
  await page.locator(".panel[aria-busy=false]:has(h2, .alert, .panel-nav)").waitFor();
  await page.locator(".map[data-ground]").waitFor({ state: "attached" });
  await page.evaluate(() => document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))));
}

/** Keeps a picture of the page for people to look at. */
export async function shot(page: Page, name: string, full = false): Promise<void> {
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: full });
}

/** The words of the element that has the keyboard. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const active = document.activeElement;
    return active?.getAttribute("aria-label") ?? active?.textContent?.trim() ?? "";
  });
}
