// Whether a packed triangle can be a scatter matrix: its Cholesky factor must exist, up to rounding.

import { LeastwiseError } from "#base/error.ts";
import type { Moments } from "../types.ts";
import { packedIndex } from "./packed.ts";
import { roundingScatter, underflowing } from "./scale.ts";

/**
 * Rounding of an entry relative to the deviations of its two columns: some units of it, times the three digits that a
 * superblock may lose before it is centred anew.
 */
const ROUNDING = 4 * 1000 * Number.EPSILON;

type Checked = Pick<Moments, "n" | "weight" | "mean" | "scatter" | "names">;

/** @throws LeastwiseError `bad-argument`, always: a rule about the entry of two columns */
function refuse(names: readonly string[], i: number, j: number, fault: { rule: string; value: number }): never {
  const [a, b] = [JSON.stringify(names[i]), JSON.stringify(names[j])];
  const place = `moments.scatter[${packedIndex(i, j)}] (${i === j ? a : `${a} with ${b}`})`;
  const message = `${place}: must ${fault.rule}; got ${fault.value}`;
  throw new LeastwiseError("bad-argument", message, { at: { column: names[j] as string }, value: fault.value });
}

/**
 * Throws unless the scatter is positive semidefinite within rounding: no negative square, no correlation beyond 1, no
 * combination of columns with a negative square.
 *
 * @throws LeastwiseError `bad-argument` naming the entry, the rule and the value
 */
export function checkScatter(moments: Checked): void {
  const { weight, mean, scatter, names } = moments;
  const squares = mean.map((m, j) => {
    const square = scatter[packedIndex(j, j)] as number;
    if (square < 0) refuse(names, j, j, { rule: "not be negative, as a sum of squares", value: square });
    return Math.max(square, roundingScatter(m, weight));
  });
  const lost = underflowing(moments);
  if (lost >= 0) {
    refuse(names, lost, lost, { rule: "not underflow", value: scatter[packedIndex(lost, lost)] as number });
  }
  const tol = ROUNDING * mean.length;
  for (const [j, b] of squares.entries()) {
    for (let i = 0; i < j; i++) {
      const product = scatter[packedIndex(i, j)] as number;
      const most = Math.sqrt(squares[i] as number) * Math.sqrt(b);
      if (Math.abs(product) <= most * (1 + tol)) continue;
      const rule = `be within ±${most}, for a correlation cannot exceed 1`;
      refuse(names, i, j, { rule, value: product });
    }
  }
  checkFactor(moments, squares, tol);
}

/** Cholesky of the correlations plus `tol` on the diagonal, which must not break down; constant columns have none. */
function checkFactor({ weight, mean, scatter, names }: Checked, squares: number[], tol: number): void {
  const kept = mean.flatMap((m, j) => ((squares[j] as number) > roundingScatter(m, weight) ? [j] : []));
  const rows: number[][] = [];
  for (const [at, j] of kept.entries()) {
    const row: number[] = [];
    let pivot = 1 + tol;
    for (let k = 0; k < at; k++) {
      const i = kept[k] as number;
      const other = rows[k] as number[];
      let value =
        (scatter[packedIndex(i, j)] as number) / Math.sqrt(squares[i] as number) / Math.sqrt(squares[j] as number);
      for (let l = 0; l < k; l++) value -= (row[l] as number) * (other[l] as number);
      value /= other[k] as number;
      row.push(value);
      pivot -= value * value;
    }
    if (!(pivot > 0)) {
      const place = `moments.scatter, up to ${JSON.stringify(names[j])}`;
      const message = `${place}: must be positive semidefinite; got a pivot of ${pivot} on the scale of correlations`;
      throw new LeastwiseError("bad-argument", message, { at: { column: names[j] as string }, value: pivot });
    }
    row.push(Math.sqrt(pivot));
    rows.push(row);
  }
}
