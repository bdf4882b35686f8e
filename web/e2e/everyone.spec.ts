import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { browser, focused, serve, settled, shot, visit, type Server } from "./stage";

let server: Server;
let chrome: Browser;
beforeAll(async () => {
  [server, chrome] = await Promise.all([serve(), browser()]);
});
afterAll(async () => {
  await chrome?.close();
  await server?.stop();
});

/** Presses Tab until the keyboard is on something called like this; every stop must be seen. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (name.test(await focused(page))) return;
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(() => {
      const active = document.activeElement;
      if (active === null || active === document.body) return true;
      const style = getComputedStyle(active);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    expect(seen, `no visible focus on ${await focused(page)}`).toBe(true);
  }
  throw new Error(`Tab does not come to ${name}`);
}

test("I do everything with the keyboard alone", async () => {
  const { page, faults, close } = await visit(chrome, server.address);
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Skip to the text");
  await page.keyboard.press("Enter");
  expect(await focused(page)).toBe("What is told");
  await page.reload();
  await settled(page);
  // A place on the map: Enter opens its claims, Escape goes back to it.
  await tabTo(page, /^Al-Aqtan prison/);
  await page.keyboard.press("Enter");
  await expect.poll(() => focused(page)).toBe("Al-Aqtan prison");
  expect(await page.locator(".panel .verdict").innerText()).toContain("besieged");
  await page.keyboard.press("Escape");
  await expect.poll(() => focused(page)).toMatch(/^Al-Aqtan prison: Held by the SDF/);
  expect(page.url()).not.toContain("show=");
  // The nearest to the middle of the map, by Enter on the map.
  await page.locator(".map").focus();
  await page.keyboard.press("ArrowUp");
  await expect.poll(() => page.locator(".middle-mark").evaluate((mark) => getComputedStyle(mark).opacity)).toBe("1");
  await page.keyboard.press("Enter");
  await page.locator(".nearby .row").first().waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => page.locator(".nearby").count()).toBe(0);
  // Time, sources, tables.
  await tabTo(page, /^One step back$/);
  await page.keyboard.press("Enter");
  await expect.poll(() => page.locator(".moment").innerText()).toBe("19 January 2026");
  await tabTo(page, /everyone/);
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => page.url()).toContain("by=");
  await page.locator("body").press("Home");
  expect(faults).toEqual([]);
  await close();
});

test("the keyboard is never caught: Tab goes round the whole page", async () => {
  const { page, close } = await visit(chrome, server.address);
  const stops: string[] = [];
  for (let presses = 0; presses < 70; presses++) {
    await page.keyboard.press("Tab");
    stops.push(await focused(page));
    if (stops.length > 5 && stops.at(-1) === stops[0]) break;
  }
  expect(stops.at(-1)).toBe("Skip to the text");
  for (const name of ["Read as tables", "Copy link", "العربية", "Nearest to the middle", "Zoom in", "Time", "API"]) expect(stops).toContain(name);
  await close();
});

test("I hear what the page does", async () => {
  const { page, close } = await visit(chrome, server.address);
  expect(await page.locator(".said[role=status][aria-live=polite]").innerText()).toBe("5 places");
  await page.getByRole("button", { name: "One step back" }).click();
  await expect.poll(() => page.locator(".said").innerText()).toBe("Shown: 19 January 2026, everyone");
  await page.getByRole("button", { name: "Nearest to the middle" }).click();
  await expect.poll(() => page.locator(".said").innerText()).toBe("3 nearest facilities found");
  await close();
});

test("I read it in Arabic, from right to left", async () => {
  const { page, faults, close } = await visit(chrome, `${server.address}#show=shaddadi-prison`);
  await page.getByRole("button", { name: "العربية" }).click();
  await expect.poll(() => page.locator(".panel h2").innerText()).toBe("سجن الشدادي");
  expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual(["ar", "rtl"]);
  expect(await page.locator("[data-attribute=escaped] .figure").innerText()).toBe("١٢٠ … نحو ١٬٥٠٠ شخص");
  expect(await page.locator(".moment").innerText()).toBe("٢٠ كانون الثاني ٢٠٢٦");
  expect(await page.locator("[data-attribute=escaped] .claim").first().innerText()).toContain("تقول وزارة الداخلية السورية");
  const [panel, map] = [await page.locator(".panel").boundingBox(), await page.locator(".map").boundingBox()];
  expect(panel!.x).toBeLessThan(map!.x);
  // Nothing of the page's own words is left in English.
  const latin = await page.evaluate(() =>
    [...document.querySelectorAll("button, h3, h4, label, summary, .kicker, .hint, .links a")]
      .filter((each) => !each.closest("[lang=en], .leaflet-control"))
      .map((each) => each.textContent ?? "")
      .filter((words) => /[A-Za-z]{4,}/.test(words.replace(/IBM Plex|JSON|newest-per-source|cnn\.com/g, ""))),
  );
  expect(latin).toEqual([]);
  expect(page.url()).toContain("lang=ar");
  await shot(page, "arabic");
  expect(faults).toEqual([]);
  await close();
});

test.each([
  ["phone", "en", "light"],
  ["phone-arabic", "ar", "dark"],
] as const)("I use it on a %s 360 pixels wide", async (name, lang, colorScheme) => {
  const { page, faults, close } = await visit(chrome, `${server.address}#lang=${lang}`, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, colorScheme });
  const wider = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(await wider()).toBeLessThanOrEqual(0);
  await shot(page, name, true);
  const small = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button, select, summary, input, .links a")]
      .filter((each) => each.checkVisibility() && !each.matches(".badge"))
      .map((each) => ({ box: each.getBoundingClientRect(), name: each.getAttribute("aria-label") ?? each.textContent }))
      .filter(({ box }) => Math.round(box.height) < 44)
      .map(({ box, name }) => `${name}: ${box.height}`),
  );
  expect(small, "what a finger has to hit is at least 44 pixels high").toEqual([]);
  const map = (await page.locator(".map").boundingBox())!;
  await page.touchscreen.tap(map.x + map.width * 0.45, map.y + map.height * 0.9);
  await page.locator(".jump button").tap();
  await expect.poll(() => page.locator(".nearby h2").evaluate((title) => Math.round(title.getBoundingClientRect().top) < 200)).toBe(true);
  await page.locator(".nearby [data-key=near-close]").tap();
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.locator(".badge[data-place=hol-camp]").tap();
  await expect.poll(() => page.locator(".panel h2").innerText()).toBe(lang === "en" ? "Al-Hol camp" : "مخيم الهول");
  await expect.poll(() => page.locator(".panel h2").evaluate((title) => title.getBoundingClientRect().top < window.innerHeight)).toBe(true);
  expect(await wider()).toBeLessThanOrEqual(0);
  await page.getByRole("button", { name: lang === "en" ? "To the map" : "إلى الخريطة" }).tap();
  await expect.poll(() => page.locator(".map").evaluate((element) => Math.abs(element.getBoundingClientRect().top) < 5)).toBe(true);
  await page.getByRole("button", { name: lang === "en" ? "Read as tables" : "اقرأ في جداول" }).tap();
  await page.locator(".list table").waitFor();
  expect(await wider()).toBeLessThanOrEqual(0);
  await shot(page, `${name}-list`);
  expect(faults).toEqual([]);
  await close();
});

test("I use it in the dark, and words stay readable", async () => {
  const { page, faults, close } = await visit(chrome, `${server.address}#show=aqtan-prison`, { colorScheme: "dark" });
  const contrast = await page.evaluate(() => {
    const light = (colour: string) => {
      const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => Number(part) / 255).map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = light(getComputedStyle(document.querySelector(".panel")!).backgroundColor);
    return [...document.querySelectorAll(".panel h2, .panel .basis, .panel .provenance, .panel .quiet")].map((each) => {
      const ink = light(getComputedStyle(each).color);
      return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
    });
  });
  expect(Math.min(...contrast)).toBeGreaterThan(4.5);
  await shot(page, "dark");
  expect(faults).toEqual([]);
  await close();
});

test("no name lies under a sign or under another name", async () => {
  for (const viewport of [{ width: 1280, height: 800 }, { width: 360, height: 740 }]) {
    for (const lang of ["en", "ar"]) {
      const { page, close } = await visit(chrome, `${server.address}#lang=${lang}`, { viewport });
      const hidden = await page.evaluate(() => {
        const boxes = [...document.querySelectorAll(".badge:not(.reference) .symbol, .badge-words")].map((each) => each.getBoundingClientRect());
        return boxes.flatMap((a, at) => boxes.slice(at + 1).filter((b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3)).length;
      });
      expect(hidden, `${viewport.width} ${lang}`).toBe(0);
      expect(await page.locator(".badge-words").count()).toBe(5);
      await close();
    }
  }
});

test.each([[1024, 600], [640, 400], [1280, 800]])("on a window of %d by %d every place is on the map at first, and the chosen one in full", async (width, height) => {
  const { page, close } = await visit(chrome, server.address, { viewport: { width, height } });
  const map = (await page.locator(".map").boundingBox())!;
  const outside = async (selector: string) => {
    const boxes = await page.locator(selector).evaluateAll((all) => all.map((each) => each.getBoundingClientRect().toJSON() as DOMRect));
    return boxes.filter((box) => box.left < map.x || box.right > map.x + map.width || box.top < map.y || box.bottom > map.y + map.height).length;
  };
  expect(await page.locator(".badge").count()).toBe(5);
  await expect.poll(() => outside(".badge")).toBe(0);
  await page.locator(".legend summary").click();
  const legend = (await page.locator(".legend-body").boundingBox())!;
  expect(legend.y).toBeGreaterThanOrEqual(map.y);
  await close();
});

test("Escape closes the legend", async () => {
  const { page, close } = await visit(chrome, `${server.address}#show=raqqa`);
  await page.locator(".legend summary").click();
  await page.keyboard.press("Escape");
  expect(await page.locator(".legend[open]").count()).toBe(0);
  expect(await page.locator(".panel h2").innerText()).toBe("Raqqa");
  await close();
});

test("nothing moves by itself for those who asked for that", async () => {
  const { page, close } = await visit(chrome, server.address, { reducedMotion: "reduce" });
  await page.getByRole("button", { name: "Zoom in" }).click();
  expect(await page.locator(".leaflet-zoom-anim").count()).toBe(0);
  await close();
});
