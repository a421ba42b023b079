// Penalised paths of more columns than all products are worth, and than rows perhaps: descent on a working set of columns,
// grown by the gradients of all of them until none wants to enter (Massias, Gramfort and Salmon 2018).

import { LeastwiseError } from "#base/error.ts";
import type { Backend } from "#kernel/backend.ts";
import { levelAfter } from "../models/level.ts";
import { columnsPass } from "../passes/columns.ts";
import type { Rows } from "../rows.ts";
import type { Penalty } from "./descend.ts";
import { endsEarly } from "./early-stop.ts";
import { dualityGap } from "./gap.ts";
import { gridFrom, OVERWHELMING } from "./grid.ts";
import { type ResolvedOptions, resolveOptions } from "./options.ts";
import { penaltyOf } from "./problem.ts";
import { relaxedSolutions } from "./relax.ts";
import { generalisedCrossValidation } from "./ridge-path.ts";
import type { Path, PathOptions, PathStop } from "./types.ts";
import { type WideProblem, wideProblem } from "./wide-problem.ts";
import { basisCondition, rowBasis, solveRidge } from "./wide-ridge.ts";
import { addColumns, emptySet, newcomers, solveSet, sweep, type WideModel, type WorkingSet } from "./working-set.ts";

/** Columns whose products are all summed; above, only those of a working set are. */
export const MAX_GRAM_COLUMNS = 2000;

/** A path from rows, and what a fit wants to know of its model. */
export interface WidePath {
  path: Path;
  problem: WideProblem;
  /** Correlations of the columns of the last working set, and which these are. */
  products: { A: Float64Array; columns: number[] };
  /** Of ridge, the condition of the products of the rows. */
  condition: number | null;
}

interface Solved {
  gap: number;
  nIter: number;
  stopReason: PathStop;
  df: number;
}

function penalties({ l1, l2 }: WideProblem, { lambda1, lambda2 }: Penalty): { a: Float64Array; c: Float64Array } {
  return { a: l1.map((w) => w * lambda1), c: l2.map((w) => w * lambda2) };
}

/** Solve for one penalty over all columns. */
async function solveAll(set: WorkingSet, penalty: Penalty, model: WideModel): Promise<Solved> {
  const { wide } = model;
  const { a, c } = penalties(wide, penalty);
  let nIter = 0;
  for (;;) {
    const solved = solveSet(set, penalty, model);
    nIter += solved.nIter;
    await sweep(set, model);
    const more = newcomers(set, model, a);
    if (more.length > 0 && (await addColumns(set, more, model))) continue;
    const { b, g, rss } = set;
    const gap = dualityGap({ b, g, rss, a, c, lower: wide.lower, upper: wide.upper });
    const df = b.reduce((count, value) => count + (value === 0 ? 0 : 1), 0);
    return { gap, nIter, stopReason: more.length > 0 ? "max-iterations" : solved.stopReason, df };
  }
}

/** Start from the columns that are never penalised, and give the grid. */
async function startGrid(set: WorkingSet, model: WideModel): Promise<number[]> {
  const { wide, options } = model;
  const free = Array.from(wide.l1.keys()).filter((j) => wide.l1[j] === 0 && wide.scale[j] !== 0);
  if (free.length > 0) {
    if (!(await addColumns(set, free, model))) {
      throw new LeastwiseError(
        "bad-argument",
        `penaltyFactors: must be above 0 for most columns; got ${free.length} of 0`,
        {
          value: free.length,
        },
      );
    }
    solveSet(set, { lambda1: OVERWHELMING, lambda2: 0 }, model);
    await sweep(set, model);
  }
  return gridFrom(set.g, { l1: wide.l1, responseSd: wide.responseSd, n: wide.n }, options);
}

/** Coefficients on the scale of the data and their intercept. */
function onData({ toData, centre, intercept, level }: WideProblem, b: Float64Array) {
  const coefficients = Array.from(b, (value, j) => value * (toData[j] as number));
  const used = coefficients.flatMap((value, j) =>
    value === 0 ? [] : [{ value, correction: 0, away: -(centre[j] as number) }],
  );
  const at0 = levelAfter(
    { value: level, correction: 0 },
    used,
    used.map(({ away }) => away),
  );
  return { intercept: intercept ? at0 : 0, coefficients };
}

/** Least squares on the terms of a point, and the share that it explains. */
async function relaxedAt(set: WorkingSet, model: WideModel, backend: Pick<Backend, "dense">) {
  const b = new Float64Array(set.b.length);
  if (set.problem) {
    const own = Float64Array.from(set.columns, (j) => set.b[j] as number);
    const [relaxed] = relaxedSolutions(set.problem, [own], backend.dense);
    for (const [k, j] of set.columns.entries()) b[j] = relaxed?.[k] ?? 0;
  }
  const point = { ...set, b };
  await sweep(point, model);
  return { ...onData(model.wide, b), devRatio: 1 - point.rss };
}

/**
 * Penalised path of a model by passes over its rows: two or three a lambda, and no product of all columns.
 *
 * @throws LeastwiseError `bad-argument` for an option, or ridge of more than 2000 rows; `response-constant`, `value-not-finite`
 */
export async function pathFromRows(
  {
    plan,
    rows,
  }: { plan: { intercept: boolean; columns: readonly { name: string }[]; response: { label: string } }; rows: Rows },
  options: PathOptions,
  backend: Pick<Backend, "dense" | "descent" | "moments">,
): Promise<WidePath> {
  const terms = plan.columns.map(({ name }) => name);
  const resolved = resolveOptions(options, terms.length);
  const sums = await rows.reduce(columnsPass, null);
  const wide = wideProblem(sums, [...terms, plan.response.label], plan.intercept, resolved);
  const model: WideModel = { wide, rows, options: resolved, backend };
  const set = emptySet(wide);
  const basis = resolved.l1Ratio === 0 ? await rowBasis(model, backend) : null;
  const lambdas = await startGrid(set, model);
  const path = emptyPath(wide, terms, resolved);
  for (const lambda of lambdas) {
    const penalty = penaltyOf(lambda, resolved.l1Ratio, wide.responseSd);
    const solved = basis ? await solveRidge(basis, set, lambda, model) : await solveAll(set, penalty, model);
    append(path, lambda, { ...solved, ...onData(wide, set.b), devRatio: 1 - set.rss });
    path.gcv?.push(generalisedCrossValidation(set.rss * wide.tss, wide.n, solved.df + (wide.intercept ? 1 : 0)));
    if (path.relaxed) appendRelaxed(path.relaxed, await relaxedAt(set, model, backend));
    if (resolved.earlyStop && !resolved.lambdas && endsEarly(path.devRatio, path.devRatio.length - 1)) break;
  }
  const A = set.problem?.system.A ?? new Float64Array(0);
  const condition = basis ? basisCondition(basis) : null;
  return { path, problem: wide, products: { A, columns: set.columns }, condition };
}

function emptyPath(wide: WideProblem, terms: string[], { l1Ratio, relax }: ResolvedOptions): Path {
  return {
    terms,
    l1Ratio,
    lambdas: [],
    intercepts: [],
    coefficients: [],
    df: [],
    devRatio: [],
    dualityGap: [],
    nIter: [],
    stopReason: [],
    nullDeviance: wide.tss,
    weight: wide.weight,
    ...(l1Ratio === 0 ? { gcv: [] } : {}),
    ...(relax ? { relaxed: { intercepts: [], coefficients: [], devRatio: [] } } : {}),
    reasons: terms.flatMap((term, j) =>
      wide.scale[j] === 0
        ? [{ field: `coefficients[${term}]`, reason: "0: the column is constant, so that there is nothing to fit" }]
        : [],
    ),
  };
}

interface Row {
  intercept: number;
  coefficients: number[];
  devRatio: number;
}

function append(path: Path, lambda: number, row: Row & Solved): void {
  path.lambdas.push(lambda);
  path.intercepts.push(row.intercept);
  path.coefficients.push(row.coefficients);
  path.df.push(row.df);
  path.devRatio.push(row.devRatio);
  path.dualityGap.push(row.gap);
  path.nIter.push(row.nIter);
  path.stopReason.push(row.stopReason);
}

function appendRelaxed(relaxed: NonNullable<Path["relaxed"]>, row: Row): void {
  relaxed.intercepts.push(row.intercept);
  relaxed.coefficients.push(row.coefficients);
  relaxed.devRatio.push(row.devRatio);
}
