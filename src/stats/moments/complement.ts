// The rows outside of each fold or window, from the states of all: merged anew, never subtracted from the whole, which
// would leave the rounding of the largest state in the small ones.

import { LeastwiseError } from "#base/error.ts";

/**
 * For each of K states, what all the others merge to, in order. Takes 3(K − 2) merges, of prefixes, suffixes and both; for
 * K = 2 the states themselves change places. None is changed, but results may be given states and each other's.
 *
 * @param merge joins two stretches, the first before the second; an empty one may be among them
 * @throws LeastwiseError `bad-argument` for fewer than two states
 */
export function complements<State>(states: readonly State[], merge: (a: State, b: State) => State): State[] {
  const [first, ...rest] = states;
  const last = rest.at(-1);
  if (first === undefined || last === undefined) {
    const message = `states: must be 2 or more, for one has no complement; got ${states.length}`;
    throw new LeastwiseError("bad-argument", message, { value: states.length });
  }
  const inner = rest.slice(0, -1);
  const before = running(first, inner, merge);
  const after = running(last, [...inner].reverse(), (suffix, state) => merge(state, suffix)).reverse();
  const between = before.slice(0, -1).map((prefix, k) => merge(prefix, after[k + 1] as State));
  return [after[0] as State, ...between, before.at(-1) as State];
}

/** `from`, then `from` with one more of `states` each time. */
function running<State>(from: State, states: readonly State[], join: (sum: State, next: State) => State): State[] {
  const sums = [from];
  let sum = from;
  for (const state of states) {
    sum = join(sum, state);
    sums.push(sum);
  }
  return sums;
}
