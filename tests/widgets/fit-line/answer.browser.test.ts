// Nothing of the answer before it was committed to; then the engine's own numbers.

import { afterEach, describe, expect, test } from "vitest";
import { cdp } from "vitest/browser";
import { numberFormats } from "#base/format.ts";
import { createEngine, type Fit } from "#engine/index.ts";
import type { FitLine } from "#widgets/fit-line/element.ts";
import { cloudOf, majorAxisOf, sumOfSquares } from "#widgets/fit-line/model.ts";
import { parsePoints } from "#widgets/fit-line/source.ts";
import {
  announced,
  button,
  DAYS,
  declare,
  drag,
  field,
  find,
  mount,
  point,
  shadow,
  spotOf,
  until,
} from "../../helpers/fit-line-page.ts";

afterEach(() => document.body.replaceChildren());

const points = parsePoints(DAYS);

/** The least-squares line, asked from an engine of the test's own. */
async function bestOf(text: string): Promise<Fit> {
  const engine = await createEngine({ workers: 0 });
  const given = parsePoints(text);
  const table = await engine.fromColumns({ x: given.map(({ x }) => x), y: given.map(({ y }) => y) });
  const fit = await table.fit("y ~ x");
  engine.close();
  return fit;
}

/** Everything a person, a screen reader or a curious reader of the page could find: text, attributes, fields. */
function everything(element: Element): string {
  const parts = [element.outerHTML, shadow(element).innerHTML];
  for (const input of shadow(element).querySelectorAll("input")) parts.push(input.value);
  return parts.join("\n");
}

describe("before commitment", () => {
  test("no number, line, name or sentence of the best line is anywhere, whatever is done", async () => {
    const fit = await bestOf(DAYS);
    const [intercept = 0, slope = 0] = fit.coefficients;
    const secrets = [slope, intercept, fit.rSquared, fit.rss, fit.rss / 1e6].flatMap((value) => {
      const size = Math.abs(value ?? 0);
      return [size.toPrecision(3), size.toPrecision(4), Math.round(size).toLocaleString("en-US")];
    });
    const telling = secrets.filter((text) => text.replace(/\D/g, "").replace(/^0+/, "").length >= 3);
    const check = (when: string) => {
      const all = everything(element);
      for (const secret of telling) expect(all.includes(secret), `${secret} ${when}`).toBe(false);
      expect(all, when).not.toMatch(/best-line|eye-line|least squares|too (flat|steep)|sum-best/i);
    };
    const element = await mount({ points: DAYS, "x-unit": "$", "y-unit": "$" });
    check("at first");
    await drag(element, spotOf(element, ".handle", 1), { x: 700, y: 120 });
    await announced(element, /Slope/);
    check("after a drag");
    button(element, "Table").click();
    button(element, "Embed").click();
    await element.updateComplete;
    check("with panels open");
    const from = spotOf(element, ".points circle", 7);
    await drag(element, from, { x: from.x + 5, y: from.y + 30 });
    button(element, "Undo").click();
    await announced(element, /Undone/);
    check("after a point was moved and put back");
    expect(element.fits.current).toBeNull();
  });

  test("the start tells nothing of the direction: it is the same for the mirrored data", async () => {
    const element = await mount({ points: DAYS });
    const here = find(element, ".my-line").outerHTML;
    const mirrored = points.map(({ x, y }) => `${93_800 - x},${y}`).join(" ");
    const other = await mount({ points: mirrored });
    expect(field(other, "Slope").value).toBe("0");
    expect(find(other, ".my-line").getAttribute("y1")).toBe(/y1="([^"]+)"/.exec(here)?.[1]);
  });
});

describe("after commitment", () => {
  test("the best line, its numbers and the eye's line are there, and the fit is published", async () => {
    const fit = await bestOf(DAYS);
    const element = await mount({ points: DAYS, slope: "0.52", intercept: "118000" });
    await declare(element);
    expect(element.fits.current?.fit.coefficients).toEqual(fit.coefficients);
    await until(() => shadow(element).querySelector(".best-line"));
    const cloud = cloudOf(points);
    const eye = majorAxisOf(cloud);
    const eyeSse = eye ? sumOfSquares(points, eye) : 0;
    const numbers = numberFormats("en-US");
    const cells = [...shadow(element).querySelectorAll(".numbers tbody tr")].map((row) =>
      [...row.children].map((cell) => cell.textContent),
    );
    expect(cells).toEqual([
      ["Slope", "0.52", "0.897", numbers.coefficient(eye?.slope ?? 0)],
      ["Intercept", "118,000", "97,700", numbers.coefficient(eye?.intercept ?? 0)],
      ["R²", "0.47", "0.60", (1 - eyeSse / cloud.syy).toFixed(2)],
      ["Squares", "9,691", "7,251", numbers.count(eyeSse / 1e6)],
    ]);
    expect(find(element, ".live").textContent).toContain("Yours were 1.3 times the least possible: too flat.");
    expect(shadow(element).querySelector(".eye-line")).not.toBeNull();
  });

  test("the sum of squares of the best line is the engine's, and never above mine", async () => {
    const fit = await bestOf(DAYS);
    const [intercept, slope] = fit.coefficients as [number, number];
    const least = sumOfSquares(points, { slope, intercept });
    expect(Math.abs(least / fit.rss - 1)).toBeLessThan(1e-12);
    expect(fit.tss / cloudOf(points).syy).toBeCloseTo(1, 12);
    for (const nudge of [-1e-3, 1e-3]) {
      expect(sumOfSquares(points, { slope: slope + nudge, intercept })).toBeGreaterThan(least);
    }
  });

  test("a dragged point takes the fit with it, without easing", async () => {
    const element = await mount({ points: DAYS, committed: "" });
    await until(() => element.fits.current);
    await element.updateComplete;
    const before = element.fits.current?.fit.coefficients[1];
    const from = spotOf(element, ".points circle", 7);
    point(element, "pointerdown", from);
    point(element, "pointermove", { x: from.x, y: from.y - 150 });
    const after = await until(() => {
      const slope = element.fits.current?.fit.coefficients[1];
      return slope !== before && slope;
    });
    point(element, "pointerup", { x: from.x, y: from.y - 150 });
    await element.updateComplete;
    const fit = await bestOf(element.points ?? "");
    expect(await until(() => element.fits.current?.fit.coefficients[1] === fit.coefficients[1])).toBe(true);
    expect(after).toBe(fit.coefficients[1]);
  });

  /** Every place of the best line's right end while it appears, in pixels from the top. */
  async function appearance(element: FitLine): Promise<number[]> {
    const places: number[] = [];
    const note = () => {
      const y2 = shadow(element).querySelector(".best-line")?.getAttribute("y2");
      if (y2 && Number(y2) !== places.at(-1)) places.push(Number(y2));
    };
    const observer = new MutationObserver(note);
    observer.observe(shadow(element), { subtree: true, childList: true, attributes: true });
    await declare(element);
    await new Promise((resolve) => setTimeout(resolve, 400));
    observer.disconnect();
    return places;
  }

  test("the best line departs from mine and moves to its place", async () => {
    const element = await mount({ points: DAYS, slope: "0", intercept: "140000" });
    const mine = Number(find(element, ".my-line").getAttribute("y2"));
    const places = await appearance(element);
    expect(places[0]).toBeCloseTo(mine, 6);
    expect(places.length).toBeGreaterThan(3);
    expect(places).toEqual(places.slice().sort((a, b) => b - a));
  });

  test("under reduced motion it is in its place at once", async () => {
    const media = (value: string) =>
      cdp().send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-reduced-motion", value }] });
    await media("reduce");
    try {
      const element = await mount({ points: DAYS, slope: "0", intercept: "140000" });
      expect(await appearance(element)).toHaveLength(1);
    } finally {
      await media("");
    }
  });

  test("all points at one x: the slope is not defined, and it says so", async () => {
    const element = await mount({ points: "2,1 2,3 2,4", committed: "" });
    const fitted = await until(() => element.fits.current);
    await element.updateComplete;
    expect(fitted.fit.aliased).toEqual(["x"]);
    expect(shadow(element).querySelector(".best-line")).toBeNull();
    expect(find(element, ".live").textContent).toContain("the same x");
    expect(find(element, ".numbers").textContent).toContain("not defined");
  });

  test.each([
    ["", "No points yet"],
    ["1,2", "One point"],
    ["1,2 3,5", "Two points"],
  ])("with the points %j the sentence says what that means", async (given, words) => {
    const element = await mount({ points: given, committed: "" });
    await until(() => find(element, ".live").textContent?.includes(words));
  });

  test("a response that does not vary is refused in words, and my line stays", async () => {
    const element = await mount({ points: "1,2 2,2 3,2", committed: "" });
    await until(() => find(element, ".live").textContent?.includes("Choose another response"));
    expect(shadow(element).querySelector(".my-line")).not.toBeNull();
    expect(shadow(element).querySelector(".best-line")).toBeNull();
  });

  test("two points: the best line goes through both", async () => {
    const element = await mount({ points: "1,2 3,5", committed: "" });
    const { fit } = await until(() => element.fits.current);
    expect(fit.coefficients[1]).toBeCloseTo(1.5, 12);
    expect(fit.rss).toBeCloseTo(0, 12);
  });
});

describe("squares", () => {
  test("are to scale: a side is the residual's length in pixels, and the one square has the area of their sum", async () => {
    const element = await mount({ points: DAYS, slope: "0.52", intercept: "118000" });
    const path = find(element, ".squares").getAttribute("d") ?? "";
    const residuals = find(element, ".residuals").getAttribute("d") ?? "";
    const sides = [...path.matchAll(/h([\d.]+)v/g)].map(([, side]) => Number(side));
    const lengths = [...residuals.matchAll(/M[\d.]+,([\d.-]+)V([\d.-]+)/g)].map(([, a, b]) =>
      Math.abs(Number(a) - Number(b)),
    );
    expect(sides).toHaveLength(26);
    for (const [i, side] of sides.entries()) expect(Math.abs(side - (lengths[i] ?? 0))).toBeLessThan(0.21);
    const area = () => Number(find(element, ".sum-mine").getAttribute("width")) ** 2;
    const before = area();
    const sse = sumOfSquares(points, { slope: 0.52, intercept: 118_000 });
    element.slope = 0.8;
    await element.updateComplete;
    const ratio = sumOfSquares(points, { slope: 0.8, intercept: 118_000 }) / sse;
    expect(area() / before).toBeCloseTo(ratio, 6);
  });

  test("of mine and best are drawn to one scale", async () => {
    const element = await mount({ points: DAYS, slope: "0.52", intercept: "118000", committed: "" });
    const { fit } = await until(() => element.fits.current);
    await element.updateComplete;
    const area = (selector: string) => Number(find(element, selector).getAttribute("width")) ** 2;
    const sse = sumOfSquares(points, { slope: 0.52, intercept: 118_000 });
    expect(area(".sum-best") / area(".sum-mine")).toBeCloseTo(fit.rss / sse, 6);
  });
});
