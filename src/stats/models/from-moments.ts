// What rounding a solution carries where moments are all that is left of the rows.

import type { NormalEquations } from "./normal-equations.ts";
import type { Solution } from "./solve.ts";

/** Rounding of a sum of products in units of it: seen up to 3 over trees of superblocks. */
const ROUNDINGS = 8;

/** |A|·|b| + |r|, by which the rounding of the moments enters each normal equation, in units of rounding. */
export function momentsRounding({ p, A, scale, r }: NormalEquations, { predictor }: Solution): Float64Array {
  const rounding = r.map(Math.abs);
  for (const [j, beta] of predictor.beta.entries()) {
    const b = Math.abs(beta * (scale[j] as number));
    for (let i = 0; i < p; i++) rounding[i] = (rounding[i] as number) + Math.abs(A[j * p + i] as number) * b;
  }
  return rounding.map((value) => ROUNDINGS * value);
}

/** The largest residual sum of squares that the rounding of the moments can show for a perfect fit. */
export function roundingSum(system: NormalEquations, solution: Solution): number {
  let squares = system.tss;
  for (const [j, value] of solution.predictor.beta.entries()) squares += (value * (system.scale[j] as number)) ** 2;
  return ROUNDINGS * (Number.EPSILON / 2) * (system.p + 1) * squares;
}
