// Diagnostics of the seven models on the sales data against R (ols.json, diagnostics-r.json), and against statsmodels.

import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { planFormula } from "#formula/plan.ts";
import type { Backend } from "#kernel/backend.ts";
import { diagnosticsOf } from "#stats/diagnostics/diagnostics.ts";
import { influenceOf } from "#stats/diagnostics/influence.ts";
import { fitOls } from "#stats/models/ols.ts";
import type { DiagnoseOptions, Diagnostics, Fit, TestName } from "#stats/types.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { tableRows } from "#tests/helpers/rows.ts";
import { salesTable } from "#tests/helpers/sales.ts";

/** The fixtures have 15 digits; R's residuals have lost some four, and a p of 1e-300 multiplies an error of its test. */
const TOL = 1e-10;

interface Found {
  statistic: number;
  df: number | number[] | Record<string, never>;
  p: number;
}

interface RModel {
  formula: string;
  weighted: boolean;
  rows: number[];
  leverage: number[];
  standardised: number[];
  studentised: number[];
  cooks: number[];
  dffits: number[];
  terms: string[];
  /** By coefficient, then row. */
  dfbetas: number[][];
  /** By rank, then coefficient. */
  dfbetas_top: number[][];
  studentised_top: number[];
  leverage_top: number[];
  press: number;
  max_leverage: number;
  kappa: number;
  residual_variance: number;
  residual_quantiles: number[];
  qq_theoretical?: number[];
  gvif?: { gvif: number[]; df: number[]; scaled: number[] };
  belsley: { indices: number[]; proportions: number[][] };
  belsley_centred?: { indices: number | number[]; proportions: number[][] };
  [test: string]: unknown;
}

const read = (file: string) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/reference/${file}`, import.meta.url), "utf8"));
const ofR: { models: RModel[] } = read("diagnostics-r.json");
const ofOls: { models: Record<string, never>[] } = read("sales/ols.json");
const ofStatsmodels: {
  models: { formula: string; white: Found; omnibus: Found }[];
} = read("diagnostics-statsmodels.json");

const backends = await availableBackends();
const sales = await salesTable();
const worst = new Map<string, number>();

/** Relative differences are below TOL; what is 0 in theory is compared on the scale of the largest. */
function expectClose(what: string, got: readonly (number | null)[], want: readonly number[], scale = 0): void {
  expect(got, what).toHaveLength(want.length);
  const error = want.reduce((most, w, k) => {
    const difference = Math.abs((got[k] ?? Number.NaN) - w) / Math.max(Math.abs(w), scale);
    return difference <= most ? most : difference;
  }, 0);
  worst.set(what, Math.max(worst.get(what) ?? 0, error));
  expect(error, what).toBeLessThanOrEqual(TOL);
}

async function fitted(formula: string, weighted: boolean, backend: Backend) {
  const plan = planFormula(formula, sales);
  const rows = tableRows(plan, sales, backend, weighted ? "weight" : undefined);
  const fit = await fitOls(plan, rows, backend, { weighted });
  const run = (options: DiagnoseOptions = {}) => diagnosticsOf(fit, rows, backend, options);
  return { fit, rows, run };
}

function testOf({ tests }: Diagnostics, name: TestName) {
  const found = tests.find((candidate) => candidate.name === name);
  if (!found) throw new RangeError(`no test ${name}`);
  return found;
}

function expectTest(what: string, diagnostics: Diagnostics, name: TestName, want: unknown): void {
  const { statistic, p, df } = want as Found;
  const got = testOf(diagnostics, name);
  expect(got.reason, what).toBeUndefined();
  expectClose(`${what} statistic`, [got.statistic], [statistic]);
  expectClose(`${what} p`, [got.p], [p]);
  if (typeof df === "number" || Array.isArray(df)) expect(got.df, what).toEqual([df].flat());
}

describe.each(backends)("diagnostics on $name", (backend) => {
  test.each(ofR.models)("influence of $formula is R's", async (model) => {
    const { fit, rows } = await fitted(model.formula, model.weighted, backend);
    const got = await influenceOf(fit, rows, { from: 0, to: fit.n });
    const at = (values: readonly (number | null)[]) => model.rows.map((row) => values[row] ?? null);
    for (const name of ["leverage", "standardised", "studentised", "cooks", "dffits"] as const) {
      expectClose(name, at(got[name]), model[name]);
    }
    expect(got.dfbetas.map(({ term }) => term)).toEqual(model.terms);
    for (const [k, { values }] of got.dfbetas.entries())
      expectClose("dfbetas", at(values), model.dfbetas[k] ?? [], 1e-3);
  });

  test.each(ofR.models)("lists, sums and collinearity of $formula are R's", async (model) => {
    const { run } = await fitted(model.formula, model.weighted, backend);
    const got = await run({ top: 5, tests: [] });
    const rowsOf = (list: readonly { row: number }[] | null) => list?.map(({ row }) => row);
    expect(rowsOf(got.studentised)).toEqual(model.studentised_top);
    expect(rowsOf(got.leverage.top)).toEqual(model.leverage_top);
    for (const [k, { top }] of (got.dfbetas ?? []).entries()) {
      expect(rowsOf(top)).toEqual(model.dfbetas_top.map((rank) => rank[k]));
    }
    expectClose("press", [got.press], [model.press]);
    expectClose("max leverage", [got.leverage.max], [model.max_leverage]);
    expectClose("residual variance", [got.residuals.variance], [model.residual_variance]);
    expectClose("residual quantiles", got.residuals.quantiles, model.residual_quantiles);
    expectClose("kappa", [got.collinearity?.conditionNumber ?? null], [model.kappa]);
    const { scaled, centred } = got.collinearity ?? {};
    expectClose("condition indices", scaled?.indices ?? [], model.belsley.indices);
    for (const [k, shares] of scaled?.proportions.entries() ?? []) {
      expectClose("variance proportions", shares, model.belsley.proportions[k] ?? [], 1e-2);
    }
    expectClose("centred indices", centred?.indices ?? [], [model.belsley_centred?.indices ?? []].flat());
    if (model.gvif) {
      expectClose("gvif", got.vif?.map(({ gvif }) => gvif) ?? [], model.gvif.gvif);
      expectClose("scaled gvif", got.vif?.map((row) => row.scaled) ?? [], model.gvif.scaled);
      expect(got.vif?.map(({ df }) => df)).toEqual(model.gvif.df);
    }
  });

  test.each(ofR.models)("tests of $formula are R's", async (model) => {
    const { run } = await fitted(model.formula, model.weighted, backend);
    const got = await run();
    expectTest("reset", got, "reset", model.reset);
    expectTest("chow", got, "chow", model.chow_half);
    expectTest("chow at a row", await run({ split: 100, tests: ["chow"] }), "chow", model.chow_100);
    expectTest("durbin-watson", got, "durbin-watson", model.durbin_watson);
    expectTest("breusch-godfrey 1", got, "breusch-godfrey", model.breusch_godfrey_1);
    expectTest(
      "breusch-godfrey 4",
      await run({ lag: 4, tests: ["breusch-godfrey"] }),
      "breusch-godfrey",
      model.breusch_godfrey_4,
    );
    expectTest("breusch-pagan", got, "breusch-pagan", model.breusch_pagan);
    expectTest("breusch-pagan-koenker", got, "breusch-pagan-koenker", model.breusch_pagan_koenker);
    expectTest("shapiro-wilk", got, "shapiro-wilk", model.shapiro_wilk);
    if (model.weighted) return expectTest("white", got, "white", model.white);
    expectTest("goldfeld-quandt by fitted", got, "goldfeld-quandt", model.goldfeld_quandt_fitted);
    expectTest("rainbow by fitted", got, "rainbow", model.rainbow_fitted);
    const byRows = await run({ order: "rows", tests: ["goldfeld-quandt", "rainbow"] });
    expectTest("goldfeld-quandt by row", byRows, "goldfeld-quandt", model.goldfeld_quandt_rows);
    expectTest("rainbow by row", byRows, "rainbow", model.rainbow_rows);
    if (/\+ price/.test(model.formula)) {
      const byPrice = await run({ order: { column: "price" }, tests: ["goldfeld-quandt"] });
      expectTest("goldfeld-quandt by a column", byPrice, "goldfeld-quandt", model.goldfeld_quandt_price);
    }
  });

  test.each(ofOls.models.slice(0, 6) as unknown as Record<string, never>[])(
    "everything of $formula in ols.json",
    async (m) => {
      const model = m as unknown as Record<string, number> & Record<string, Found> & { formula: string };
      const { run } = await fitted(model.formula, false, backend);
      const got = await run();
      expectTest("jarque-bera", got, "jarque-bera", model.jarque_bera);
      expectTest("shapiro-wilk", got, "shapiro-wilk", model.shapiro_wilk);
      expectTest("breusch-pagan", got, "breusch-pagan", model.breusch_pagan_original);
      expectTest("breusch-pagan-koenker", got, "breusch-pagan-koenker", model.breusch_pagan_koenker);
      expectTest("breusch-godfrey 1", got, "breusch-godfrey", model.breusch_godfrey_1);
      expectClose("durbin-watson", [testOf(got, "durbin-watson").statistic], [model.durbin_watson as number]);
      const { f, p } = model.reset_2_3 as unknown as { f: number; p: number };
      expectTest("reset", got, "reset", { statistic: f, p });
      expectClose("press", [got.press], [model.press as number]);
      expectClose("kappa", [got.collinearity?.conditionNumber ?? null], [model.condition_number as number]);
      // R counts rows from 1.
      expect(got.cooks?.[0]?.row).toBe((model.max_cooks_row as number) - 1);
    },
  );

  test.each(ofStatsmodels.models)("white and omnibus of $formula are statsmodels'", async ({ formula, ...model }) => {
    const { run } = await fitted(formula, false, backend);
    const got = await run({ tests: ["white", "omnibus"] });
    expectTest("white", got, "white", model.white);
    expectTest("omnibus", got, "omnibus", model.omnibus);
  });

  test("prints the worst difference of each quantity so far", () => {
    expect(worst.size).toBeGreaterThan(40);
    console.info([...worst].map(([what, error]) => `${what} ${error.toExponential(1)}`).join(", "));
  });
});

describe("qq", () => {
  let fit: Fit;
  let got: Diagnostics;
  beforeAll(async () => {
    const model = await fitted("revenue ~ search", false, backends[0] as Backend);
    fit = model.fit;
    got = await model.run({ tests: [] });
  });

  test("200 of 400 rows at R's ppoints, the extremes among them", () => {
    const { theoretical, sample } = got.qq;
    expect(fit.n).toBe(400);
    expect(theoretical.length).toBe(sample.length);
    expect(theoretical.length).toBeLessThanOrEqual(200);
    expect(theoretical.length).toBeGreaterThan(120);
    const [first, , last] = ofR.models[0]?.qq_theoretical ?? [];
    expectClose("qq", [theoretical[0] ?? null, theoretical.at(-1) ?? null], [first as number, last as number]);
    expect(sample[0]).toBe(got.residuals.quantiles[0]);
    expect(sample.at(-1)).toBe(got.residuals.quantiles[4]);
  });
});
