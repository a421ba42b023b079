// The kernel's promise in Chromium, as ratios within one run: V8's wasm compilers, not the machine's clock, are on trial.

import { expect, it } from "vitest";
import type { GramSpeed } from "./gram-speed.budget.ts";
// @ts-expect-error a plain module of the benchmarks, without types
import { openBenchPage } from "./in-page.mjs";

it("simd is at least 1.7 times scalar and 5 times a naive loop at 1M × 20", {
  timeout: 240_000,
  retry: 2,
}, async () => {
  const page = await openBenchPage(process.env.CHROME_PATH ?? "/usr/bin/chromium");
  try {
    const speed = (await page.call("checkGramSpeed")) as GramSpeed;
    console.log(`simd to scalar ${speed.simdOverScalar.toFixed(2)}×, to naive ${speed.simdOverNaive.toFixed(2)}×`);
    expect(speed.broken).toEqual([]);
  } finally {
    await page.close();
  }
});
