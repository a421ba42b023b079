// What a residual and a leverage say of their row, elementwise over the work columns of a panel (Belsley, Kuh and Welsch
// 1980, ch. 2): standardised and studentised residual, Cook's distance, DFFITS and the factor of DFBETAS.

import { STRIDE } from "../shared/layout";

/**
 * Work columns, by their place. The caller fills ERROR, ROOT, FITTED and `H`, which holds ‖R⁻ᵀ(x − centre)‖² first, then the
 * leverage. Measures stand together, and so do those that are drawn, the last three of them and WEIGHED.
 */
export const ERROR: usize = 0;
export const ROOT: usize = 1;
export const STUDENT: usize = 2;
export const COOK: usize = 3;
export const DFFITS: usize = 4;
export const FITTED: usize = 5;
export const H: usize = 6;
export const STANDARD: usize = 7;
export const WEIGHED: usize = 8;
export const FACTOR: usize = 9;
export const DELETED: usize = 10;
export const SQUARE: usize = 11;
/** Places of picked rows, as u32. */
export const PLACES: usize = 12;
export const WORK_COLUMNS: usize = 13;

/** Scalars of a request, by their place. */
export const LEVEL: usize = 0;
export const BASE: usize = 8;
export const RSS: usize = 16;
export const PER_DF: usize = 24;
export const PER_SIGMA: usize = 32;
export const PER_RANK: usize = 40;
export const SATURATION: usize = 48;
export const ORIGIN: usize = 56;
export const PER_UNIT: usize = 64;
export const SCALARS: usize = 9;

/** A residual sum of squares without a row below this part of all of it is rounding of 0. */
const ROUNDING: f64 = 16 * f64.EPSILON;

/** Turn fitted values and responses less the level, √weights and quadratic forms into measures of influence; rows of weight 0 become NaN. */
export function measureRows(work: usize, request: usize, length: usize): void {
  if (ASC_FEATURE_SIMD) {
    for (const end = work + length * 8; work < end; work += 16) measureLanes(work, request);
  } else {
    for (const end = work + length * 8; work < end; work += 8) measureRow(work, request);
  }
}

function measureLanes(at: usize, request: usize): void {
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const nan = f64x2.splat(NaN);
  const root = v128.load(at, ROOT * STRIDE);
  const live = f64x2.gt(root, zero);
  const slopes = v128.load(at, FITTED * STRIDE);
  const e = f64x2.sub(v128.load(at, ERROR * STRIDE), slopes);
  const r = f64x2.mul(root, e);
  let h = f64x2.add(v128.load(at, H * STRIDE), v128.load64_splat(request, BASE));
  h = f64x2.mul(f64x2.mul(root, root), h);
  const left = f64x2.sub(one, h);
  const ok = v128.and(live, f64x2.gt(left, v128.load64_splat(request, SATURATION)));
  h = v128.bitselect(v128.bitselect(h, one, ok), nan, live);
  const inverse = f64x2.div(one, f64x2.sqrt(left));
  const scaled = f64x2.mul(r, inverse);
  const deleted = f64x2.mul(scaled, inverse);
  const rss = v128.load64_splat(request, RSS);
  let rest = f64x2.sub(rss, f64x2.mul(r, deleted));
  rest = v128.and(rest, f64x2.gt(rest, f64x2.mul(rss, f64x2.splat(ROUNDING))));
  rest = f64x2.sqrt(f64x2.mul(rest, v128.load64_splat(request, PER_DF)));
  const standard = f64x2.mul(scaled, v128.load64_splat(request, PER_SIGMA));
  const student = f64x2.div(scaled, rest);
  const odds = f64x2.mul(f64x2.mul(h, inverse), inverse);
  const cook = f64x2.mul(f64x2.mul(f64x2.mul(standard, standard), odds), v128.load64_splat(request, PER_RANK));
  v128.store(at, f64x2.add(slopes, v128.load64_splat(request, LEVEL)), FITTED * STRIDE);
  v128.store(at, v128.bitselect(e, nan, live), ERROR * STRIDE);
  v128.store(at, h, H * STRIDE);
  v128.store(at, v128.bitselect(standard, nan, ok), STANDARD * STRIDE);
  v128.store(at, v128.bitselect(student, nan, ok), STUDENT * STRIDE);
  v128.store(at, v128.bitselect(cook, nan, ok), COOK * STRIDE);
  v128.store(at, v128.bitselect(f64x2.mul(student, f64x2.sqrt(odds)), nan, ok), DFFITS * STRIDE);
  v128.store(at, v128.bitselect(f64x2.mul(f64x2.mul(root, student), inverse), nan, ok), FACTOR * STRIDE);
  v128.store(at, v128.bitselect(deleted, zero, ok), DELETED * STRIDE);
  v128.store(at, v128.bitselect(r, nan, live), WEIGHED * STRIDE);
  const unit = f64x2.mul(r, v128.load64_splat(request, PER_UNIT));
  v128.store(at, f64x2.mul(unit, unit), SQUARE * STRIDE);
}

function measureRow(at: usize, request: usize): void {
  const root = load<f64>(at, ROOT * STRIDE);
  const live = root > 0;
  const slopes = load<f64>(at, FITTED * STRIDE);
  const e = load<f64>(at, ERROR * STRIDE) - slopes;
  const r = root * e;
  let h = load<f64>(at, H * STRIDE) + load<f64>(request, BASE);
  h = root * root * h;
  const left = 1 - h;
  const ok = live && left > load<f64>(request, SATURATION);
  h = live ? (ok ? h : 1) : NaN;
  const inverse = 1 / Math.sqrt(left);
  const scaled = r * inverse;
  const deleted = scaled * inverse;
  const rss = load<f64>(request, RSS);
  let rest = rss - r * deleted;
  if (!(rest > rss * ROUNDING)) rest = 0;
  rest = Math.sqrt(rest * load<f64>(request, PER_DF));
  const standard = scaled * load<f64>(request, PER_SIGMA);
  const student = scaled / rest;
  const odds = h * inverse * inverse;
  store<f64>(at, slopes + load<f64>(request, LEVEL), FITTED * STRIDE);
  store<f64>(at, live ? e : NaN, ERROR * STRIDE);
  store<f64>(at, h, H * STRIDE);
  store<f64>(at, ok ? standard : NaN, STANDARD * STRIDE);
  store<f64>(at, ok ? student : NaN, STUDENT * STRIDE);
  store<f64>(at, ok ? standard * standard * odds * load<f64>(request, PER_RANK) : NaN, COOK * STRIDE);
  store<f64>(at, ok ? student * Math.sqrt(odds) : NaN, DFFITS * STRIDE);
  store<f64>(at, ok ? root * student * inverse : NaN, FACTOR * STRIDE);
  store<f64>(at, ok ? deleted : 0, DELETED * STRIDE);
  store<f64>(at, live ? r : NaN, WEIGHED * STRIDE);
  const unit = r * load<f64>(request, PER_UNIT);
  store<f64>(at, unit * unit, SQUARE * STRIDE);
}
