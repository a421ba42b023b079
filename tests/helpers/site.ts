// The built site in a real Chromium: pages opened with an ear on everything that should not happen.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Where the site's pages are, below its root. */
export const PAGES = ["", "lessons/fundamentals/", "data/", "nist/", "performance/", "gallery/"];

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROME_PATH ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
  });
}

export interface Visit {
  page: Page;
  context: BrowserContext;
  /** Console errors and warnings, page errors, failed or foreign requests. */
  trouble: string[];
}

/** Open `url` in a context of its own; `trouble` grows while the page lives. */
export async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const trouble: string[] = [];
  const { origin } = new URL(url);
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) trouble.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => trouble.push(`page error: ${error.message}`));
  page.on("request", (request) => {
    const to = request.url();
    if (!to.startsWith(`${origin}/`) && !/^(?:data|blob):/.test(to)) trouble.push(`foreign request: ${to}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) trouble.push(`${response.status()}: ${response.url()}`);
  });
  await page.goto(url);
  return { page, context, trouble };
}

/** Wait until every figure and open number of the page has settled. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const figures = [...document.querySelectorAll("lw-fit-line, lw-coefficients, lw-data, lw-lab, lw-lesson")];
    const busy = figures.some((figure) => figure.shadowRoot?.querySelector("progress, .progress"));
    return figures.every((figure) => figure.matches(":defined")) && !busy;
  });
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(400);
}

/** What axe finds in the page, a line a kind. */
export async function axe(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof import("axe-core") }).axe.run(document);
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
  });
}

/** Words of what has the focus, through shadow roots: its label or text. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!element) return "";
    const labels = (element as HTMLInputElement).labels?.[0]?.textContent ?? "";
    const words = element.getAttribute("aria-label") ?? (labels || element.textContent) ?? "";
    return `${element.localName} ${words}`.replace(/\s+/g, " ").trim();
  });
}

/** Press Tab until what has the focus matches. */
export async function tabTo(page: Page, name: RegExp, most = 80): Promise<void> {
  const met: string[] = [];
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    if (name.test(now)) return;
    met.push(now);
  }
  throw new Error(`Tab never met ${name}; it met ${met.join(" | ")}`);
}
