// The page's own thread stays free while a race runs in the built site.

import { expect, it } from "vitest";
import { serve } from "../../helpers/serve.ts";
import { launch, settled } from "../../helpers/site.ts";

const RACES = 3;
const LIMIT_MS = 50;

it("the longest task of a race is at most 50 ms in most of three races", { timeout: 240_000, retry: 2 }, async () => {
  const server = await serve("dist/site");
  const browser = await launch();
  try {
    const longest: number[] = [];
    for (let k = 0; k < RACES; k++) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`${server.url}performance/#1:lab?rows=1000000`);
      await settled(page);
      await page.evaluate(() => {
        const tasks: number[] = [];
        Object.assign(globalThis, { tasks });
        new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) tasks.push(duration);
        }).observe({ type: "longtask" });
        document.querySelector<HTMLButtonElement>("lw-lab .filled")?.click();
      });
      await page.getByText(/times as fast as TypeScript/).waitFor({ timeout: 60_000 });
      const tasks = await page.evaluate(() => (globalThis as unknown as { tasks: number[] }).tasks);
      longest.push(Math.max(0, ...tasks));
      await context.close();
    }
    console.log(`longest main-thread task of each race of a million rows, ms (0: all under 50): ${longest.join(", ")}`);
    expect(longest.sort((a, b) => a - b)[RACES >> 1]).toBeLessThanOrEqual(LIMIT_MS);
  } finally {
    await browser.close();
    await server.close();
  }
});
