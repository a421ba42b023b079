// Bias and variance of models by simulation from a truth that is known: a fixed design, and noise drawn anew each time.
// What a model expects at the rows of the design is a quadratic form in its coefficients, so that no row is predicted.

import { refuse } from "#base/refuse.ts";
import type { Backend } from "#kernel/backend.ts";
import { packedIndex } from "../moments/packed.ts";
import { toMoments } from "../moments/state.ts";
import { subsetMoments } from "../moments/subset.ts";
import type { Rows } from "../rows.ts";
import type { Moments } from "../types.ts";
import { interceptOf, modelOf, type PenalisedModel, slopesOf } from "./coefficients.ts";
import { lossFromMoments } from "./loss.ts";
import { checkWhole } from "./options.ts";
import { predictorAt } from "./predictors.ts";
import { checkSeed, DEFAULT_SEED } from "./seed.ts";
import { columnMeans } from "./summary.ts";
import type { BiasVariance, SimulationOptions } from "./types.ts";

const SIMULATIONS = 200;

interface Compared extends PenalisedModel {
  columns: number[];
}

function requireFinite(subject: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) refuse(`${subject}[${i}]`, "be a finite number", values[i]);
  }
}

function checkTruth({ X, beta, sigma, intercept = 0 }: SimulationOptions): number {
  if (!Array.isArray(X) || X.length === 0) refuse("X", "hold one column at least", X);
  const n = X[0]?.length as number;
  if (n < 2) refuse("X", "have 2 rows at least", n);
  for (const [j, column] of X.entries()) {
    if (column.length !== n) refuse(`X[${j}]`, `hold ${n} values`, column.length);
    requireFinite(`X[${j}]`, column);
  }
  if (beta.length !== X.length) refuse("beta", `hold one number for each of ${X.length} columns`, beta.length);
  requireFinite("beta", beta);
  if (!Number.isFinite(intercept)) refuse("intercept", "be a finite number", intercept);
  if (!(sigma > 0 && sigma < Number.POSITIVE_INFINITY)) refuse("sigma", "be finite and > 0", sigma);
  return n;
}

function comparedModels({ models, X }: SimulationOptions): Compared[] {
  if (!Array.isArray(models) || models.length === 0) refuse("models", "be a list of one model at least", models);
  return models.map((model) => {
    const columns = [...(model.columns ?? X.keys())];
    for (const column of columns) checkWhole("columns of a model", column, 0, X.length - 1);
    if (new Set(columns).size !== columns.length) refuse("columns of a model", "be different columns", columns);
    return { ...modelOf(model, true), columns };
  });
}

/** Mean over the rows of the design of (d₀ + x′d)², d holding the intercept, then the slopes. */
function meanSquare(design: Moments, d: readonly number[]): number {
  const p = d.length - 1;
  let level = d[0] as number;
  let spread = 0;
  for (let j = 0; j < p; j++) {
    const dj = d[j + 1] as number;
    level += dj * (design.mean[j] as number);
    for (let i = 0; i <= j; i++) {
      spread += (i < j ? 2 : 1) * dj * (d[i + 1] as number) * (design.scatter[packedIndex(i, j)] as number);
    }
  }
  return level * level + spread / design.weight;
}

const minus = (a: readonly number[], b: readonly number[]): number[] => a.map((value, k) => value - (b[k] as number));

/** Coefficients over all columns of one model on one draw of the response, and its error on the rows it was fitted to. */
function fitted(moments: Moments, model: Compared, backend: Pick<Backend, "dense" | "descent">) {
  const p = moments.mean.length - 1;
  const own = subsetMoments(moments, [...model.columns, p]);
  const { slopes } = slopesOf(own, model, backend);
  const all = new Array<number>(p + 1).fill(0);
  all[0] = interceptOf(own, slopes);
  for (const [k, column] of model.columns.entries()) all[column + 1] = slopes[k] as number;
  const { sse } = lossFromMoments(own, predictorAt(own, true, slopes));
  return { all, training: sse / own.weight };
}

/**
 * Bias² and variance of each model, averaged over the rows of the design.
 *
 * @throws LeastwiseError `bad-argument`
 */
export async function biasVariance(
  options: SimulationOptions,
  backend: Backend,
  turn: Rows["turn"],
): Promise<BiasVariance[]> {
  const { X, beta, sigma, intercept = 0, nSimulations = SIMULATIONS, seed = DEFAULT_SEED } = options;
  const n = checkTruth(options);
  const models = comparedModels(options);
  checkWhole("nSimulations", nSimulations, 2, 100_000);
  const noise = backend.random(checkSeed(seed));
  const columns = X.map((column) => Float64Array.from(column));
  const truth = Float64Array.from({ length: n }, (_, i) =>
    columns.reduce((sum, column, j) => sum + (beta[j] as number) * (column[i] as number), intercept),
  );
  const names = [...columns.map((_, j) => `x${j + 1}`), "y"];
  const draws: ReturnType<typeof fitted>[][] = models.map(() => []);
  let design: Moments | null = null;
  for (let s = 0; s < nSimulations; s++) {
    await turn();
    const e = noise.normal(n, 0, sigma);
    const state = await backend.moments({
      n,
      columns: [...columns, truth.map((value, i) => value + (e[i] as number))],
    });
    const moments = toMoments(state, names, 0);
    design ??= moments;
    for (const [m, model] of models.entries()) draws[m]?.push(fitted(moments, model, backend));
  }
  const exact = [intercept, ...beta];
  return draws.map((own) => {
    const rows = own.map(({ all }) => all);
    const average = columnMeans(rows);
    const bias2 = meanSquare(design as Moments, minus(average, exact));
    const spread = rows.reduce((sum, row) => sum + meanSquare(design as Moments, minus(row, average)), 0);
    const variance = spread / (nSimulations - 1);
    const training = own.reduce((sum, one) => sum + one.training, 0) / nSimulations;
    return { bias2, variance, error: bias2 + variance + sigma * sigma, training };
  });
}
