// A million rows stay live: on the built engine, in Chromium with two workers, fits after the first read few rows or none.

import { afterAll, beforeAll, expect, it } from "vitest";
import { moduleUrl } from "../helpers/built-module.ts";
import { serve, type TestServer } from "../helpers/serve.ts";
import { launch } from "../helpers/site.ts";
import type { PyramidReport, Spread } from "./pyramid.ts";

const FRAME_MS = 16.7;
const FIT_MS = 5;

let server: TestServer;

beforeAll(async () => {
  server = await serve("dist/lib");
});

afterAll(() => server.close());

const shown = ({ calls, p50, p95, max }: Spread) =>
  `${p50.toFixed(1)} ms median, ${p95.toFixed(1)} ms at p95, ${max.toFixed(1)} ms at most of ${calls}`;

it("fits of other windows, penalties and columns, and edits, at 1M × 20", { timeout: 120_000, retry: 2 }, async () => {
  const measure = await moduleUrl("tests/engine/pyramid.ts");
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.route("**/page.html", (route) =>
      route.fulfill({ contentType: "text/html", body: '<!doctype html><html lang="en"><title>Fits</title>' }),
    );
    await page.goto(`${server.url}page.html`);
    const report = await page.evaluate<PyramidReport>(
      `Promise.all([import(${JSON.stringify(measure)}), import(${JSON.stringify(`${server.url}leastwise.js`)})])
        .then(([m, engine]) => m.measurePyramid(engine.createEngine))`,
    );
    const { first, ...spreads } = report;
    console.log(`the first fit ${first.toFixed(0)} ms`);
    for (const [what, spread] of Object.entries(spreads)) console.log(`${what}: ${shown(spread)}`);
    for (const of of [report.windows, report.quickWindows, report.penalties, report.subsets])
      expect(of.p50).toBeLessThanOrEqual(FIT_MS);
    expect(report.moves.p95).toBeLessThanOrEqual(FRAME_MS);
  } finally {
    await browser.close();
  }
});
