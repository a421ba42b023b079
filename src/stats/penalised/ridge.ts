// Ridge at every penalty from one eigendecomposition: the model in coordinates where the penalty acts on each alone.

import type { Dense } from "#kernel/backend.ts";
import { factorByRank } from "../models/rank.ts";
import { dualityGap } from "./gap.ts";
import { gradientOf } from "./gradient.ts";
import type { PenalisedProblem } from "./problem.ts";

/** Eigenvalues below this share of the largest are rounding of 0. */
const NULL_SHARE = 4 * Number.EPSILON;

/**
 * Coordinates t = Tᵀx of a row x on the correlation scale, uncorrelated among each other. Coordinate k has the coefficient
 * `q[k]/(sigma[k] + lambda)`, and adds t²/(sigma[k] + lambda) to the leverage; lambda counts as 0 where `isFree`.
 */
export interface RidgeBasis {
  p: number;
  /** Coordinates. */
  size: number;
  /** p×size, column-major. */
  T: Float64Array;
  q: Float64Array;
  sigma: Float64Array;
  isFree: Uint8Array;
}

/** The columns at `rows` and `columns` of a p×p matrix. */
function block(A: Float64Array, p: number, rows: readonly number[], columns: readonly number[]): Float64Array {
  return Float64Array.from({ length: rows.length * columns.length }, (_, k) => {
    const i = rows[k % rows.length] as number;
    return A[(columns[Math.floor(k / rows.length)] as number) * p + i] as number;
  });
}

/** What is never penalised: R of its block, the regression of the rest on it, and its own part of the basis. */
interface FreePart {
  terms: readonly number[];
  /** Coefficients of the free terms (rows) for each penalised one (columns). */
  B: Float64Array;
  /** R⁻¹, whose columns are the coordinates. */
  inverse: Float64Array;
  kept: number[];
}

function freePart(
  { A, p }: PenalisedProblem["descent"],
  terms: readonly number[],
  rest: readonly number[],
  dense: Dense,
): FreePart {
  const m = terms.length;
  const { factor } = factorByRank(block(A, p, terms, terms), m, dense);
  const B = dense.solve(factor, block(A, p, terms, rest), rest.length);
  const identity = Float64Array.from({ length: m * m }, (_, k) => (k % (m + 1) === 0 ? 1 : 0));
  const inverse = dense.solveTriangular(factor, identity, m, false);
  return { terms, B, inverse, kept: terms.map((_, k) => k).filter((k) => !factor.aliased[k]) };
}

/** A and r of the penalised terms, less what the free ones explain, in units of their penalties. */
function penalisedPart({ descent }: PenalisedProblem, rest: readonly number[], { terms, B }: FreePart) {
  const { A, p, r, l2 } = descent;
  const m = terms.length;
  const units = rest.map((j) => Math.sqrt(l2[j] as number));
  const explained = (k: number, values: (f: number) => number): number =>
    terms.reduce((sum, f, at) => sum + (B[k * m + at] as number) * values(f), 0);
  const M = Float64Array.from({ length: rest.length ** 2 }, (_, k) => {
    const i = k % rest.length;
    const j = Math.floor(k / rest.length);
    const row = rest[i] as number;
    const value = (A[(rest[j] as number) * p + row] as number) - explained(j, (f) => A[f * p + row] as number);
    return value / (units[i] as number) / (units[j] as number);
  });
  const right = rest.map((j, k) => ((r[j] as number) - explained(k, (f) => r[f] as number)) / (units[k] as number));
  return { units, M, right };
}

/** The basis of a problem whose penalty is of squares alone, without bounds. */
export function ridgeBasis(problem: PenalisedProblem, dense: Dense): RidgeBasis {
  const { descent, system } = problem;
  const { p, l2, r } = descent;
  const fittable = Array.from({ length: p }, (_, j) => j).filter((j) => system.scale[j] !== 0);
  const rest = fittable.filter((j) => (l2[j] as number) > 0);
  const free = freePart(
    descent,
    fittable.filter((j) => l2[j] === 0),
    rest,
    dense,
  );
  const { units, M, right } = penalisedPart(problem, rest, free);
  const { values, vectors } = dense.eigen(M, rest.length);
  const size = free.kept.length + rest.length;
  const basis: RidgeBasis = {
    p,
    size,
    T: new Float64Array(p * size),
    q: new Float64Array(size),
    sigma: new Float64Array(size),
    isFree: new Uint8Array(size),
  };
  const m = free.terms.length;
  for (const [k, column] of free.kept.entries()) {
    for (const [i, j] of free.terms.entries()) {
      const value = free.inverse[column * m + i] as number;
      basis.T[k * p + j] = value;
      basis.q[k] = (basis.q[k] as number) + value * (r[j] as number);
    }
    basis.sigma[k] = 1;
    basis.isFree[k] = 1;
  }
  const least = NULL_SHARE * rest.length * (values[0] ?? 0);
  for (const [at, value] of values.entries()) {
    const k = free.kept.length + at;
    basis.sigma[k] = value > least ? value : 0;
    for (const [i, j] of rest.entries()) {
      const entry = vectors[at * rest.length + i] as number;
      const load = entry / (units[i] as number);
      basis.T[k * p + j] = load;
      basis.q[k] = (basis.q[k] as number) + entry * (right[i] as number);
      for (const [f, term] of free.terms.entries()) {
        basis.T[k * p + term] = (basis.T[k * p + term] as number) - load * (free.B[i * m + f] as number);
      }
    }
  }
  return basis;
}

/** 1/(sigma + lambda) of each coordinate; 0 where nothing determines it. */
export function ridgeWeights({ sigma, isFree }: RidgeBasis, lambda: number): Float64Array {
  return sigma.map((value, k) => {
    if (isFree[k]) return 1;
    return value === 0 ? 0 : 1 / (value + lambda);
  });
}

/** Coefficients on the correlation scale. */
export function ridgeSolution(basis: RidgeBasis, lambda: number): Float64Array {
  const { p, T, q } = basis;
  const b = new Float64Array(p);
  for (const [k, weight] of ridgeWeights(basis, lambda).entries()) {
    const coefficient = weight * (q[k] as number);
    for (let j = 0; j < p; j++) b[j] = (b[j] as number) + coefficient * (T[k * p + j] as number);
  }
  return b;
}

/** Effective degrees of freedom, the trace of the hat matrix without the intercept. */
export function ridgeDf(basis: RidgeBasis, lambda: number): number {
  return ridgeWeights(basis, lambda).reduce((sum, weight, k) => sum + weight * (basis.sigma[k] as number), 0);
}

/** Duality gap of a solution over half the squared length of the response. */
export function ridgeGap({ descent }: PenalisedProblem, b: Float64Array, lambda: number): number {
  const { p, r, l2, lower, upper } = descent;
  const g = gradientOf(descent, b);
  const rss = Math.max(
    0,
    b.reduce((left, value, j) => left - value * ((r[j] as number) + (g[j] as number)), 1),
  );
  return dualityGap({ b, g, rss, a: new Float64Array(p), c: l2.map((weight) => weight * lambda), lower, upper });
}
