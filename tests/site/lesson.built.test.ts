// The first lesson in the built site, from its first line to its last answer, with the keyboard alone.

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serve, type TestServer } from "../helpers/serve.ts";
import { axe, launch, settled, tabTo, visit } from "../helpers/site.ts";

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

test("Tab, Enter, arrows and digits alone complete the lesson, and the next visit finds it complete", async () => {
  const { page, context, trouble } = await visit(browser, `${site.url}lessons/fundamentals/`);
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const said = (id: string) => page.locator(`#${id} .feedback`);
  await settled(page);
  // Without script the rest can be read; with it, it waits for a line.
  expect(await page.getByRole("heading", { name: "Where the line stops" }).isVisible()).toBe(false);

  await tabTo(page, /Plot of revenue by marketing spend/);
  await press("Enter", "ArrowRight", "Enter", ...Array.from({ length: 12 }, () => "ArrowUp"), "Enter");
  await tabTo(page, /^button This is my line/);
  await press("Enter");
  await page.getByRole("heading", { name: "Where the line stops" }).waitFor();
  expect(await page.locator("[data-value=figure-n]").innerText()).toBe("26");

  await tabTo(page, /^input The first line/);
  await press("ArrowDown", "Enter");
  await said("squares").getByText("Not yet").waitFor();
  await press("ArrowUp", "Enter");
  await said("squares").getByText("Right.").waitFor();

  await tabTo(page, /^input Your answer/);
  const slope = Number((await page.locator("[data-value=slope]").first().innerText()).replace("$", ""));
  await page.keyboard.type(String(slope));
  await press("Enter");
  await said("difference").getByText("That goes with $1 more").waitFor();
  await press("Control+A");
  await page.keyboard.type(String(Math.round(slope * 20_000)));
  await press("Enter");
  await said("difference").getByText("Right.").waitFor();

  await tabTo(page, /^input Yes: the slope is positive/);
  await press("ArrowDown", "Enter");
  await said("worth").getByText("A return is what is left").waitFor();
  await press("ArrowDown", "ArrowDown", "Enter");
  await said("worth").getByText("Right.").waitFor();
  expect(await page.locator(".summary").innerText()).toContain("All 3 questions answered, 0 at the first try");
  expect(await axe(page)).toEqual([]);

  await page.reload();
  await settled(page);
  expect(await page.locator(".summary").innerText()).toContain("All 3 questions answered");
  expect(await page.getByRole("heading", { name: "Where the line stops" }).isVisible()).toBe(true);
  expect(trouble).toEqual([]);
  await context.close();
});

test("once loaded it needs no network: the line, least squares, the numbers and the margin", async () => {
  const { page, context, trouble } = await visit(browser, `${site.url}lessons/fundamentals/`);
  await settled(page);
  await context.setOffline(true);
  const line = page.locator("#line");
  await line.getByLabel("Slope").fill("0.9");
  await page.keyboard.press("Enter");
  await line.getByRole("button", { name: "This is my line" }).click();
  const shown = page.locator("[data-value=figure-slope]").first();
  await shown.waitFor();
  expect(Number(await shown.textContent())).toBeGreaterThan(0);
  await page.getByLabel("Margin in per cent").fill("50");
  await page.keyboard.press("Enter");
  expect(await page.locator("lw-break-even .live").innerText()).toContain("$2.00 of revenue");
  expect(trouble).toEqual([]);
  await context.close();
});
