// The first lesson's wiring: which numbers of the engine fill which places in its words.

import { type Engine, type Fit, LeastwiseError } from "#engine/index.ts";
import type { Lesson } from "#lessons/lesson.ts";
import type { BreakEvenElement } from "./break-even.ts";
import { DIFFERENCE, difference, type SalesFacts, squares, worth } from "./exercises.ts";

const DATA = "sales-fundamentals";
const FORMULA = "revenue ~ marketing_spend";

/** A value that the bundled data always give. */
function present(value: number | null | undefined, name: string): number {
  if (value === null || value === undefined) {
    throw new LeastwiseError("internal", `${name}: must be present in the fit of ${FORMULA}; got nothing`);
  }
  return value;
}

async function facts(engine: Engine): Promise<SalesFacts> {
  const table = await engine.generate(DATA);
  try {
    const fit = await table.fit(FORMULA);
    const spend = table.columns.find(({ name }) => name === "marketing_spend");
    const interval = fit.ci95[1];
    return {
      n: fit.n,
      slope: present(fit.coefficients[1], "slope"),
      low: present(interval?.[0], "interval"),
      high: present(interval?.[1], "interval"),
      intercept: present(fit.coefficients[0], "intercept"),
      minSpend: present(spend?.min, "least spend"),
      maxSpend: present(spend?.max, "most spend"),
    };
  } finally {
    table.close();
  }
}

/** Sums about the means of a fit with one predictor; scatter of x is R². */
function sums(fit: Fit) {
  const slope = fit.coefficients[1] ?? Number.NaN;
  const intercept = fit.coefficients[0] ?? Number.NaN;
  const meanX = fit.covariance.centre[0] ?? Number.NaN;
  const sxx = (fit.covariance.R[0] ?? Number.NaN) ** 2;
  return { slope, intercept, meanX, meanY: intercept + slope * meanX, sxx, sxy: slope * sxx };
}

export const fundamentals: Lesson<SalesFacts> = {
  id: "fundamentals",
  facts,
  values: (found, { money, count, share }) => ({
    n: count(found.n),
    slope: money(found.slope),
    "slope-share": share(found.slope),
    low: money(found.low),
    high: money(found.high),
    shortfall: `${count(Math.round(100 * (1 - found.slope)))} cents`,
    intercept: money(round(found.intercept, 1000)),
    "least-spend": money(100 * Math.floor(found.minSpend / 100)),
    "most-spend": money(100 * Math.ceil(found.maxSpend / 100)),
    difference: money(DIFFERENCE),
    answer: money(round(found.slope * DIFFERENCE, 100)),
  }),
  figureValues: (fit, { count, coefficient }) => {
    const { slope, intercept, meanX, meanY, sxx, sxy } = sums(fit);
    // In thousands of dollars, so that the numbers can be read.
    const thousands = (value: number) => coefficient(value / 1e3);
    const squared = (value: number) => count(value / 1e6);
    return {
      "figure-n": count(fit.n),
      "figure-sxy": squared(sxy),
      "figure-sxx": squared(sxx),
      "figure-slope": coefficient(slope),
      "figure-mean-x": thousands(meanX),
      "figure-mean-y": thousands(meanY),
      "figure-intercept": thousands(intercept),
    };
  },
  exercises: { squares, difference, worth },
  arrange: (root, { slope, low, high }) => {
    const element = root.querySelector<BreakEvenElement>("lw-break-even");
    if (element) element.slope = { estimate: slope, low, high };
  },
};

function round(value: number, to: number): number {
  return Math.round(value / to) * to;
}
