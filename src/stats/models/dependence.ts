// Whether columns that moments in double precision leave out depend on the others in the rows too. Moments cannot tell a
// column at 1e-9 from a dependent one; one pass over the rows can.

import type { Cholesky, Dense } from "#kernel/backend.ts";
import { INPUT_ROUNDINGS } from "../exact/factor.ts";
import { dependencePass } from "../passes/dependence.ts";
import type { Rows } from "../rows.ts";
import type { NormalEquations } from "./normal-equations.ts";
import type { Start } from "./solve.ts";

/** The first column left out, though it varies, whose rows are no combination of the columns kept; −1 where there is none. */
export async function firstIndependent(
  system: NormalEquations,
  start: Start,
  rows: Rows,
  dense: Dense,
): Promise<number> {
  const { p, scale } = system;
  const { factor } = start;
  for (const [j, d] of scale.entries()) {
    if (d === 0 || !factor.aliased[j]) continue;
    const s = dense.solve(factor, system.A.slice(j * p, (j + 1) * p), 1);
    const distance = await distanceFromOthers(system, { factor, j, s }, rows, dense);
    if (distance > INPUT_ROUNDINGS * roundingOf(system, j, s)) return j;
  }
  return -1;
}

/** Rounding of column j and of its combination of the others: a norm over the rows. */
function roundingOf({ scale, centre, weight }: NormalEquations, j: number, s: Float64Array): number {
  const size = (k: number) => Math.sqrt(weight * (centre[k] as number) ** 2 + (scale[k] as number) ** 2);
  const d = scale[j] as number;
  const terms = s.reduce(
    (sum, value, k) => (value === 0 ? sum : sum + (Math.abs(value) * d * size(k)) / (scale[k] as number)),
    size(j),
  );
  return (Number.EPSILON / 2) * terms;
}

/** Norm over the rows of column j less its regression s on the columns kept, refined once. */
async function distanceFromOthers(
  system: NormalEquations,
  { factor, j, s }: { factor: Cholesky; j: number; s: Float64Array },
  rows: Rows,
  dense: Dense,
): Promise<number> {
  const { p, scale, centre, weight, intercept } = system;
  const others = Array.from(scale.keys()).filter((k) => !factor.aliased[k]);
  const d = scale[j] as number;
  const predictor = {
    intercept: centre[j] as number,
    beta: Float64Array.from(others, (k) => ((s[k] as number) * d) / (scale[k] as number)),
    centre: Float64Array.from(others, (k) => centre[k] as number),
  };
  const sums = await rows.reduce(dependencePass, { others, column: j, predictor });
  const gradient = new Float64Array(p);
  for (const [at, k] of others.entries()) gradient[k] = (sums.gradient[at] as number) / (scale[k] as number);
  const change = dense.solve(factor, gradient, 1);
  const gain = change.reduce(
    (sum, value, k) => sum + value * (gradient[k] as number),
    intercept ? sums.sum ** 2 / weight : 0,
  );
  return Math.sqrt(Math.max(0, sums.rss - gain));
}
