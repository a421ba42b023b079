// The wall as a visitor's browser builds it: eleven sets fitted in the page, every digit counted there.

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serve, type TestServer } from "../../helpers/serve.ts";
import { launch, visit } from "../../helpers/site.ts";

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

test("eleven sets are fitted in the page, with at least 13 correct digits in every coefficient", async () => {
  const { page, context, trouble } = await visit(browser, `${site.url}nist/`);
  await page.getByText(/^11 sets fitted in this tab/).waitFor();
  const digits = await page.locator(".wall tbody .ours-number").allTextContents();
  console.log(`correct digits in the page: ${digits.map((text) => text.trim()).join(" ")}`);
  expect(digits).toHaveLength(11);
  for (const text of digits) expect(Number(text)).toBeGreaterThanOrEqual(13);
  expect(trouble).toEqual([]);
  await context.close();
});

test("a set can be looked at closely, by keyboard, and run again", async () => {
  const { page, context } = await visit(browser, `${site.url}nist/`);
  await page.getByText(/^11 sets fitted in this tab/).waitFor();
  await page.getByLabel("Look closer at").focus();
  await page.keyboard.type("Longley");
  await page.getByText("y ~ x1 + x2 + x3 + x4 + x5 + x6").waitFor();
  expect(await page.locator(".closer tbody tr").count()).toBe(14);
  expect(await page.locator(".closer .agrees").first().textContent()).toMatch(/^−3\.4822586345958/);
  await page.getByRole("button", { name: "Run again" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText(/^11 sets fitted in this tab/).waitFor();
  await context.close();
});
