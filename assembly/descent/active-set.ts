// The exact solution of an elastic net from a good start: an active-set method on the free terms, each step of which
// lowers the objective.

import { append, removeAt, solveFree, solveUpper } from "./factor";
import {
  A1,
  A2,
  BARRED,
  BETA,
  CAPACITY,
  DIRECTION,
  entryAt,
  FREE,
  GRADIENT,
  gradientRounding,
  IS_FREE,
  isFittable,
  LOWER,
  MOVED,
  N_FREE,
  P,
  refreshGradient,
  SIDE,
  setTerm,
  termAt,
  UPPER,
} from "./net";

const NONE: i32 = -1;

/** A weight of a combination that is rounding of 0. */
const NO_PART: f64 = 1e-10;

/** What a step ends in. */
const MOVED_ON: i32 = 1;
const FULL: i32 = 2;

function sideOf(net: usize, j: usize): f64 {
  return <f64>load<i8>(load<usize>(net, SIDE) + j);
}

/** Minus the derivative of the objective by a free term. */
function downhillBy(net: usize, j: usize): f64 {
  const shrunk =
    entryAt(load<usize>(net, GRADIENT), j) - entryAt(load<usize>(net, A2), j) * entryAt(load<usize>(net, BETA), j);
  return shrunk - entryAt(load<usize>(net, A1), j) * sideOf(net, j);
}

/** Where a term lands that moves by d: 0 where it comes from its side, else a bound. */
function landing(net: usize, j: usize, d: f64): f64 {
  if (entryAt(load<usize>(net, A1), j) > 0 && d * sideOf(net, j) < 0) return 0;
  return d > 0 ? entryAt(load<usize>(net, UPPER), j) : entryAt(load<usize>(net, LOWER), j);
}

/** Move the first `count` free terms along the direction, up to `limit` of it; the place of the term that stopped it. */
function move(net: usize, count: usize, limit: f64): i32 {
  const free = load<usize>(net, FREE);
  const b = load<usize>(net, BETA);
  const direction = load<usize>(net, DIRECTION);
  let t = limit;
  let hit = NONE;
  for (let k: usize = 0; k < count; k++) {
    const d = entryAt(direction, k);
    if (d === 0) continue;
    const j = termAt(free, k);
    const at = (landing(net, j, d) - entryAt(b, j)) / d;
    if (at >= t) continue;
    t = Math.max(0, at);
    hit = <i32>k;
  }
  if (hit === NONE && limit === f64.MAX_VALUE) return NONE;
  for (let k: usize = 0; k < count; k++) {
    const j = termAt(free, k);
    const d = entryAt(direction, k);
    setTerm(net, j, <i32>k === hit ? landing(net, j, d) : entryAt(b, j) + t * d);
  }
  store<f64>(net, t, MOVED);
  return hit;
}

/** Turn the direction, whose last of `count` values is that of a dependent term, downhill. */
function turnDownhill(net: usize, count: usize): void {
  const free = load<usize>(net, FREE);
  const direction = load<usize>(net, DIRECTION);
  let slope: f64 = 0;
  for (let k: usize = 0; k < count; k++) slope += downhillBy(net, termAt(free, k)) * entryAt(direction, k);
  if (slope >= 0) return;
  for (let k: usize = 0; k < count; k++) store<f64>(direction + k * 8, -entryAt(direction, k));
}

/** Nothing penalises the terms that j depends on: it goes to 0, and the others make up for it. */
function retire(net: usize, j: usize, m: usize): void {
  const direction = load<usize>(net, DIRECTION);
  const b = load<usize>(net, BETA);
  const factor = -entryAt(b, j) / entryAt(direction, m);
  for (let k: usize = 0; k < m; k++) {
    const i = termAt(load<usize>(net, FREE), k);
    setTerm(net, i, entryAt(b, i) + factor * entryAt(direction, k));
  }
  setTerm(net, j, 0);
  store<u8>(load<usize>(net, BARRED) + j, 1);
}

/**
 * Free a term. Where it depends on the free terms, move along the direction that leaves the fit as it is until one of
 * them, or it, is 0 or at a bound. FULL where there is no room.
 */
function enter(net: usize, j: usize): i32 {
  while (true) {
    const m = load<usize>(net, N_FREE);
    if (m >= load<usize>(net, CAPACITY)) return FULL;
    if (append(net, j)) return MOVED_ON;
    const direction = load<usize>(net, DIRECTION);
    solveUpper(net, direction);
    for (let k: usize = 0; k < m; k++) {
      const weight = entryAt(direction, k);
      store<f64>(direction + k * 8, Math.abs(weight) > NO_PART ? -weight : 0);
    }
    store<f64>(direction + m * 8, 1);
    store<u32>(load<usize>(net, FREE) + m * 4, <u32>j);
    turnDownhill(net, m + 1);
    const hit = move(net, m + 1, f64.MAX_VALUE);
    if (hit === NONE) {
      retire(net, j, m);
      return MOVED_ON;
    }
    if (<usize>hit === m) {
      if (load<f64>(net, MOVED) === 0) store<u8>(load<usize>(net, BARRED) + j, 1);
      return MOVED_ON;
    }
    removeAt(net, <usize>hit);
  }
}

/** Take over where descent left off: free the terms that are neither 0 nor at a bound. */
function takeOver(net: usize): i32 {
  const p = load<usize>(net, P);
  const b = load<usize>(net, BETA);
  const side = load<usize>(net, SIDE);
  const isFree = load<usize>(net, IS_FREE);
  memory.fill(load<usize>(net, BARRED), 0, p);
  for (let j: usize = 0; j < p; j++) store<i8>(side + j, entryAt(b, j) > 0 ? 1 : entryAt(b, j) < 0 ? -1 : 0);
  for (let k = load<usize>(net, N_FREE); k > 0; ) {
    k--;
    if (!isInside(net, termAt(load<usize>(net, FREE), k))) removeAt(net, k);
  }
  for (let j: usize = 0; j < p; j++) {
    if (load<u8>(isFree + j) || !isInside(net, j)) continue;
    if (enter(net, j) === FULL) return FULL;
  }
  return MOVED_ON;
}

function isInside(net: usize, j: usize): bool {
  const x = entryAt(load<usize>(net, BETA), j);
  return x !== 0 && x !== entryAt(load<usize>(net, LOWER), j) && x !== entryAt(load<usize>(net, UPPER), j);
}

/** One Newton step on the free terms; the place of the term that stopped it, which is free no more. */
function step(net: usize): i32 {
  const m = load<usize>(net, N_FREE);
  const free = load<usize>(net, FREE);
  const direction = load<usize>(net, DIRECTION);
  for (let k: usize = 0; k < m; k++) store<f64>(direction + k * 8, downhillBy(net, termAt(free, k)));
  solveFree(net, direction);
  return move(net, m, 1);
}

/** The term that gains most by leaving 0 or its bound, marked with the side it wants to; NONE where none does. */
function worstViolator(net: usize): i32 {
  const p = load<usize>(net, P);
  const b = load<usize>(net, BETA);
  const a = load<usize>(net, A1);
  const c = load<usize>(net, A2);
  const isFree = load<usize>(net, IS_FREE);
  const barred = load<usize>(net, BARRED);
  let most = gradientRounding(net);
  let worst = NONE;
  for (let j: usize = 0; j < p; j++) {
    if (load<u8>(isFree + j) || load<u8>(barred + j) || !isFittable(net, j)) continue;
    const x = entryAt(b, j);
    const v = entryAt(load<usize>(net, GRADIENT), j) - entryAt(c, j) * x;
    // At 0 a term moves outwards; at a bound, inwards.
    const side: f64 = x === 0 ? (v > 0 ? 1 : -1) : x > 0 ? 1 : -1;
    const gain = x === 0 ? Math.abs(v) - entryAt(a, j) : entryAt(a, j) - v * side;
    if (gain <= most) continue;
    const bound = side > 0 ? entryAt(load<usize>(net, UPPER), j) : -entryAt(load<usize>(net, LOWER), j);
    if (x === 0 && bound <= 0) continue;
    most = gain;
    worst = <i32>j;
    store<i8>(load<usize>(net, SIDE) + j, <i8>side);
  }
  return worst;
}

/** Terms that are 0 to rounding are 0. */
function dropRounding(net: usize): void {
  const b = load<usize>(net, BETA);
  const rounding = gradientRounding(net);
  for (let k = load<usize>(net, N_FREE); k > 0; ) {
    k--;
    const j = termAt(load<usize>(net, FREE), k);
    if (entryAt(load<usize>(net, A1), j) === 0 || Math.abs(entryAt(b, j)) > rounding) continue;
    setTerm(net, j, 0);
    removeAt(net, k);
  }
}

/** Solve exactly; the steps it took, or 0 where terms or steps run out. */
export function solveExactly(net: usize, maxSteps: i32): i32 {
  const free = load<usize>(net, FREE);
  let entered = NONE;
  let fresh = false;
  if (takeOver(net) === FULL) return 0;
  for (let steps: i32 = 1; steps <= maxSteps; steps++) {
    const hit = step(net);
    if (hit !== NONE) {
      const j = termAt(free, <usize>hit);
      // A term that enters and leaves at once was let in by rounding.
      if (<i32>j === entered && load<f64>(net, MOVED) === 0) store<u8>(load<usize>(net, BARRED) + j, 1);
      removeAt(net, <usize>hit);
      continue;
    }
    entered = worstViolator(net);
    if (entered !== NONE) {
      fresh = false;
      if (enter(net, <usize>entered) === FULL) return 0;
    } else if (fresh) {
      dropRounding(net);
      return steps;
    } else {
      refreshGradient(net);
      fresh = true;
    }
  }
  return 0;
}

/** Forget the factor, as when the penalty of squares has changed. */
export function forgetFactor(net: usize): void {
  memory.fill(load<usize>(net, IS_FREE), 0, load<usize>(net, P));
  store<usize>(net, 0, N_FREE);
}
