// Coordinate descent over covariances (Friedman, Hastie and Tibshirani 2010) with strong rules (Tibshirani et al. 2012).

import {
  A1,
  A2,
  ACTIVE,
  BEFORE,
  BETA,
  entryAt,
  GRADIENT,
  IS_STRONG,
  isFittable,
  LOWER,
  MATRIX,
  N_STRONG,
  P,
  ROUNDING,
  STRONG,
  setTerm,
  termAt,
  UPPER,
} from "./net";

/** Move each of `count` terms to its minimum given the others; the largest A[j][j]·change². */
function cycle(net: usize, terms: usize, count: usize): f64 {
  const p = load<usize>(net, P);
  const A = load<usize>(net, MATRIX);
  const b = load<usize>(net, BETA);
  const g = load<usize>(net, GRADIENT);
  const a = load<usize>(net, A1);
  const c = load<usize>(net, A2);
  const lower = load<usize>(net, LOWER);
  const upper = load<usize>(net, UPPER);
  let largest: f64 = 0;
  for (let k: usize = 0; k < count; k++) {
    const j = termAt(terms, k);
    const d = load<f64>(A + j * (p + 1) * 8);
    const old = entryAt(b, j);
    const z = entryAt(g, j) + d * old;
    const beyond = Math.abs(z) - entryAt(a, j);
    const shrunk: f64 = beyond > ROUNDING ? beyond / (d + entryAt(c, j)) : 0;
    const next = Math.min(entryAt(upper, j), Math.max(entryAt(lower, j), z < 0 ? -shrunk : shrunk));
    const change = next - old;
    setTerm(net, j, next);
    largest = Math.max(largest, d * change * change);
  }
  return largest;
}

function addStrong(net: usize, j: usize): void {
  const count = load<usize>(net, N_STRONG);
  store<u32>(load<usize>(net, STRONG) + count * 4, <u32>j);
  store<u8>(load<usize>(net, IS_STRONG) + j, 1);
  store<usize>(net, count + 1, N_STRONG);
}

/** List the terms that could enter at the new penalty, or are in. */
export function chooseStrong(net: usize): void {
  const p = load<usize>(net, P);
  const g = load<usize>(net, GRADIENT);
  const a = load<usize>(net, A1);
  const before = load<usize>(net, BEFORE);
  const b = load<usize>(net, BETA);
  store<usize>(net, 0, N_STRONG);
  memory.fill(load<usize>(net, IS_STRONG), 0, p);
  for (let j: usize = 0; j < p; j++) {
    const near = Math.abs(entryAt(g, j)) >= 2 * entryAt(a, j) - entryAt(before, j);
    if (isFittable(net, j) && (near || entryAt(b, j) !== 0)) addStrong(net, j);
  }
}

/** List also the terms outside that want to enter; whether there are any. */
function addViolators(net: usize): bool {
  const p = load<usize>(net, P);
  const g = load<usize>(net, GRADIENT);
  const a = load<usize>(net, A1);
  const isStrong = load<usize>(net, IS_STRONG);
  const count = load<usize>(net, N_STRONG);
  for (let j: usize = 0; j < p; j++) {
    if (load<u8>(isStrong + j) || Math.abs(entryAt(g, j)) <= entryAt(a, j) + ROUNDING) continue;
    if (isFittable(net, j)) addStrong(net, j);
  }
  return load<usize>(net, N_STRONG) > count;
}

function chooseActive(net: usize): usize {
  const strong = load<usize>(net, STRONG);
  const active = load<usize>(net, ACTIVE);
  const b = load<usize>(net, BETA);
  const nStrong = load<usize>(net, N_STRONG);
  let count: usize = 0;
  for (let k: usize = 0; k < nStrong; k++) {
    const j = termAt(strong, k);
    if (entryAt(b, j) === 0) continue;
    store<u32>(active + count * 4, <u32>j);
    count += 1;
  }
  return count;
}

/** Descend until changes are below `settled` over all terms; the cycles it took. */
export function descend(net: usize, settled: f64, maxIter: i32): i32 {
  let nIter: i32 = 0;
  while (nIter < maxIter) {
    nIter += 1;
    let largest = cycle(net, load<usize>(net, STRONG), load<usize>(net, N_STRONG));
    if (largest <= settled) {
      if (!addViolators(net)) break;
      continue;
    }
    const count = chooseActive(net);
    while (largest > settled && nIter < maxIter) {
      nIter += 1;
      largest = cycle(net, load<usize>(net, ACTIVE), count);
    }
  }
  return nIter;
}
