// The performance lab as a visitor meets it: a race in the built page, its figures, its file, its link.

import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serve, type TestServer } from "../../helpers/serve.ts";
import { axe, launch, settled, tabTo, visit } from "../../helpers/site.ts";

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

const choose = (page: Page, label: string, value: string) =>
  page.getByRole("combobox", { name: label }).selectOption(value);

/** Press the button and wait until the race is over. */
async function race(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Run the race" }).click();
  await page.getByRole("button", { name: "Cancel" }).waitFor();
  await page.getByRole("button", { name: "Run the race" }).waitFor();
}

describe.each([
  [1280, "light"],
  [360, "dark"],
] as const)("at %d px, %s", (width, colorScheme) => {
  test("after a race every lane has a time or a reason, and axe finds nothing", async () => {
    const options = { viewport: { width, height: 900 }, colorScheme };
    const { page, context, trouble } = await visit(browser, `${site.url}performance/`, options);
    await settled(page);
    await choose(page, "Rows", "10000");
    await choose(page, "Predictors", "5");
    await race(page);
    const rows = await page.locator(".race tbody tr").allInnerTexts();
    expect(rows).toHaveLength(6);
    for (const row of rows) expect(row).toMatch(/\d ms[\s\S]*\d M[\s\S]* ×|Not (?:used )?here: /);
    expect(await page.locator(".roofline .reached").count()).toBe(rows.filter((row) => / ms/.test(row)).length);
    expect(await page.locator(".roofline .roof").count()).toBeGreaterThanOrEqual(2);
    expect(await page.locator(".stages").first().locator("tbody .number").allInnerTexts()).toEqual(
      Array.from({ length: 6 }, () => expect.stringMatching(/^\d.* m?s$/)),
    );
    expect(await page.getByText(/so the bars do not compare/).count()).toBe(1);
    expect(await axe(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(trouble).toEqual([]);
    await context.close();
  });
});

test("by keyboard alone: choose a lane, run it, cancel it; the focus stays on the button", async () => {
  const { page, context } = await visit(browser, `${site.url}performance/`);
  await settled(page);
  await choose(page, "Rows", "1000000");
  await tabTo(page, /^select Lanes/);
  await page.keyboard.type("Type");
  await tabTo(page, /Run the race/);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Cancel" }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Cancel");
  await page.keyboard.press("Enter");
  await page.getByText("The race was cancelled.").waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Run the race");
  expect(await page.locator(".race tbody tr").count()).toBe(1);
  await context.close();
});

test("the result is saved as JSON", async () => {
  const { page, context } = await visit(browser, `${site.url}performance/`);
  await settled(page);
  await choose(page, "Rows", "1000");
  await choose(page, "Lanes", "simd");
  await race(page);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save as JSON" }).click(),
  ]);
  const saved = JSON.parse(readFileSync(await download.path(), "utf8"));
  expect(download.suggestedFilename()).toBe("leastwise-performance.json");
  expect(saved).toMatchObject({
    rows: 1000,
    predictors: 20,
    machine: { cores: expect.any(Number), userAgent: expect.stringContaining("Chrom") },
    outcomes: { simd: { state: "done", backend: "simd", workers: 1 } },
  });
  expect(saved.outcomes.simd.milliseconds).toBeGreaterThan(0);
  expect(saved.crossValidation).toBeGreaterThan(0);
  await context.close();
});

test("a link brings the choices back, and the times to stand beside one's own", async () => {
  const { page, context } = await visit(browser, `${site.url}performance/`);
  await settled(page);
  await choose(page, "Rows", "1000");
  await choose(page, "Lanes", "simd");
  await race(page);
  await page.getByRole("button", { name: "Link to this" }).click();
  await page.waitForFunction(() => location.hash.length > 1);
  const address = page.url();
  await context.close();

  const again = await visit(browser, address);
  await settled(again.page);
  expect(await again.page.getByRole("combobox", { name: "Rows" }).inputValue()).toBe("1000");
  expect(await again.page.getByRole("combobox", { name: "Lanes" }).inputValue()).toBe("simd");
  expect(await again.page.getByText(/^shared: \d.* ms$/).count()).toBe(1);
  await again.context.close();

  const evil = `${site.url}performance/#1:lab?rows=9e99&backend=%3Cimg%3E&times=simd:-1~x:2&onclick=alert(1)`;
  const refused = await visit(browser, evil);
  await settled(refused.page);
  expect(await refused.page.getByRole("combobox", { name: "Rows" }).inputValue()).toBe("1000000");
  expect(await refused.page.getByText(/^shared:/).count()).toBe(0);
  expect(refused.trouble).toEqual([]);
  await refused.context.close();
});

test("a size that cannot fit is refused with the limit, before anything starts", async () => {
  const { page, context } = await visit(browser, `${site.url}performance/`);
  await page.evaluate(() => Object.defineProperty(navigator, "deviceMemory", { value: 2 }));
  await settled(page);
  await choose(page, "Rows", "10000000");
  expect(await page.getByText(/10,000,000 rows of 21 columns take 3\.4 GB.*2 GB is the limit/).count()).toBe(1);
  expect(await page.getByRole("button", { name: "Run the race" }).isDisabled()).toBe(true);
  await choose(page, "Rows", "1000000");
  expect(await page.getByRole("button", { name: "Run the race" }).isDisabled()).toBe(false);
  await context.close();
});
