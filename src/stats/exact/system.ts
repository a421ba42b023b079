// The normal equations in double-double, with or without intercept.

import { at, type DoubleDouble, type DoubleDoubles, product, put, rounded, sum, zeros } from "#base/double-double.ts";
import { LeastwiseError } from "#base/error.ts";
import { packedIndex } from "../moments/packed.ts";
import { powerOf2 } from "../moments/units.ts";
import { INPUT_ROUNDINGS } from "./factor.ts";
import type { ExactMoments } from "./moments.ts";

/** With intercept everything is about the means, without it about 0; in the units of the moments. */
export interface ExactSystem {
  p: number;
  intercept: boolean;
  moments: ExactMoments;
  /** Packed triangle of q = p + 1 columns, the response last. */
  packed: DoubleDoubles;
  /** Origin of the q columns. */
  centre: DoubleDoubles;
  tss: DoubleDouble;
}

/** Least normal double: squares below it have lost digits. */
const LEAST = 2 ** -1022;

/** Σ w z zᵀ about 0. */
function uncentred({ mean, scatter, weight }: ExactMoments): DoubleDoubles {
  const q = mean.hi.length;
  const gram = zeros(scatter.hi.length);
  for (let j = 0; j < q; j++) {
    const wm = product(weight, at(mean, j));
    for (let i = 0; i <= j; i++) {
      const k = packedIndex(i, j);
      put(gram, k, sum(at(scatter, k), product(at(mean, i), wm)));
    }
  }
  return gram;
}

/**
 * Throws unless there is something to explain and its sum of squares is a double with all its digits.
 *
 * @throws LeastwiseError `response-constant`, `value-not-finite`
 */
function requireResponse(name: string, { moments, tss, p, intercept }: ExactSystem): void {
  const unit = powerOf2(moments.exponent[p] as number);
  const noise = intercept ? INPUT_ROUNDINGS ** 2 * (moments.rounding[p] as number) : 0;
  if (!(tss.hi > noise)) {
    const value = rounded(at(moments.mean, p)) * unit;
    const message = `response ${name}: must vary; got ${Number(value.toPrecision(15))} in every row`;
    throw new LeastwiseError("response-constant", message, { at: { column: name }, value });
  }
  const value = tss.hi * unit * unit;
  if (value >= LEAST && value < Number.POSITIVE_INFINITY) return;
  const message = `response ${name}: squares must sum to a number from 2.3e-308 to 1.7e308; got ${value}`;
  throw new LeastwiseError("value-not-finite", message, { at: { column: name }, value });
}

/**
 * Normal equations of the last column on the others.
 *
 * @throws LeastwiseError `response-constant`; `value-not-finite` where the squares of the response leave the range of doubles
 */
export function exactSystem(moments: ExactMoments, intercept: boolean, response: string): ExactSystem {
  const q = moments.mean.hi.length;
  const packed = intercept ? moments.scatter : uncentred(moments);
  const tss = at(packed, packedIndex(q - 1, q - 1));
  const centre = intercept ? moments.mean : zeros(q);
  const system = { p: q - 1, intercept, moments, packed, centre, tss };
  requireResponse(response, system);
  return system;
}
