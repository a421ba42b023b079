// Every test by its name, run in the order of the list; where the residuals are no sample, none is.

import { type OrderedRows, orderRows } from "../order.ts";
import type { Assumption, DiagnoseOptions, DiagnosticTest, TestName } from "../types.ts";
import { breuschGodfrey } from "./breusch-godfrey.ts";
import { durbinWatson } from "./durbin-watson.ts";
import { chow, rainbow, reset } from "./form.ts";
import { jarqueBera, omnibus, shapiroWilk } from "./normality.ts";
import { refused, type Test, type TestContext } from "./result.ts";
import { breuschPagan, breuschPaganKoenker, goldfeldQuandt, white } from "./variance.ts";

const TESTS: Record<TestName, { against: Assumption; run: Test }> = {
  "durbin-watson": { against: "independent-errors", run: durbinWatson },
  "breusch-godfrey": { against: "independent-errors", run: breuschGodfrey },
  "breusch-pagan": { against: "constant-variance", run: breuschPagan },
  "breusch-pagan-koenker": { against: "constant-variance", run: breuschPaganKoenker },
  white: { against: "constant-variance", run: white },
  "goldfeld-quandt": { against: "constant-variance", run: goldfeldQuandt },
  "jarque-bera": { against: "normal-errors", run: jarqueBera },
  omnibus: { against: "normal-errors", run: omnibus },
  "shapiro-wilk": { against: "normal-errors", run: shapiroWilk },
  reset: { against: "linear-form", run: reset },
  rainbow: { against: "linear-form", run: rainbow },
  chow: { against: "stable-coefficients", run: chow },
};

/** Names of all tests. */
export const TEST_NAMES = Object.keys(TESTS) as TestName[];

/** Why no test of this fit can be computed; null where some can. */
function nothingToTest({ fit }: Pick<TestContext, "fit">): string | null {
  if (fit.sigma === null) return "no degrees of freedom are left";
  return fit.sigma === 0 ? "the fit is perfect: the residuals are 0 to rounding" : null;
}

/** Moments are read once, where a test asks for them. */
function momentsOnce(rows: TestContext["rows"]): TestContext["moments"] {
  let known: ReturnType<TestContext["moments"]> | undefined;
  return () => {
    known ??= rows.moments();
    return known;
  };
}

/** Rows are put in each order once. */
function orderedOnce({ rows, model }: Pick<TestContext, "rows" | "model">): TestContext["ordered"] {
  const known = new Map<string, Promise<OrderedRows>>();
  return (key) => {
    const name = JSON.stringify(key);
    const ordered = known.get(name) ?? orderRows(rows, model, key);
    known.set(name, ordered);
    return ordered;
  };
}

/** Run the tests asked for, one after the other: each reads the rows it needs. */
export async function runTests(
  known: Omit<TestContext, "lag" | "order" | "split" | "ordered" | "moments">,
  {
    tests = TEST_NAMES,
    lag = 1,
    order = "fitted",
    split = null,
  }: Omit<DiagnoseOptions, "split"> & { split?: number | null },
): Promise<DiagnosticTest[]> {
  const once = { moments: momentsOnce(known.rows), ordered: orderedOnce(known) };
  const context: TestContext = { ...known, lag, order, split, ...once };
  const reason = nothingToTest(context);
  const results: DiagnosticTest[] = [];
  for (const name of tests) {
    const { against, run } = TESTS[name];
    results.push(reason === null ? await run(context) : refused({ name, method: "not computed", against }, reason));
  }
  return results;
}
