// Cross-validation of the sales data against cv.glmnet with one grid for all folds, on every backend.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { planFormula } from "#formula/plan.ts";
import { crossValidate } from "#stats/resampling/cross-validate.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { resamplingReference, salesRows } from "#tests/helpers/resampling-reference.ts";
import { tableRows } from "#tests/helpers/rows.ts";
import { salesTable } from "#tests/helpers/sales.ts";

interface GlmnetCv {
  alpha: number;
  lambda: number[];
  cvm: number[];
  cvsd: number[];
  lambda_min: number;
  lambda_1se: number;
  n_lambda: number;
}

const file = new URL("../../fixtures/reference/sales/glmnet.json", import.meta.url);
const reference: { columns: string[]; cv: GlmnetCv[] } = JSON.parse(readFileSync(file, "utf8"));
const sales = await salesTable();
const plan = planFormula(`revenue ~ ${reference.columns.join(" + ")}`, sales);
const backends = await availableBackends();

/** The fixture has 15 digits; the target is 1e-10. */
const TOL = 1e-10;
let worst = 0;

function expectRelative(got: number, wanted: number): void {
  const error = Math.abs(got / wanted - 1);
  worst = Math.max(worst, error);
  expect(error).toBeLessThanOrEqual(TOL);
}

describe.each(backends)("crossValidate on $name", (backend) => {
  test.each(reference.cv)("alpha $alpha has cv.glmnet's cvm, cvsd, lambda.min and lambda.1se", async (wanted) => {
    const rows = tableRows(plan, sales, backend);
    const names = [...plan.columns.map(({ name }) => name), "revenue"];
    const data = { rows, names, intercept: true, nTableRows: sales.nRows };
    const folds = Int32Array.from({ length: sales.nRows }, (_, i) => i % 10);
    const cv = await crossValidate(data, { l1Ratio: wanted.alpha, folds, earlyStop: true }, backend);
    expect(cv.lambdas).toHaveLength(wanted.n_lambda);
    for (const [k, lambda] of wanted.lambda.entries()) {
      const at = cv.lambdas.findIndex((own) => Math.abs(own / lambda - 1) < 1e-12);
      expect(at).toBeGreaterThanOrEqual(0);
      expectRelative(cv.mean[at] as number, wanted.cvm[k] as number);
      expectRelative(cv.sd[at] as number, wanted.cvsd[k] as number);
    }
    expectRelative(cv.lambdaMin, wanted.lambda_min);
    expectRelative(cv.lambda1se, wanted.lambda_1se);
    expect(cv.best).toMatchObject({ lambda: cv.lambdaMin, l1Ratio: wanted.alpha });
    expect(cv.foldSizes).toEqual(new Array(10).fill(40));
  });

  test("with weights has cv.glmnet's too", async () => {
    const { formula, alpha, folds, lambda, ...wanted } = resamplingReference.weighted_cv;
    const data = salesRows(backend, "weight", formula);
    const ids = Int32Array.from({ length: sales.nRows }, (_, i) => i % folds);
    const cv = await crossValidate(data, { l1Ratio: alpha, folds: ids, lambdas: lambda }, backend);
    for (const [k, mean] of wanted.cvm.entries()) {
      expectRelative(cv.mean[k] as number, mean);
      expectRelative(cv.sd[k] as number, wanted.cvsd[k] as number);
    }
    expectRelative(cv.lambdaMin, wanted.lambda_min);
    expectRelative(cv.lambda1se, wanted.lambda_1se);
  });

  test("prints the worst relative difference so far", () => {
    expect(worst).toBeGreaterThan(0);
    console.info(`cv.glmnet: ${worst.toExponential(1)}`);
  });
});
