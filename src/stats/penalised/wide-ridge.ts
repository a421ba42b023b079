// Ridge of more columns than all products are worth, in the space of the rows: b = Z′(Z Z′ + lambda)⁻¹ y.

import { LeastwiseError } from "#base/error.ts";
import type { Backend } from "#kernel/backend.ts";
import { uncentredGram } from "../moments/gram.ts";
import { symmetricOf } from "../moments/packed.ts";
import { gatherPass } from "../passes/gather.ts";
import { dualityGap } from "./gap.ts";
import { sweep, type WideModel, type WorkingSet } from "./working-set.ts";

/** Rows whose products with each other are summed and decomposed. */
const MAX_ROWS = 2000;

/** Eigenvalues below this share of the largest are rounding of 0. */
const NULL_SHARE = 4 * Number.EPSILON;

/** A wide model in the basis where its rows are uncorrelated. */
export interface RowBasis {
  /** n rows of p values, in units of their penalties. */
  rows: Float64Array[];
  /** Eigenvalues of the rows' products, n vectors of n values, and the response in that basis. */
  values: Float64Array;
  vectors: Float64Array;
  q: Float64Array;
  /** √ of the penalty of each column; 0 where it is constant. */
  units: Float64Array;
}

function refuse(message: string, value: unknown): never {
  throw new LeastwiseError("bad-argument", message, { value });
}

/** @throws LeastwiseError `bad-argument` for what ridge of so many columns does not offer */
function requireOffered({ wide, options }: WideModel): void {
  const many = `ridge of ${wide.p} design columns`;
  if (wide.nSeen > MAX_ROWS) refuse(`l1Ratio: must be above 0 for so many columns and rows; got ${many}`, 0);
  if (options.bounded) refuse(`bounds: must be left out for so many columns; got ${many}`, wide.p);
  if (options.relax) refuse(`relax: must be false for so many columns; got ${many}`, true);
  const free = wide.l1.findIndex((weight, j) => weight === 0 && wide.scale[j] !== 0);
  if (free >= 0) refuse(`penaltyFactors: must be above 0 for so many columns; got 0 in ${many}`, 0);
}

/** @throws LeastwiseError `bad-argument` for bounds, columns without penalty, relaxing, or above 2000 rows */
export async function rowBasis(model: WideModel, backend: Pick<Backend, "dense" | "moments">): Promise<RowBasis> {
  requireOffered(model);
  const { wide, rows: source } = model;
  const units = wide.l2.map(Math.sqrt);
  const factor = wide.scale.map((d, j) => (d === 0 ? 0 : 1 / d / (units[j] as number)));
  const { centre, level } = wide;
  const { rows, y } = await source.reduce(gatherPass, {
    centre,
    factor,
    level,
    responseFactor: 1 / Math.sqrt(wide.tss),
  });
  const n = rows.length;
  // The rows' products are moments about 0 of a table whose columns are the rows.
  const products = uncentredGram(await backend.moments({ n: wide.p, columns: rows }));
  const { values, vectors } = backend.dense.eigen(symmetricOf(products, n), n);
  const least = NULL_SHARE * n * (values[0] ?? 0);
  const q = values.map((_, k) => y.reduce((sum, v, i) => sum + v * (vectors[k * n + i] as number), 0));
  return { rows, values: values.map((value) => (value > least ? value : 0)), vectors, q, units };
}

/** Solve for one lambda, and certify it over all columns by a pass over the rows. */
export async function solveRidge(
  { rows, values, vectors, q, units }: RowBasis,
  set: WorkingSet,
  lambda: number,
  model: WideModel,
): Promise<{ gap: number; nIter: number; stopReason: "exact"; df: number }> {
  const { wide } = model;
  const n = rows.length;
  const weights = values.map((value) => (value === 0 ? 0 : 1 / (value + lambda)));
  set.b.fill(0);
  for (const [i, row] of rows.entries()) {
    let alpha = 0;
    for (let k = 0; k < n; k++) alpha += (vectors[k * n + i] as number) * (weights[k] as number) * (q[k] as number);
    for (const [j, value] of row.entries()) set.b[j] = (set.b[j] as number) + alpha * value;
  }
  for (const [j, unit] of units.entries()) set.b[j] = unit === 0 ? 0 : (set.b[j] as number) / unit;
  await sweep(set, model);
  const { b, g, rss } = set;
  const c = wide.l2.map((weight) => weight * lambda);
  const gap = dualityGap({ b, g, rss, a: new Float64Array(wide.p), c, lower: wide.lower, upper: wide.upper });
  return { gap, nIter: 0, stopReason: "exact", df: weights.reduce((sum, w, k) => sum + w * (values[k] as number), 0) };
}

/** Condition of the rows' products over the directions that they span. */
export function basisCondition({ values }: RowBasis): number {
  const kept = values.filter((value) => value > 0);
  return kept.length === 0 ? 1 : (kept[0] as number) / (kept[kept.length - 1] as number);
}
