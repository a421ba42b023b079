// The exact solution of an elastic net from a good start: an active-set method on the free terms, each step of which
// lowers the objective. Factors anew at every step, which is simple.

import { dense } from "../dense.ts";
import { gradientRounding } from "./gap.ts";
import { type Net, refreshGradient } from "./net.ts";

/** A pivot of a unit diagonal at or below this tells a term from the span of the others no more. */
const DEPENDENT = 1e-11;

/** A weight of a combination that is rounding of 0. */
const NO_PART = 1e-10;

/** Free terms in their order, the side of 0 that each is on, and terms that rounding alone wants to free. */
interface Active {
  free: number[];
  side: Int8Array;
  barred: Uint8Array;
}

/** Where a move along a direction first meets 0 or a bound. */
interface Hit {
  t: number;
  j: number;
  to: number;
}

function startOf({ problem, b }: Net): Active {
  const free: number[] = [];
  for (const [j, x] of b.entries()) {
    if (x !== 0 && x !== problem.lower[j] && x !== problem.upper[j]) free.push(j);
  }
  return { free, side: Int8Array.from(b, Math.sign), barred: new Uint8Array(b.length) };
}

/** First event along b + t·direction, t < limit. */
function firstHit({ problem, a, b }: Net, { free, side }: Active, direction: Float64Array, limit: number): Hit | null {
  let hit: Hit | null = null;
  for (const [k, j] of free.entries()) {
    const d = direction[k] as number;
    if (d === 0) continue;
    const x = b[j] as number;
    const towards0 = (a[j] as number) > 0 && d * (side[j] as number) < 0;
    const to = towards0 ? 0 : ((d > 0 ? problem.upper[j] : problem.lower[j]) as number);
    const t = (to - x) / d;
    if (t < (hit?.t ?? limit)) hit = { t: Math.max(0, t), j, to };
  }
  return hit;
}

/** Move the free terms, keeping g; the term that was hit leaves them. Without hit and limit nothing moves. */
function move(net: Net, active: Active, direction: Float64Array, limit: number): Hit | null {
  const { problem, b, g } = net;
  const { p, A } = problem;
  const hit = firstHit(net, active, direction, limit);
  if (!hit && limit === Number.MAX_VALUE) return null;
  const t = hit?.t ?? limit;
  for (const [k, j] of active.free.entries()) {
    const old = b[j] as number;
    b[j] = hit?.j === j ? hit.to : old + t * (direction[k] as number);
    const change = (b[j] as number) - old;
    for (let i = 0; i < p; i++) g[i] = (g[i] as number) - change * (A[j * p + i] as number);
  }
  if (hit) active.free.splice(active.free.indexOf(hit.j), 1);
  return hit;
}

/** Minus the derivative of the objective by each free term. */
function descentOf({ a, c, b, g }: Net, { free, side }: Active): Float64Array {
  return Float64Array.from(
    free,
    (j) => (g[j] as number) - (c[j] as number) * (b[j] as number) - (a[j] as number) * (side[j] as number),
  );
}

/** Along a direction that leaves the fit as it is, to the first term that it makes 0: one of dependent terms leaves. */
function moveAside(net: Net, active: Active, at: number, direction: Float64Array): void {
  const down = descentOf(net, active).reduce((sum, value, k) => sum + value * (direction[k] as number), 0);
  const downhill = down >= 0 ? direction : direction.map((d) => -d);
  const last = active.free[at] as number;
  if (move(net, active, downhill, Number.MAX_VALUE)) return;
  // Nothing penalises these terms: the last of them goes to 0.
  const x = net.b[last] as number;
  active.side[last] = 0;
  active.barred[last] = 1;
  move(
    net,
    active,
    direction.map((d) => (d / (direction[at] as number)) * -x),
    1,
  );
  net.b[last] = 0;
  active.free.splice(active.free.indexOf(last), 1);
}

/** One Newton step on the free terms, or a step aside where they are dependent; the term that was hit, if any. */
function step(net: Net, active: Active): { settled: boolean; hit: Hit | null } {
  const { A, p } = net.problem;
  const { free } = active;
  const m = free.length;
  const block = new Float64Array(m * m);
  for (const [k, j] of free.entries()) {
    for (const [i, f] of free.entries()) block[k * m + i] = A[j * p + f] as number;
    block[k * m + k] = (block[k * m + k] as number) + (net.c[j] as number);
  }
  const factor = dense.cholesky(block, m, DEPENDENT);
  const dependent = factor.aliased.indexOf(1);
  if (dependent < 0) {
    const hit = move(net, active, dense.solve(factor, descentOf(net, active), 1), 1);
    return { settled: hit === null, hit };
  }
  const direction = dense
    .solve(factor, block.slice(dependent * m, (dependent + 1) * m), 1)
    .map((w) => (Math.abs(w) > NO_PART ? -w : 0));
  for (let k = dependent; k < m; k++) direction[k] = k === dependent ? 1 : 0;
  moveAside(net, active, dependent, direction);
  return { settled: false, hit: null };
}

/** The term that gains most by leaving 0 or its bound, and the side it wants to; null where none does. */
function worstViolator(net: Net, { free, barred }: Active): { j: number; side: number } | null {
  const { problem, a, c, b, g } = net;
  const { p, A, lower, upper } = problem;
  const isFree = new Set(free);
  let most = gradientRounding(net);
  let worst: { j: number; side: number } | null = null;
  for (let j = 0; j < p; j++) {
    if (A[j * p + j] === 0 || isFree.has(j) || barred[j]) continue;
    const x = b[j] as number;
    const v = (g[j] as number) - (c[j] as number) * x;
    const side = x === 0 ? Math.sign(v) : Math.sign(x);
    // At 0 a term moves outwards; at a bound, inwards.
    const gain = x === 0 ? Math.abs(v) - (a[j] as number) : (a[j] as number) - v * side;
    const open = x !== 0 || (side > 0 ? (upper[j] as number) > 0 : (lower[j] as number) < 0);
    if (open && gain > most) {
      most = gain;
      worst = { j, side };
    }
  }
  return worst;
}

/** Terms that are 0 to rounding are 0. */
function dropRounding(net: Net, { free }: Active): void {
  const { problem, a, b, g } = net;
  const { p, A } = problem;
  const rounding = gradientRounding(net);
  for (const j of free) {
    const value = b[j] as number;
    if (a[j] === 0 || Math.abs(value) > rounding) continue;
    b[j] = 0;
    for (let i = 0; i < p; i++) g[i] = (g[i] as number) + value * (A[j * p + i] as number);
  }
}

/** Solve exactly; the steps it took, or null where terms or steps run out. */
export function solveExactly(net: Net, maxActive: number, maxSteps: number): number | null {
  const active = startOf(net);
  let entered = -1;
  let fresh = false;
  for (let steps = 1; steps <= maxSteps; steps++) {
    if (active.free.length > maxActive) return null;
    const { settled, hit } = step(net, active);
    // A term that enters and leaves at once was let in by rounding.
    if (hit && hit.j === entered && hit.t === 0) active.barred[entered] = 1;
    if (!settled) continue;
    const worst = worstViolator(net, active);
    if (!worst) {
      if (fresh) {
        dropRounding(net, active);
        return steps;
      }
      refreshGradient(net);
      fresh = true;
      continue;
    }
    fresh = false;
    entered = worst.j;
    active.free.push(entered);
    active.side[entered] = worst.side;
  }
  return null;
}
