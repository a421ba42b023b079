// Every page of the built site, as a visitor meets it: two widths, two themes, no script, another path, no network.

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serve, type TestServer } from "../helpers/serve.ts";
import { axe, launch, PAGES, settled, tabTo, visit } from "../helpers/site.ts";

let browser: Browser;
let site: TestServer;

beforeAll(async () => {
  browser = await launch();
  site = await serve("dist/site");
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

describe.each([1280, 360])("at %d px", (width) => {
  describe.each(["light", "dark"] as const)("%s", (colorScheme) => {
    test.each(PAGES)("/%s: axe finds nothing, nothing scrolls sideways, nothing is asked of others", async (path) => {
      const { page, context, trouble } = await visit(browser, site.url + path, {
        viewport: { width, height: 800 },
        colorScheme,
      });
      await settled(page);
      expect(await axe(page)).toEqual([]);
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(beyond).toBeLessThanOrEqual(0);
      expect(trouble).toEqual([]);
      await context.close();
    });
  });
});

test.each(PAGES)("/%s: little moves while it loads", async (path) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(site.url + path);
  await settled(page);
  const total = await page.evaluate(() =>
    (globalThis as unknown as { shifts: number[] }).shifts.reduce((sum, shift) => sum + shift, 0),
  );
  expect(total).toBeLessThan(0.1);
  await context.close();
});

test("from a sub-path, every link of the bar leads to a page that works", async () => {
  const below = await serve("dist/site", "/courses/101/");
  const { page, context, trouble } = await visit(browser, below.url);
  for (const name of ["Lesson", "Your data", "NIST wall", "Speed", "Gallery", "Leastwise"]) {
    await page.getByRole("link", { name, exact: true }).first().click();
    await settled(page);
    expect(page.url()).toContain("/courses/101/");
    expect(await page.locator("h1").count()).toBe(1);
  }
  expect(trouble).toEqual([]);
  await context.close();
  await below.close();
});

test("without script the lesson can be read to its end", async () => {
  const { page, context } = await visit(browser, `${site.url}lessons/fundamentals/`, { javaScriptEnabled: false });
  for (const heading of ["Which line is the least wrong?", "Why squares", "Where the line stops"]) {
    expect(await page.getByRole("heading", { name: heading }).isVisible()).toBe(true);
  }
  await context.close();
});

test("the theme that was chosen holds on the next page, and a refused storage does no harm", async () => {
  const { page, context, trouble } = await visit(browser, site.url, { colorScheme: "light" });
  await page.getByLabel("Theme").selectOption("dark");
  await page.getByRole("link", { name: "Gallery" }).click();
  await page.waitForURL(/gallery/);
  await settled(page);
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe("dark");
  expect(await page.getByLabel("Theme").inputValue()).toBe("dark");
  await context.close();

  const refused = await browser.newContext({ colorScheme: "light" });
  await refused.addInitScript(() => {
    Object.defineProperty(globalThis, "localStorage", {
      get() {
        throw new DOMException("refused", "SecurityError");
      },
    });
  });
  const other = await refused.newPage();
  other.on("pageerror", (error) => trouble.push(error.message));
  for (const path of PAGES) {
    await other.goto(site.url + path);
    await settled(other);
    await other.getByLabel("Theme").selectOption("dark");
    expect(await other.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe("dark");
  }
  expect(trouble).toEqual([]);
  await refused.close();
});

test("a link to a state brings it back, and brings nothing else", async () => {
  const { page, context } = await visit(browser, site.url);
  await settled(page);
  const line = page.locator("#line");
  await line.getByLabel("Slope").fill("0.7");
  await page.keyboard.press("Enter");
  await line.getByRole("button", { name: "This is my line" }).click();
  await line.getByRole("button", { name: "Link to this state" }).click();
  await page.waitForFunction(() => location.hash.length > 1);
  const address = page.url();
  await context.close();

  const again = await visit(browser, address);
  await settled(again.page);
  expect(await again.page.locator("#line").getAttribute("slope")).toBe("0.7");
  expect(await again.page.locator("#line").getByRole("button", { name: "This is my line" }).count()).toBe(0);
  await again.context.close();

  const evil = "#1:line?src=https%3A%2F%2Fexample.org%2Fx.csv&onclick=alert(1)&style=color%3Ared&data-base=x&slope=0.6";
  const refused = await visit(browser, `${site.url}${evil}`);
  await settled(refused.page);
  const names = await refused.page.locator("#line").evaluate((element) => element.getAttributeNames());
  for (const name of ["src", "onclick", "style", "data-base"]) expect(names).not.toContain(name);
  expect(await refused.page.locator("#line").getAttribute("slope")).toBe("0.6");
  expect(refused.trouble).toEqual([]);
  await refused.context.close();
});

test("a real CSV dropped on Your data is fitted, with the network off", async () => {
  const { page, context, trouble } = await visit(browser, `${site.url}data/`);
  await settled(page);
  await context.setOffline(true);
  const csv = `x,y\n${Array.from({ length: 30 }, (_, i) => `${i},${3 * i + (i % 3)}`).join("\n")}\n`;
  const file = { name: "mine.csv", mimeType: "text/csv", buffer: Buffer.from(csv) };
  await page.locator("lw-data input[type=file]").setInputFiles(file);
  await page.locator("lw-data").getByLabel("Formula").fill("y ~ x");
  await page.keyboard.press("Enter");
  await page.locator("lw-coefficients").getByText("(Intercept)").first().waitFor();
  expect(trouble).toEqual([]);
  await context.close();
});

test("the first Tab offers to skip the bar", async () => {
  const { page, context } = await visit(browser, `${site.url}gallery/`);
  await tabTo(page, /Skip to the text/, 1);
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
  await context.close();
});
