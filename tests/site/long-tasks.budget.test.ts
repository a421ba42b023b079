// The page's own thread stays free: ames.csv is dropped on the data page and fitted, in 20 fresh loads of the built site.

import type { Browser } from "playwright-core";
import { expect, it } from "vitest";
import { moduleText } from "../helpers/built-module.ts";
import { serve } from "../helpers/serve.ts";
import { launch } from "../helpers/site.ts";
import type { AmesReport } from "./ames-in-page.ts";

const LOADS = 20;
const LIMIT_MS = 50;
/** The intercept, the area and 27 neighbourhoods against the first. */
const N_TERMS = 29;
const POLL_MS = 100;

/** One load in a context of its own, driven by the bare protocol: a driver's helpers are long tasks themselves. */
async function load(browser: Browser, url: string, script: string): Promise<AmesReport> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Page.enable");
    await session.send("Page.addScriptToEvaluateOnNewDocument", { source: script });
    await session.send("Page.navigate", { url });
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      const expression = "JSON.stringify(globalThis.amesReport ?? null)";
      const { result } = await session.send("Runtime.evaluate", { expression });
      const report = JSON.parse(String(result.value)) as AmesReport | null;
      if (report) return report;
    }
  } finally {
    await context.close();
  }
}

it("the longest task of a load is at most 50 ms at the 95th percentile", { timeout: 240_000, retry: 2 }, async () => {
  const module = await moduleText("tests/site/ames-in-page.ts");
  const script = `(() => {${module.replace(/export\s*\{[^}]*\};?\s*$/, "")}\nwatchAndPlay();})()`;
  const server = await serve("dist/site");
  const browser = await launch();
  try {
    const longest: { duration: number; during: string }[] = [];
    for (let k = 0; k < LOADS; k++) {
      const { longTasks, nTerms } = await load(browser, `${server.url}data/`, script);
      expect(nTerms).toBe(N_TERMS);
      longTasks.sort((a, b) => b.duration - a.duration);
      longest.push(longTasks[0] ?? { duration: 0, during: "none" });
    }
    longest.sort((a, b) => a.duration - b.duration);
    const p95 = longest[Math.ceil(0.95 * LOADS) - 1]?.duration ?? Number.NaN;
    const list = longest.map(({ duration, during }) => `${duration} (${during})`).join(", ");
    console.log(`longest main-thread task of each load, ms (0: all under 50): ${list}; p95 ${p95}`);
    expect(p95).toBeLessThanOrEqual(LIMIT_MS);
  } finally {
    await browser.close();
    await server.close();
  }
});
