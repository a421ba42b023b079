// Sums and extremes over the work columns of a panel, as pairs of an even and an odd part.

import { addLanes, addParts } from "../shared/lanes";
import { STRIDE } from "../shared/layout";
import { DELETED, FITTED, H, ORIGIN, PER_UNIT, ROOT, SQUARE, STANDARD, WEIGHED } from "./influence";

/** Pairs of sums, by their place. */
const COUNT: usize = 0;
const FIRST: usize = 16;
const SECOND: usize = 32;
const THIRD: usize = 48;
const FOURTH: usize = 64;
const SQUARES: usize = 80;
const QUARTICS: usize = 96;
const PRESS: usize = 112;
const TRACE: usize = 128;
const SATURATED: usize = 144;
/** Pairs of extremes. */
const LEAST_FITTED: usize = 160;
const MOST_FITTED: usize = 176;
const MOST_RESIDUAL: usize = 192;
const MOST_LEVERAGE: usize = 208;
const MOST_STANDARD: usize = 224;
/** One value each: Σ (r − r of the row before)², the first and the last r. */
const STEPS: usize = 240;
const FIRST_ROW: usize = 248;
const LAST_ROW: usize = 256;
/** Bytes of all of them; the sums Σ r² (x − centre) and the lists follow. */
export const SUMS_BYTES: usize = 272;

/** Sums of nothing. */
export function clearSums(sums: usize): void {
  memory.fill(sums, 0, SUMS_BYTES);
  for (let lane: usize = 0; lane < 16; lane += 8) {
    store<f64>(sums + lane, Infinity, LEAST_FITTED);
    store<f64>(sums + lane, -Infinity, MOST_FITTED);
  }
  store<f64>(sums, NaN, FIRST_ROW);
  store<f64>(sums, NaN, LAST_ROW);
}

/** Add the rows of the work columns, whose length is a multiple of 4 and where padding has a √weight of 0. */
export function addSums(work: usize, request: usize, length: usize, sums: usize): void {
  if (ASC_FEATURE_SIMD) {
    powerLanes(work, load<f64>(request, ORIGIN), load<f64>(request, PER_UNIT), length, sums);
    squareLanes(work, length, sums);
    extremeLanes(work, length, sums);
  } else {
    for (let lane: usize = 0; lane < 16; lane += 8) {
      powerPart(work + lane, load<f64>(request, ORIGIN), load<f64>(request, PER_UNIT), length, sums + lane);
      squarePart(work + lane, length, sums + lane);
      extremePart(work + lane, length, sums + lane);
    }
  }
}

function powerLanes(work: usize, origin: f64, perUnit: f64, length: usize, sums: usize): void {
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const shift = f64x2.splat(origin);
  const factor = f64x2.splat(perUnit);
  let count = zero;
  let first = zero;
  let second = zero;
  let third = zero;
  let fourth = zero;
  for (const end = work + length * 8; work < end; work += 16) {
    const live = f64x2.gt(v128.load(work, ROOT * STRIDE), zero);
    const c = v128.and(f64x2.mul(f64x2.sub(v128.load(work, WEIGHED * STRIDE), shift), factor), live);
    const square = f64x2.mul(c, c);
    count = f64x2.add(count, v128.and(one, live));
    first = f64x2.add(first, c);
    second = f64x2.add(second, square);
    third = f64x2.add(third, f64x2.mul(square, c));
    fourth = f64x2.add(fourth, f64x2.mul(square, square));
  }
  addLanes(sums + COUNT, count);
  addLanes(sums + FIRST, first);
  addLanes(sums + SECOND, second);
  addLanes(sums + THIRD, third);
  addLanes(sums + FOURTH, fourth);
}

function powerPart(work: usize, origin: f64, perUnit: f64, length: usize, sums: usize): void {
  let count: f64 = 0;
  let first: f64 = 0;
  let second: f64 = 0;
  let third: f64 = 0;
  let fourth: f64 = 0;
  for (const end = work + length * 8; work < end; work += 16) {
    if (!(load<f64>(work, ROOT * STRIDE) > 0)) continue;
    const c = (load<f64>(work, WEIGHED * STRIDE) - origin) * perUnit;
    const square = c * c;
    count += 1;
    first += c;
    second += square;
    third += square * c;
    fourth += square * square;
  }
  store<f64>(sums, load<f64>(sums, COUNT) + count, COUNT);
  store<f64>(sums, load<f64>(sums, FIRST) + first, FIRST);
  store<f64>(sums, load<f64>(sums, SECOND) + second, SECOND);
  store<f64>(sums, load<f64>(sums, THIRD) + third, THIRD);
  store<f64>(sums, load<f64>(sums, FOURTH) + fourth, FOURTH);
}

function squareLanes(work: usize, length: usize, sums: usize): void {
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  let squares = zero;
  let quartics = zero;
  let press = zero;
  let trace = zero;
  let saturated = zero;
  for (const end = work + length * 8; work < end; work += 16) {
    const square = v128.load(work, SQUARE * STRIDE);
    const deleted = v128.load(work, DELETED * STRIDE);
    const h = v128.load(work, H * STRIDE);
    squares = f64x2.add(squares, square);
    quartics = f64x2.add(quartics, f64x2.mul(square, square));
    press = f64x2.add(press, f64x2.mul(deleted, deleted));
    trace = f64x2.add(trace, v128.and(h, f64x2.eq(h, h)));
    saturated = f64x2.add(saturated, v128.and(one, f64x2.eq(h, one)));
  }
  addLanes(sums + SQUARES, squares);
  addLanes(sums + QUARTICS, quartics);
  addLanes(sums + PRESS, press);
  addLanes(sums + TRACE, trace);
  addLanes(sums + SATURATED, saturated);
}

function squarePart(work: usize, length: usize, sums: usize): void {
  let squares: f64 = 0;
  let quartics: f64 = 0;
  let press: f64 = 0;
  let trace: f64 = 0;
  let saturated: f64 = 0;
  for (const end = work + length * 8; work < end; work += 16) {
    const square = load<f64>(work, SQUARE * STRIDE);
    const deleted = load<f64>(work, DELETED * STRIDE);
    const h = load<f64>(work, H * STRIDE);
    squares += square;
    quartics += square * square;
    press += deleted * deleted;
    if (h >= 0) trace += h;
    if (h === 1) saturated += 1;
  }
  store<f64>(sums, load<f64>(sums, SQUARES) + squares, SQUARES);
  store<f64>(sums, load<f64>(sums, QUARTICS) + quartics, QUARTICS);
  store<f64>(sums, load<f64>(sums, PRESS) + press, PRESS);
  store<f64>(sums, load<f64>(sums, TRACE) + trace, TRACE);
  store<f64>(sums, load<f64>(sums, SATURATED) + saturated, SATURATED);
}

function extremeLanes(work: usize, length: usize, sums: usize): void {
  const zero = f64x2.splat(0);
  const nan = f64x2.splat(NaN);
  let least = v128.load(sums, LEAST_FITTED);
  let most = v128.load(sums, MOST_FITTED);
  let residual = v128.load(sums, MOST_RESIDUAL);
  let leverage = v128.load(sums, MOST_LEVERAGE);
  let standard = v128.load(sums, MOST_STANDARD);
  for (const end = work + length * 8; work < end; work += 16) {
    const live = f64x2.gt(v128.load(work, ROOT * STRIDE), zero);
    const fitted = v128.bitselect(v128.load(work, FITTED * STRIDE), nan, live);
    least = f64x2.pmin(least, fitted);
    most = f64x2.pmax(most, fitted);
    residual = f64x2.pmax(residual, f64x2.abs(v128.load(work, WEIGHED * STRIDE)));
    leverage = f64x2.pmax(leverage, v128.load(work, H * STRIDE));
    standard = f64x2.pmax(standard, f64x2.abs(v128.load(work, STANDARD * STRIDE)));
  }
  v128.store(sums, least, LEAST_FITTED);
  v128.store(sums, most, MOST_FITTED);
  v128.store(sums, residual, MOST_RESIDUAL);
  v128.store(sums, leverage, MOST_LEVERAGE);
  v128.store(sums, standard, MOST_STANDARD);
}

/** The larger of the value stored and another; NaN counts as absent. */
function raise(at: usize, value: f64): void {
  if (load<f64>(at) < value) store<f64>(at, value);
}

function extremePart(work: usize, length: usize, sums: usize): void {
  for (const end = work + length * 8; work < end; work += 16) {
    if (!(load<f64>(work, ROOT * STRIDE) > 0)) continue;
    const fitted = load<f64>(work, FITTED * STRIDE);
    if (fitted < load<f64>(sums, LEAST_FITTED)) store<f64>(sums, fitted, LEAST_FITTED);
    raise(sums + MOST_FITTED, fitted);
    raise(sums + MOST_RESIDUAL, Math.abs(load<f64>(work, WEIGHED * STRIDE)));
    raise(sums + MOST_LEVERAGE, load<f64>(work, H * STRIDE));
    raise(sums + MOST_STANDARD, Math.abs(load<f64>(work, STANDARD * STRIDE)));
  }
}

/** Add the squares of the steps from each row to the next; rows of weight 0 are passed over. Plain code in all builds. */
export function addSteps(work: usize, length: usize, sums: usize): void {
  let before = load<f64>(sums, LAST_ROW);
  let steps: f64 = 0;
  for (const end = work + length * 8; work < end; work += 8) {
    if (!(load<f64>(work, ROOT * STRIDE) > 0)) continue;
    const r = load<f64>(work, WEIGHED * STRIDE);
    if (before > -Infinity) steps += (r - before) * (r - before);
    else store<f64>(sums, r, FIRST_ROW);
    before = r;
  }
  store<f64>(sums, load<f64>(sums, STEPS) + steps, STEPS);
  store<f64>(sums, before, LAST_ROW);
}

/** Add Σ r²·z of a panel column to the pair of sums at `sum`. */
export function addSquareProducts(squares: usize, z: usize, length: usize, sum: usize): void {
  const end = z + length * 8;
  if (ASC_FEATURE_SIMD) {
    let s = f64x2.splat(0);
    for (; z < end; z += 16, squares += 16) s = f64x2.add(s, f64x2.mul(v128.load(squares), v128.load(z)));
    addLanes(sum, s);
  } else {
    let even: f64 = 0;
    let odd: f64 = 0;
    for (; z < end; z += 16, squares += 16) {
      even += load<f64>(squares) * load<f64>(z);
      odd += load<f64>(squares, 8) * load<f64>(z, 8);
    }
    addParts(sum, even, odd);
  }
}
