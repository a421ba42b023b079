// How much the roundings of the inputs to doubles may have moved a solution: first derivatives of the coefficients by every
// value that was rounded, taken as independent errors. It bounds what any solver can know of the numbers that were meant.

import { inputRounding } from "#formula/exact.ts";
import type { ExactRowBlock, ExactRowPass } from "../rows.ts";
import { selected } from "./solve.ts";

/** A solution in double precision, in scaled units: y ≈ level + Σ beta[j]·z[j] with z = scale·x − centre. */
export interface SensitivityArgs {
  /** k columns kept, then the response. */
  columns: number[];
  /** k + 1 values each. */
  scale: Float64Array;
  centre: { hi: Float64Array; lo: Float64Array };
  level: number;
  beta: Float64Array;
  /** S⁻¹, k×k. */
  inverse: Float64Array;
  weight: number;
  intercept: boolean;
  /** Only every so many rows are looked at; their squares count that often. */
  every: number;
}

/** Squared standard errors due to rounding of the intercept at x = 0 and of beta[k], and Σ w of the squared movement of y. */
export interface Sensitivity {
  squares: Float64Array;
  rounding: number;
}

/** Multiplications for one look at the rows; more rows are sampled. Some 5 ms. */
const MAX_WORK = 4e6;

/** How many rows to leave out between two that are looked at. */
export function samplingOf(n: number, p: number): number {
  return Math.max(1, Math.ceil((n * (p + 1) ** 2) / MAX_WORK));
}

/** One input and how the columns, the response last, move with it. */
interface Mover {
  values: ExactRowBlock["inputs"][number]["values"];
  roundings: number;
  by: { column: number; slope: Float64Array | null }[];
}

function moversOf({ inputs, slopes }: ExactRowBlock): Mover[] {
  const movers: Mover[] = inputs.map(({ values, roundings }) => ({ values, roundings, by: [] }));
  for (const [column, of] of slopes.entries()) {
    for (const [input, slope] of of) movers[input]?.by.push({ column, slope });
  }
  return movers.filter(({ by }) => by.length > 0);
}

/** Row i of the columns and the residual. */
function rowAt(block: ExactRowBlock, args: SensitivityArgs, i: number): { z: Float64Array; e: number } {
  const { scale, centre, level, beta } = args;
  const z = Float64Array.from(block.columns, (column, j) => {
    const s = scale[j] as number;
    const high = s * (column[i] as number) - (centre.hi[j] as number);
    return high + (s * (block.low[j]?.[i] ?? 0) - (centre.lo[j] as number));
  });
  const e = beta.reduce((rest, b, j) => rest - b * (z[j] as number), (z[beta.length] as number) - level);
  return { z, e };
}

/** S⁻¹z over the columns kept. */
function throughInverse(inverse: Float64Array, z: Float64Array, k: number): Float64Array {
  const h = new Float64Array(k);
  for (let j = 0; j < k; j++) {
    const value = z[j] as number;
    for (let i = 0; i < k; i++) h[i] = (h[i] as number) + (inverse[j * k + i] as number) * value;
  }
  return h;
}

/** What one input of one row does to y − ŷ, and to the coefficients through its column's place in the normal equations. */
function movementAt({ by }: Mover, i: number, args: SensitivityArgs, turned: Float64Array): number {
  const { scale, beta, inverse } = args;
  const k = beta.length;
  turned.fill(0);
  let fitted = 0;
  for (const { column, slope } of by) {
    const d = (scale[column] as number) * (slope ? (slope[i] as number) : 1);
    if (column === k) fitted += d;
    else {
      fitted -= (beta[column] as number) * d;
      for (let j = 0; j < k; j++) turned[j] = (turned[j] as number) + (inverse[column * k + j] as number) * d;
    }
  }
  return fitted;
}

export const sensitivityPass: ExactRowPass<SensitivityArgs, Sensitivity> = {
  run(whole, args) {
    const { beta, centre, inverse, weight, intercept, every } = args;
    const block = selected(whole, args.columns);
    const k = beta.length;
    const movers = moversOf(block);
    const squares = new Float64Array(k + 1);
    const turned = new Float64Array(k);
    let rounding = 0;
    if (movers.length === 0) return { squares, rounding };
    for (let i = 0; i < block.n; i += every) {
      const w = block.weights ? (block.weights[i] as number) : 1;
      const { z, e } = rowAt(block, args, i);
      const h = throughInverse(inverse, z, k);
      let moved = 0;
      for (const mover of movers) {
        const delta = mover.roundings * inputRounding(mover.values[i] as number);
        if (delta === 0) continue;
        const fitted = movementAt(mover, i, args, turned);
        moved += Math.abs(fitted * delta);
        let atZero = intercept ? fitted / weight : 0;
        for (let j = 0; j < k; j++) {
          const change = (h[j] as number) * fitted + (turned[j] as number) * e;
          atZero -= change * (centre.hi[j] as number);
          squares[j + 1] = (squares[j + 1] as number) + every * (w * change * delta) ** 2;
        }
        squares[0] = (squares[0] as number) + every * (w * atZero * delta) ** 2;
      }
      rounding += every * w * moved * moved;
    }
    return { squares, rounding };
  },
  merge: (a, b) => ({
    squares: a.squares.map((value, j) => value + (b.squares[j] as number)),
    rounding: a.rounding + b.rounding,
  }),
};
