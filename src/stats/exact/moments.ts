// Moments in double-double: what the exact road is solved from. Columns are counted in units of a power of 2 near their largest
// value, so that no square over- or underflows.

import {
  at,
  type DoubleDouble,
  type DoubleDoubles,
  difference,
  product,
  put,
  quotient,
  scaled,
  sum,
  widen,
  zeros,
} from "#base/double-double.ts";
import { exponentOf } from "#base/elementary.ts";
import { inputRounding } from "#formula/exact.ts";
import type { NumericColumn } from "#kernel/backend.ts";
import { packedIndex } from "../moments/packed.ts";
import { powerOf2 } from "../moments/units.ts";
import { sumLog } from "../passes/moments.ts";
import { countRows } from "../passes/row-count.ts";
import type { ExactRowBlock, ExactRowPass } from "../rows.ts";

/** Moments of q columns, the response last, in units of 2^exponent[j]. */
export interface ExactMoments {
  /** Rows of weight > 0, and rows left out. */
  n: number;
  nDropped: number;
  weight: DoubleDouble;
  sumLogWeight: number;
  exponent: Int32Array;
  mean: DoubleDoubles;
  /** Packed triangle of Σ w (z − mean)(z − mean)ᵀ. */
  scatter: DoubleDoubles;
  /** Σ w δ² of the most that rounded inputs may have moved each value. */
  rounding: Float64Array;
}

/** Scales stay within the range of doubles, their inverses too. */
const MAX_EXPONENT = 1022;

function exponentFor(column: NumericColumn): number {
  let largest = 0;
  for (let i = 0; i < column.length; i++) {
    const size = Math.abs(column[i] as number);
    if (size > largest) largest = size;
  }
  return largest === 0 ? 0 : Math.min(MAX_EXPONENT, Math.max(-MAX_EXPONENT, exponentOf(largest)));
}

/** Mean of scaled values to working precision: what is left of it is summed with the rest. */
function roughMean(column: NumericColumn, scale: number, weights: NumericColumn | undefined): number {
  let weight = 0;
  let total = 0;
  for (let i = 0; i < column.length; i++) {
    const w = weights ? (weights[i] as number) : 1;
    weight += w;
    total += w * ((column[i] as number) * scale);
  }
  return weight > 0 ? total / weight : 0;
}

/** Add the most that one rounded input moves each value of a column, all in one direction. */
function addMovement(into: Float64Array, { values, roundings, slope }: Movement, scale: number): void {
  for (let i = 0; i < into.length; i++) {
    const by = roundings * inputRounding(values[i] as number) * scale;
    into[i] = (into[i] as number) + (slope ? Math.abs(slope[i] as number) * by : by);
  }
}

type Movement = ExactRowBlock["inputs"][number] & { slope: Float64Array | null };

/** Σ w δ² of column j in scaled units; `moved` is room for n values. */
function roundingOf(
  { slopes, inputs, weights }: ExactRowBlock,
  { j, scale, moved }: { j: number; scale: number; moved: Float64Array },
): number {
  moved.fill(0);
  for (const [input, slope] of slopes[j] ?? []) {
    addMovement(moved, { ...(inputs[input] as ExactRowBlock["inputs"][number]), slope }, scale);
  }
  let total = 0;
  for (let i = 0; i < moved.length; i++) {
    const by = moved[i] as number;
    total += (weights ? (weights[i] as number) : 1) * by * by;
  }
  return total;
}

/** From sums about a rough centre to moments about the mean. */
function aboutMean(products: DoubleDoubles, centre: Float64Array): Pick<ExactMoments, "weight" | "mean" | "scatter"> {
  const q = centre.length;
  const weight = at(products, packedIndex(q, q));
  const mean = zeros(q);
  const scatter = zeros((q * (q + 1)) / 2);
  if (!(weight.hi > 0)) return { weight, mean, scatter };
  for (let j = 0; j < q; j++) {
    const share = quotient(at(products, packedIndex(j, q)), weight);
    put(mean, j, sum(widen(centre[j] as number), share));
    for (let i = 0; i <= j; i++) {
      const k = packedIndex(i, j);
      const value = difference(at(products, k), product(at(products, packedIndex(i, q)), share));
      put(scatter, k, i === j && value.hi < 0 ? widen(0) : value);
    }
  }
  return { weight, mean, scatter };
}

/** The same moments in other units; exponents may only grow. */
function inUnits(state: ExactMoments, exponent: Int32Array): ExactMoments {
  const q = exponent.length;
  const factor = exponent.map((e, j) => (state.exponent[j] as number) - e);
  if (factor.every((f) => f === 0)) return state;
  const by = Float64Array.from(factor, powerOf2);
  const mean = zeros(q);
  const scatter = zeros((q * (q + 1)) / 2);
  for (let j = 0; j < q; j++) {
    put(mean, j, scaled(at(state.mean, j), by[j] as number));
    for (let i = 0; i <= j; i++) {
      const k = packedIndex(i, j);
      put(scatter, k, scaled(scaled(at(state.scatter, k), by[i] as number), by[j] as number));
    }
  }
  const rounding = state.rounding.map((value, j) => value * (by[j] as number) ** 2);
  return { ...state, exponent, mean, scatter, rounding };
}

/** Merge by Chan, Golub and LeVeque in double-double. */
function merge(a: ExactMoments, b: ExactMoments): ExactMoments {
  const counts = {
    n: a.n + b.n,
    nDropped: a.nDropped + b.nDropped,
    sumLogWeight: a.sumLogWeight + b.sumLogWeight,
  };
  if (a.weight.hi === 0) return { ...b, ...counts };
  if (b.weight.hi === 0) return { ...a, ...counts };
  const exponent = a.exponent.map((e, j) => Math.max(e, b.exponent[j] as number));
  const x = inUnits(a, exponent);
  const y = inUnits(b, exponent);
  const q = exponent.length;
  const weight = sum(x.weight, y.weight);
  const share = quotient(y.weight, weight);
  const both = product(x.weight, share);
  const delta = Array.from(exponent, (_, j) => difference(at(y.mean, j), at(x.mean, j)));
  const mean = zeros(q);
  const scatter = zeros((q * (q + 1)) / 2);
  for (const [j, d] of delta.entries()) {
    put(mean, j, sum(at(x.mean, j), product(d, share)));
    for (let i = 0; i <= j; i++) {
      const k = packedIndex(i, j);
      const between = product(product(delta[i] as DoubleDouble, d), both);
      put(scatter, k, sum(sum(at(x.scatter, k), at(y.scatter, k)), between));
    }
  }
  const rounding = x.rounding.map((value, j) => value + (y.rounding[j] as number));
  return { ...counts, weight, exponent, mean, scatter, rounding };
}

export const exactMomentsPass: ExactRowPass<null, ExactMoments> = {
  async run(block, _, backend) {
    const { n, columns, weights, nDropped } = block;
    const moved = new Float64Array(n);
    const exponent = Int32Array.from(columns, exponentFor);
    const scale = Float64Array.from(exponent, (e) => powerOf2(-e));
    const hi = Float64Array.from(columns, (column, j) => roughMean(column, scale[j] as number, weights));
    const products = await backend.exact.products(block, { scale, centre: { hi, lo: new Float64Array(hi.length) } });
    return {
      n: countRows(block).n,
      nDropped,
      sumLogWeight: weights ? sumLog(weights) : 0,
      exponent,
      ...aboutMean(products, hi),
      rounding: scale.map((s, j) => roundingOf(block, { j, scale: s, moved })),
    };
  },
  merge,
};
