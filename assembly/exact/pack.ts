// Packing columns into slots: values are scaled by a power of 2 and centred, in double-double.

import { valueAt } from "../shared/layout";
import { padded } from "../shared/pack";
import { LOW, REST, storeSum, TOP, topOf } from "./slot";

/** An origin holds a scale and the two parts of a centre. */
export const ORIGIN_BYTES: usize = 24;

function clearTail(slot: usize, length: usize): void {
  for (let i = length; i < padded(length); i++) storeSum(slot + i * 8, 0, 0);
}

/** Write scale·(high + low) − centre of `length` rows from row `from`; `column` and `low` are descriptors, `low` may be 0. */
export function packExact(column: usize, low: usize, from: usize, length: usize, origin: usize, slot: usize): void {
  const scale = load<f64>(origin);
  const centre = load<f64>(origin, 8);
  const centreLow = load<f64>(origin, 16);
  for (let i: usize = 0; i < length; i++) {
    const x = scale * valueAt(column, from + i);
    const tail = low ? scale * valueAt(low, from + i) : 0;
    const z = x - centre;
    const back = z - x;
    storeSum(slot + i * 8, z, x - (z - back) - (centre + back) + (tail - centreLow));
  }
  clearTail(slot, length);
}

/** Write 1 in `length` rows. */
export function packOnes(length: usize, slot: usize): void {
  for (let i: usize = 0; i < length; i++) storeSum(slot + i * 8, 1, 0);
  clearTail(slot, length);
}

/** Write weight·z. */
export function packWeighed(z: usize, weights: usize, from: usize, length: usize, slot: usize): void {
  for (let i: usize = 0; i < length; i++) {
    const at = z + i * 8;
    const w = valueAt(weights, from + i);
    const wTop = topOf(w);
    const wRest = w - wTop;
    const top = load<f64>(at, TOP);
    const rest = load<f64>(at, REST);
    const product = w * load<f64>(at);
    const error = wTop * top - product + wTop * rest + wRest * top + wRest * rest;
    storeSum(slot + i * 8, product, error + w * load<f64>(at, LOW));
  }
  clearTail(slot, length);
}
