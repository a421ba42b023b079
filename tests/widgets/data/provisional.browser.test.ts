// <lw-data> and <lw-coefficients> while a large file is read: fits of the rows so far, marked so, and then that of all.

import { afterEach, describe, expect, test } from "vitest";
import type { Fit } from "#engine/index.ts";
import { csvFile, drop, find, reads, showData, textOf } from "./page.ts";

afterEach(() => {
  document.body.replaceChildren();
});

const HEAD = "y,x,colour\n";
const BLOCK = Array.from(
  { length: 1000 },
  (_, i) => `${(i % 13) * 2 + (i % 5)},${i % 13},${["red", "blue"][i % 2]}\n`,
).join("");
const large = (n: number) => csvFile([HEAD, ...Array.from({ length: n }, () => BLOCK)]);

/** Both figures, the fits that were published, and what the second said of each. */
function figures(formula: string) {
  const data = showData({ formula });
  data.id = "model";
  const coefficients = document.createElement("lw-coefficients");
  coefficients.setAttribute("for", "model");
  document.body.append(coefficients);
  const published: Fit[] = [];
  const notes: string[] = [];
  data.fits.subscribe((fitted) => {
    if (!fitted) return;
    published.push(fitted.fit);
    void Promise.resolve()
      .then(() => (coefficients as unknown as { updateComplete: Promise<unknown> }).updateComplete)
      .then(() => notes.push(textOf(coefficients, ".provisional")));
  });
  return { data, coefficients, published, notes };
}

describe("a large file that is dropped under a formula", () => {
  test("shows fits of the rows so far, marked so, and then that of all", async () => {
    const { data, coefficients, published, notes } = figures("y ~ x + colour");
    await data.updateComplete;
    drop(data, large(1000));
    await reads(data, /Fitted to all 1,000,000 rows/);
    const provisional = published.filter((fit) => fit.provisional);
    expect(provisional.length).toBeGreaterThanOrEqual(1);
    expect(notes.some((note) => /So far, of [\d,]+ rows/.test(note))).toBe(true);
    expect(published.at(-1)).toMatchObject({ n: 1_000_000 });
    expect(published.at(-1)?.provisional).toBeUndefined();
    expect(textOf(coefficients, ".provisional")).toBe("");
  });

  test("that turns out broken leaves the fit that was there", async () => {
    const { data, published } = figures("y ~ x + colour");
    await data.updateComplete;
    drop(data, csvFile(HEAD + BLOCK));
    await reads(data, /Fitted to all 1,000 rows/);
    drop(data, csvFile([HEAD, ...Array.from({ length: 800 }, () => BLOCK), "1,2\n"]));
    await expect.poll(() => find(data, ".error").textContent, { timeout: 20_000 }).toMatch(/Could not read/);
    expect(published.some((fit) => fit.provisional)).toBe(true);
    expect(published.at(-1)).toMatchObject({ n: 1000 });
  });
});
