// The columns that a wide model is solved on, with their moments; the set grows while others want to enter.

import type { Backend } from "#kernel/backend.ts";
import { toMoments } from "../moments/state.ts";
import { subsetMomentsPass } from "../passes/subset-moments.ts";
import type { Rows } from "../rows.ts";
import { descend, type Penalty } from "./descend.ts";
import { gradientRounding } from "./gap.ts";
import type { ResolvedOptions } from "./options.ts";
import { type PenalisedProblem, penalisedProblem } from "./problem.ts";
import type { WideProblem } from "./wide-problem.ts";

/** What every step of a wide model works with. */
export interface WideModel {
  wide: WideProblem;
  rows: Pick<Rows, "reduce" | "residuals">;
  options: ResolvedOptions;
  backend: Pick<Backend, "descent">;
}

/** A point over all columns and the columns it was solved on. */
export interface WorkingSet {
  columns: number[];
  isInside: Uint8Array;
  problem: PenalisedProblem | null;
  b: Float64Array;
  g: Float64Array;
  rss: number;
}

/** Products of so many columns fill 128 MB. */
const MAX_COLUMNS = 4000;

/**
 * Columns that a set grows by at least, and share of itself: each growth is a pass over the rows, more columns are more
 * products, and far from the solution most columns want to enter that will not stay.
 */
const LEAST_GROWTH = 20;
const GROWTH_SHARE = 0.5;

/** No columns, at b = 0. */
export function emptySet({ p, r }: WideProblem): WorkingSet {
  return { columns: [], isInside: new Uint8Array(p), problem: null, b: new Float64Array(p), g: r.slice(), rss: 1 };
}

function restricted(options: ResolvedOptions, columns: readonly number[]): ResolvedOptions {
  const pick = (values: Float64Array) => Float64Array.from(columns, (j) => values[j] as number);
  return {
    ...options,
    penaltyFactors: pick(options.penaltyFactors),
    lower: pick(options.lower),
    upper: pick(options.upper),
  };
}

/** Add columns and sum the products of all. False where there is no room for them. */
export async function addColumns(set: WorkingSet, added: readonly number[], model: WideModel): Promise<boolean> {
  if (set.columns.length + added.length > MAX_COLUMNS) return false;
  for (const j of added) set.isInside[j] = 1;
  set.columns.push(...added);
  const state = await model.rows.reduce(subsetMomentsPass, { columns: set.columns });
  const names = [...set.columns.map((j) => `column ${j}`), "response"];
  const own = restricted(model.options, set.columns);
  set.problem = penalisedProblem(toMoments(state, names, 0), model.wide.intercept, own);
  return true;
}

/** Columns outside that want to enter, those that want it most: as many as the set should grow by, and none where none wants to. */
export function newcomers(set: WorkingSet, { wide }: WideModel, a: Float64Array): number[] {
  const { g, isInside, b } = set;
  const rounding = gradientRounding(b);
  const excess = g.map((v, j) => {
    const isOpen = v > 0 ? (wide.upper[j] as number) > 0 : (wide.lower[j] as number) < 0;
    return isOpen ? Math.abs(v) - (a[j] as number) : Number.NEGATIVE_INFINITY;
  });
  const outside = Array.from(g.keys()).filter((j) => !isInside[j] && wide.scale[j] !== 0);
  if (!outside.some((j) => (excess[j] as number) > rounding)) return [];
  const count = Math.max(LEAST_GROWTH, Math.ceil(GROWTH_SHARE * set.columns.length));
  return outside.sort((i, j) => (excess[j] as number) - (excess[i] as number)).slice(0, count);
}

/** Solve on the columns of the set, from where it stands. */
export function solveSet(set: WorkingSet, penalty: Penalty, { wide, backend }: WideModel) {
  const { problem, columns, b } = set;
  if (!problem || columns.length === 0) return { nIter: 0, stopReason: "exact" as const };
  const start = Float64Array.from(columns, (j) => b[j] as number);
  const { beta, nIter, stopReason } = descend(problem.descent, [penalty], backend, start);
  for (const [k, j] of columns.entries()) {
    // The set's own scale differs from that of all columns by rounding.
    const value = (beta[0]?.[k] as number) * (problem.toData[k] as number);
    b[j] = value === 0 ? 0 : value / (wide.toData[j] as number);
  }
  return { nIter: nIter[0] as number, stopReason: stopReason[0] ?? "exact" };
}

/** Residuals of the point, and the gradient of every column, by a pass over the rows. */
export async function sweep(set: WorkingSet, { wide, rows }: WideModel): Promise<void> {
  const beta = set.b.map((value, j) => value * (wide.toData[j] as number));
  const sums = await rows.residuals({ intercept: wide.level, beta, centre: wide.centre });
  const length = Math.sqrt(wide.tss);
  set.g = wide.scale.map((d, j) => (d === 0 ? 0 : (sums.gradient[j] as number) / d / length));
  set.rss = sums.rss / wide.tss;
}
