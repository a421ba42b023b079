// An elastic net on moments: what is asked of a backend and what it gives. Types only.

/**
 * An elastic net on moments: minimise ½ b′A b − r′b + Σ lambda1·l1[j]·|b[j]| + ½ lambda2·l2[j]·b[j]² within bounds. A (p×p,
 * column-major, symmetric) has a diagonal of 1, or a row and column of 0 where there is nothing to fit; r is in units
 * where the response has length 1. `lower` <= 0 <= `upper`, infinite where there is no bound; weights are >= 0.
 */
export interface DescentProblem {
  p: number;
  A: Float64Array;
  r: Float64Array;
  l1: Float64Array;
  l2: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
}

export interface DescentOptions {
  /** Duality gap, over half the squared length of the response, at which descent may stop. */
  tol: number;
  /** Cycles of descent of one penalty. */
  maxIter: number;
  /** Where to start the first penalty from, p values; 0 where left out. */
  start?: Float64Array;
  /** Solutions of up to so many terms are solved exactly on their terms; 0 leaves them as descent finds them. */
  maxActive: number;
}

/** Solutions for penalties in turn, each started from the one before. */
export interface DescentPath {
  /** p a penalty. */
  beta: Float64Array;
  /** Objective less its dual bound, over half the squared length of the response. */
  gap: Float64Array;
  nIter: Int32Array;
  /** 0 solved exactly, 1 descended to the tolerance, 2 ran out of iterations. */
  status: Uint8Array;
}
