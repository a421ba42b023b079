// Row passes in double-double in plain TypeScript, a row at a time.

import {
  at,
  type DoubleDouble,
  type DoubleDoubles,
  difference,
  product,
  put,
  scaled,
  sum,
  twoSum,
  widen,
  zeros,
} from "#base/double-double.ts";
import type { ExactBlock, ExactOrigin } from "../backend.ts";
import { checkExact, checkMatrix } from "../shapes.ts";

/** The columns of row i seen from the origin. */
function rowAt({ columns, low }: ExactBlock, { scale, centre }: ExactOrigin, i: number): DoubleDouble[] {
  return columns.map((column, j) => {
    const x = twoSum(column[i] as number, low[j]?.[i] ?? 0);
    return difference(scaled(x, scale[j] as number), at(centre, j));
  });
}

function addAt(sums: DoubleDoubles, i: number, value: DoubleDouble): void {
  put(sums, i, sum(at(sums, i), value));
}

/** Packed triangle of Σ w z zᵀ over the columns and a column of 1. */
export function exactProducts(block: ExactBlock, origin: ExactOrigin): DoubleDoubles {
  checkExact(block, origin);
  const q = block.columns.length;
  const sums = zeros(((q + 1) * (q + 2)) / 2);
  for (let i = 0; i < block.n; i++) {
    const z = [...rowAt(block, origin, i), widen(1)];
    const weighed = block.weights ? z.map((value) => product(value, widen(block.weights?.[i] as number))) : z;
    let k = 0;
    for (const [j, right] of z.entries()) {
      for (let left = 0; left <= j; left++) addAt(sums, k++, product(weighed[left] as DoubleDouble, right));
    }
  }
  return sums;
}

/** Σ w e², Σ w e and Σ w e z[p]; the last column of the block is the response. */
export function exactResiduals(block: ExactBlock, origin: ExactOrigin, predictor: DoubleDoubles): DoubleDoubles {
  checkExact(block, origin);
  const p = block.columns.length - 1;
  checkMatrix("predictor", predictor.hi, p + 1, 1);
  const sums = zeros(p + 2);
  for (let i = 0; i < block.n; i++) {
    const z = rowAt(block, origin, i);
    const response = z.pop() as DoubleDouble;
    const e = z.reduce(
      (rest, value, j) => difference(rest, product(at(predictor, j + 1), value)),
      difference(response, at(predictor, 0)),
    );
    const we = block.weights ? product(e, widen(block.weights[i] as number)) : e;
    addAt(sums, 0, product(we, e));
    addAt(sums, 1, we);
    for (const [j, value] of z.entries()) addAt(sums, j + 2, product(we, value));
  }
  return sums;
}
