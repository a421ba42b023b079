// How much the roundings of the inputs to doubles may have moved a solution: first derivatives of the coefficients by every
// value that was rounded. Different values err independently, equal ones alike. It bounds what any solver can know of the
// numbers that were meant.

import { inputRounding } from "#formula/exact.ts";
import type { ExactRowBlock, ExactRowPass, Rows } from "../rows.ts";
import { selected } from "./solve.ts";

/** A solution in double precision, in scaled units: y ≈ level + Σ beta[j]·z[j] with z = scale·x − centre. */
interface SensitivityArgs {
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

/** What one input does: Σ of squared movements of the intercept at x = 0 and of beta[k], as if every row erred on its own. */
interface InputSquares {
  squares: Float64Array;
  /** Estimated number of different values; 0 where nothing depends on the input. */
  distinct: number;
}

/** Movements by input, and Σ w of the squared movement of y − ŷ. */
interface SensitivitySums {
  n: number;
  inputs: InputSquares[];
  rounding: number;
}

/** Squared errors of the intercept at x = 0 and of beta[k], and Σ w of the squared movement of y − ŷ. */
export interface Sensitivity {
  squares: Float64Array;
  rounding: number;
}

/** Rows of a block that are searched for equal values. */
const MAX_SEARCHED = 2048;

/** Multiplications for one look at the rows, a few milliseconds; beyond that rows are sampled. */
const MAX_WORK = 1e6;

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
  return movers;
}

/** Different values in the whole of a column, from how many of some of them are (as birthdays tell the length of a year). */
function countDistinct(values: Mover["values"], every: number): number {
  const seen = new Set<number>();
  let searched = 0;
  for (let i = 0; i < values.length && searched < MAX_SEARCHED; i += every) {
    seen.add(values[i] as number);
    searched += 1;
  }
  const repeated = searched - seen.size;
  if (searched === values.length || repeated > searched / 2) return seen.size;
  return repeated === 0 ? Number.POSITIVE_INFINITY : (searched * searched) / (2 * repeated);
}

/** What a row needs room for. */
interface Scratch {
  /** The columns, the response last, and the residual. */
  z: Float64Array;
  e: number;
  /** S⁻¹z, and S⁻¹ times how the columns move with one input. */
  h: Float64Array;
  turned: Float64Array;
}

/** Fill in the columns of row i, the residual, and S⁻¹z. */
function lookAt(block: ExactRowBlock, args: SensitivityArgs, i: number, scratch: Scratch): void {
  const { scale, centre, level, beta, inverse } = args;
  const { z, h } = scratch;
  const k = beta.length;
  h.fill(0);
  let e = -level;
  for (let j = 0; j <= k; j++) {
    const s = scale[j] as number;
    const low = block.low[j];
    const high = s * (block.columns[j]?.[i] as number) - (centre.hi[j] as number);
    const value = high + ((low ? s * (low[i] as number) : 0) - (centre.lo[j] as number));
    z[j] = value;
    e += j === k ? value : -(beta[j] as number) * value;
    if (j === k) continue;
    for (let r = 0, at = j * k; r < k; r++, at++) h[r] = (h[r] as number) + (inverse[at] as number) * value;
  }
  scratch.e = e;
}

/** How far one input of row i moves y − ŷ, a unit of it; what it does to S⁻¹ times the columns is left in `turned`. */
function movementAt({ by }: Mover, i: number, { scale, beta, inverse }: SensitivityArgs, turned: Float64Array): number {
  const k = beta.length;
  turned.fill(0);
  let moved = 0;
  for (const { column, slope } of by) {
    const d = (scale[column] as number) * (slope ? (slope[i] as number) : 1);
    if (column === k) {
      moved += d;
      continue;
    }
    moved -= (beta[column] as number) * d;
    for (let r = 0, at = column * k; r < k; r++, at++) turned[r] = (turned[r] as number) + (inverse[at] as number) * d;
  }
  return moved;
}

/** Add the squares of what one rounded input of weight w does to the coefficients, `moved` being its part in y − ŷ. */
function addSquares(
  squares: Float64Array,
  args: SensitivityArgs,
  scratch: Scratch,
  by: { moved: number; factor: number },
): void {
  const { centre, weight, intercept, every } = args;
  const { h, turned, e } = scratch;
  const { moved, factor } = by;
  let atZero = intercept ? moved / weight : 0;
  for (let j = 0; j < h.length; j++) {
    const change = (h[j] as number) * moved + (turned[j] as number) * e;
    atZero -= change * (centre.hi[j] as number);
    const step = change * factor;
    squares[j + 1] = (squares[j + 1] as number) + every * step * step;
  }
  const step = atZero * factor;
  squares[0] = (squares[0] as number) + every * step * step;
}

export const sensitivityPass: ExactRowPass<SensitivityArgs, SensitivitySums> = {
  run(whole, args) {
    const { every } = args;
    const k = args.beta.length;
    const block = selected(whole, args.columns);
    const movers = moversOf(block);
    const inputs = movers.map(({ values, by }) => ({
      squares: new Float64Array(k + 1),
      distinct: by.length > 0 ? countDistinct(values, every) : 0,
    }));
    const scratch = { z: new Float64Array(k + 1), e: 0, h: new Float64Array(k), turned: new Float64Array(k) };
    let rounding = 0;
    const rounded = movers.some(({ by }) => by.length > 0);
    for (let i = 0; i < block.n && rounded; i += every) {
      const w = block.weights ? (block.weights[i] as number) : 1;
      lookAt(block, args, i, scratch);
      let total = 0;
      for (const [m, mover] of movers.entries()) {
        const delta = mover.roundings * inputRounding(mover.values[i] as number);
        if (delta === 0 || mover.by.length === 0) continue;
        const moved = movementAt(mover, i, args, scratch.turned);
        total += Math.abs(moved * delta);
        addSquares((inputs[m] as InputSquares).squares, args, scratch, { moved, factor: w * delta });
      }
      rounding += every * w * total * total;
    }
    return { n: block.n, inputs, rounding };
  },
  merge: (a, b) => ({
    n: a.n + b.n,
    inputs: mergeInputs(a.inputs, b.inputs),
    rounding: a.rounding + b.rounding,
  }),
};

/** The inputs of a plan are the same in every block. */
function mergeInputs(a: readonly InputSquares[], b: readonly InputSquares[]): InputSquares[] {
  return a.map(({ squares, distinct }, m) => {
    const other = b[m] as InputSquares;
    return {
      squares: squares.map((value, j) => value + (other.squares[j] as number)),
      distinct: Math.max(distinct, other.distinct),
    };
  });
}

/** The sensitivity of a solution, from one look at the rows. */
export async function sensitivityOf(rows: Rows, args: SensitivityArgs): Promise<Sensitivity> {
  const { n, inputs, rounding } = await rows.reduceExact(sensitivityPass, args);
  const squares = new Float64Array(args.beta.length + 1);
  for (const { squares: own, distinct } of inputs) {
    // n/distinct rows err alike, and at worst their movements add up.
    const alike = distinct > 0 ? Math.max(1, n / distinct) : 1;
    for (const [j, value] of own.entries()) squares[j] = (squares[j] as number) + alike * value;
  }
  return { squares, rounding };
}
