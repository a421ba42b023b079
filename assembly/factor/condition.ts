// Estimate of the 1-norm condition of A = RᵀR without its inverse (Hager, 1984; Higham, 1988).

import { solveTransposed, solveUpper } from "./solve";

/** Higham saw no matrix where more steps helped. */
const MAX_STEPS = 5;

function solve(R: usize, aliased: usize, p: usize, x: usize): f64 {
  solveTransposed(R, aliased, p, x, 1);
  solveUpper(R, aliased, p, x, 1);
  let sum: f64 = 0;
  for (let j: usize = 0; j < p; j++) sum += Math.abs(load<f64>(x + j * 8));
  return sum;
}

/** Largest column sum of |A| over the columns kept; `sums` is scratch of p values, only the upper triangle is read. */
function norm1(A: usize, aliased: usize, p: usize, sums: usize): f64 {
  let largest: f64 = 0;
  memory.fill(sums, 0, p * 8);
  for (let j: usize = 0; j < p; j++) {
    if (load<u8>(aliased + j)) continue;
    for (let i: usize = 0; i <= j; i++) {
      if (load<u8>(aliased + i)) continue;
      const value = Math.abs(load<f64>(A + (j * p + i) * 8));
      store<f64>(sums + j * 8, load<f64>(sums + j * 8) + value);
      if (i < j) store<f64>(sums + i * 8, load<f64>(sums + i * 8) + value);
    }
  }
  for (let j: usize = 0; j < p; j++) largest = Math.max(largest, load<f64>(sums + j * 8));
  return largest;
}

/** Replace x by its signs, keeping columns left out at 0. */
function signs(x: usize, aliased: usize, p: usize): void {
  for (let j: usize = 0; j < p; j++) {
    const sign: f64 = load<f64>(x + j * 8) < 0 ? -1 : 1;
    store<f64>(x + j * 8, load<u8>(aliased + j) ? 0 : sign);
  }
}

function largestAt(x: usize, p: usize): usize {
  let at: usize = 0;
  for (let j: usize = 1; j < p; j++) {
    if (Math.abs(load<f64>(x + j * 8)) > Math.abs(load<f64>(x + at * 8))) at = j;
  }
  return at;
}

/** A vector of alternating, growing entries; it catches the matrices that fool the iteration. */
function alternate(x: usize, aliased: usize, p: usize, rank: usize): void {
  let kept: usize = 0;
  for (let j: usize = 0; j < p; j++) {
    let value: f64 = 0;
    if (!load<u8>(aliased + j)) {
      value = 1 + (rank > 1 ? <f64>kept / <f64>(rank - 1) : 0);
      if (kept & 1) value = -value;
      kept += 1;
    }
    store<f64>(x + j * 8, value);
  }
}

/** ‖A‖₁ times a lower bound of ‖A⁻¹‖₁ that is nearly always within a factor 3. `x` is scratch of p values; rank > 0. */
export function conditionEstimate(A: usize, R: usize, aliased: usize, p: usize, rank: usize, x: usize): f64 {
  const norm = norm1(A, aliased, p, x);
  let estimate: f64 = 0;
  let last = p;
  for (let j: usize = 0; j < p; j++) store<f64>(x + j * 8, load<u8>(aliased + j) ? 0 : 1 / <f64>rank);
  for (let step = 0; step < MAX_STEPS; step++) {
    const size = solve(R, aliased, p, x);
    if (size <= estimate) break;
    estimate = size;
    signs(x, aliased, p);
    solve(R, aliased, p, x);
    const at = largestAt(x, p);
    if (at === last) break;
    last = at;
    memory.fill(x, 0, p * 8);
    store<f64>(x + at * 8, 1);
  }
  alternate(x, aliased, p, rank);
  return norm * Math.max(estimate, (2 * solve(R, aliased, p, x)) / (3 * <f64>rank));
}
