// Dense algebra of small symmetric matrices by the kernel.

import { LeastwiseError } from "#base/error.ts";
import type { Cholesky, Dense, Eigen } from "../backend.ts";
import { checkMatrix } from "../shapes.ts";
import type { Kernel } from "./instance.ts";

/** Which triangular systems a solve goes through. */
interface Sides {
  transposed: boolean;
  upper: boolean;
}

function cholesky({ arena, call }: Kernel, A: Float64Array, p: number, tol: number): Cholesky {
  checkMatrix("A", A, p);
  arena.reset();
  const a = arena.put(A);
  const R = arena.take(p * p * 8);
  const aliased = arena.take(p);
  const pivots = arena.take(p * 8);
  const rank = call.cholesky_f64(a, p, tol, R, aliased, pivots);
  return {
    p,
    R: arena.f64(R, p * p).slice(),
    rank,
    aliased: arena.u8(aliased, p).slice(),
    pivots: arena.f64(pivots, p).slice(),
  };
}

function solveSides({ arena, call }: Kernel, factor: Cholesky, B: Float64Array, sides: Sides): Float64Array {
  const { p } = factor;
  const nRhs = p === 0 ? 0 : B.length / p;
  arena.reset();
  const R = arena.put(factor.R);
  const aliased = arena.put(factor.aliased);
  const X = arena.put(B);
  if (sides.transposed) call.solve_transposed_f64(R, aliased, p, X, nRhs);
  if (sides.upper) call.solve_upper_f64(R, aliased, p, X, nRhs);
  return arena.f64(X, B.length).slice();
}

function inverse(kernel: Kernel, factor: Cholesky): Float64Array {
  const { p } = factor;
  const identity = new Float64Array(p * p);
  for (let j = 0; j < p; j++) identity[j * p + j] = 1;
  const X = solveSides(kernel, factor, identity, { transposed: true, upper: true });
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < j; i++) X[i * p + j] = X[j * p + i] as number;
  }
  return X;
}

function condition({ arena, call }: Kernel, factor: Cholesky, A: Float64Array): number {
  const { p, rank } = factor;
  checkMatrix("A", A, p);
  if (rank === 0) return 0;
  arena.reset();
  return call.condition_f64(arena.put(A), arena.put(factor.R), arena.put(factor.aliased), p, rank, arena.take(p * 8));
}

function eigen({ arena, call }: Kernel, A: Float64Array, p: number): Eigen {
  checkMatrix("A", A, p);
  if (p === 0) return { values: new Float64Array(0), vectors: new Float64Array(0) };
  arena.reset();
  const V = arena.put(A);
  const values = arena.take(p * 8);
  const work = arena.take(3 * p * 8);
  const matrix = arena.f64(V, p * p);
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < j; i++) matrix[i * p + j] = matrix[j * p + i] as number;
  }
  if (call.eigen_f64(V, p, values, work) !== 0) {
    throw new LeastwiseError("internal", "eigenvalues: must be of a finite matrix; got one that does not settle");
  }
  return { values: arena.f64(values, p).slice(), vectors: matrix.slice() };
}

/** Dense algebra of a kernel instance. */
export function denseOf(kernel: Kernel): Dense {
  return {
    cholesky: (A, p, tol) => cholesky(kernel, A, p, tol),
    solve(factor, B, nRhs) {
      checkMatrix("B", B, factor.p, nRhs);
      return solveSides(kernel, factor, B, { transposed: true, upper: true });
    },
    solveTriangular(factor, B, nRhs, transposed) {
      checkMatrix("B", B, factor.p, nRhs);
      return solveSides(kernel, factor, B, { transposed, upper: !transposed });
    },
    inverse: (factor) => inverse(kernel, factor),
    condition: (factor, A) => condition(kernel, factor, A),
    eigen: (A, p) => eigen(kernel, A, p),
  };
}
