// A million rows stay live: on the built module, in Chromium, a point of a million orders is dragged, and a window of time over
// them is brushed, 200 moves each.

import { afterAll, beforeAll, expect, it } from "vitest";
import { moduleUrl } from "../helpers/built-module.ts";
import { serve, type TestServer } from "../helpers/serve.ts";
import { launch } from "../helpers/site.ts";
import type { MovesReport } from "./moves.ts";

const FRAME_MS = 16.7;
const MOVES = 200;
const ROWS = 1_000_000;

let server: TestServer;

beforeAll(async () => {
  server = await serve("dist/embed");
});

afterAll(() => server.close());

interface Figure {
  tag: string;
  /** A JavaScript expression that is true once `element` can be measured. */
  ready: string;
  /** Module and function that measure the element. */
  measure: [file: string, name: string];
}

async function measured({ tag, ready, measure: [file, name] }: Figure): Promise<MovesReport> {
  const module = await moduleUrl(file);
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.route("**/course.html", (route) =>
      route.fulfill({ contentType: "text/html", body: `<!doctype html><html lang="en"><title>Course</title>${tag}` }),
    );
    await page.goto(`${server.url}course.html`);
    await page.addScriptTag({ type: "module", url: `${server.url}leastwise.js` });
    const root = "document.body.firstElementChild.shadowRoot";
    await page.waitForFunction(`${root} && ((root) => ${ready})(${root})`, undefined, { timeout: 60_000 });
    // Pictures are counted, and the drawing moves for a moment, after that.
    await page.waitForTimeout(1500);
    // As a text, because a runner rewrites the imports of functions.
    return await page.evaluate<MovesReport>(
      `import(${JSON.stringify(module)}).then((m) => m.${name}(document.body.firstElementChild, ${MOVES}))`,
    );
  } finally {
    await browser.close();
  }
}

function expectLive(what: string, { moves, median, p95, paintedNextFrame }: MovesReport): void {
  console.log(
    `${what}: event to DOM ${median.toFixed(1)} ms median, ${p95.toFixed(1)} ms at p95; next frame ${(100 * paintedNextFrame).toFixed(1)} %`,
  );
  expect(moves).toBe(MOVES);
  expect(p95).toBeLessThanOrEqual(FRAME_MS);
  expect(paintedNextFrame).toBeGreaterThanOrEqual(0.95);
}

it("a point dragged over a million rows moves their best line within a frame", {
  timeout: 120_000,
  retry: 2,
}, async () => {
  const report = await measured({
    tag: `<lw-fit-line data="storefront" size="${ROWS}" x="price" y="revenue" slope="1" intercept="20" committed
      moved="8,8000,500000"></lw-fit-line>`,
    ready: 'root.querySelector(".best-line") && root.querySelector(".points circle")',
    measure: ["tests/widgets/fit-line-drag.ts", "measureDrag"],
  });
  expectLive("point of a million rows", report);
});

const windows: [what: string, formula: string][] = [
  ["two predictors", "revenue ~ price + discount"],
  ["logarithms", "log(units) ~ log(price) + log(competitor_price)"],
];

it.each(windows)(
  "a window of time over a million rows is refitted within a frame: %s",
  { timeout: 120_000, retry: 2 },
  async (what, formula) => {
    const report = await measured({
      tag: `<lw-window data="storefront" size="${ROWS}" formula="${formula}" from="2023-01-01" to="2023-12-31"></lw-window>`,
      ready: 'root.querySelector(".numbers .model") && root.querySelector(".brush-side")',
      measure: ["tests/widgets/window-brush.ts", "measureBrush"],
    });
    expectLive(`window of a million rows, ${what}`, report);
  },
);
