// Sums of products of double-double columns over one superblock (after Dot2 of Ogita, Rump and Oishi 2005).

import { DESCRIPTOR_BYTES, PANEL_ROWS } from "../shared/layout";
import { padded } from "../shared/pack";
import { ORIGIN_BYTES, packExact, packOnes, packWeighed } from "./pack";
import { addTo, LOW, REST, SLOT_BYTES, TOP } from "./slot";

/** Bytes of the panel of `exactProducts`: q columns and one of 1, and their products with the weights. */
export function exactPanelBytes(q: usize): usize {
  return 2 * (q + 1) * SLOT_BYTES;
}

/** Add Σ a·b of two slots to the double-double at `sum`: even rows, then odd ones. */
export function addExact(a: usize, b: usize, rows: usize, sum: usize): void {
  if (ASC_FEATURE_SIMD) {
    let s = f64x2.splat(0);
    let c = f64x2.splat(0);
    for (const end = a + rows * 8; a < end; a += 16, b += 16) {
      const x = v128.load(a);
      const y = v128.load(b);
      const xTop = v128.load(a, TOP);
      const xRest = v128.load(a, REST);
      const yTop = v128.load(b, TOP);
      const yRest = v128.load(b, REST);
      const p = f64x2.mul(x, y);
      let error = f64x2.sub(f64x2.mul(xTop, yTop), p);
      error = f64x2.add(error, f64x2.mul(xTop, yRest));
      error = f64x2.add(error, f64x2.mul(xRest, yTop));
      error = f64x2.add(error, f64x2.mul(xRest, yRest));
      const low = f64x2.add(f64x2.mul(x, v128.load(b, LOW)), f64x2.mul(v128.load(a, LOW), y));
      const next = f64x2.add(s, p);
      const back = f64x2.sub(next, s);
      const lost = f64x2.add(f64x2.sub(s, f64x2.sub(next, back)), f64x2.sub(p, back));
      s = next;
      c = f64x2.add(c, f64x2.add(f64x2.add(error, low), lost));
    }
    addTo(sum, f64x2.extract_lane(s, 0), f64x2.extract_lane(c, 0));
    addTo(sum, f64x2.extract_lane(s, 1), f64x2.extract_lane(c, 1));
  } else {
    addPart(a, b, rows, sum);
    addPart(a + 8, b + 8, rows, sum);
  }
}

/** One lane of `addExact`: every second row, from `a` and `b` on. */
function addPart(a: usize, b: usize, rows: usize, sum: usize): void {
  let s: f64 = 0;
  let c: f64 = 0;
  for (const end = a + rows * 8; a < end; a += 16, b += 16) {
    const x = load<f64>(a);
    const y = load<f64>(b);
    const xTop = load<f64>(a, TOP);
    const xRest = load<f64>(a, REST);
    const yTop = load<f64>(b, TOP);
    const yRest = load<f64>(b, REST);
    const p = x * y;
    const error = xTop * yTop - p + xTop * yRest + xRest * yTop + xRest * yRest;
    const low = x * load<f64>(b, LOW) + load<f64>(a, LOW) * y;
    const next = s + p;
    const back = next - s;
    const lost = s - (next - back) + (p - back);
    s = next;
    c = c + (error + low + lost);
  }
  addTo(sum, s, c);
}

/**
 * Add the products of n rows to `sums`, the packed triangle of double-doubles of q columns and a column of 1: entry
 * (i ≤ j) is Σ w z_i z_j. `lows` holds one descriptor's address a column, 0 where it is its high part; `weights` is 0 or a
 * descriptor; `origin` one origin a column.
 */
export function exactProducts(
  columns: usize,
  lows: usize,
  weights: usize,
  n: usize,
  q: usize,
  origin: usize,
  panel: usize,
  sums: usize,
): void {
  const left = weights ? panel + (q + 1) * SLOT_BYTES : panel;
  for (let from: usize = 0; from < n; from += PANEL_ROWS) {
    const length = n - from < PANEL_ROWS ? n - from : PANEL_ROWS;
    packAll(columns, lows, from, length, q, origin, panel);
    packOnes(length, panel + q * SLOT_BYTES);
    if (weights) {
      for (let j: usize = 0; j <= q; j++) {
        packWeighed(panel + j * SLOT_BYTES, weights, from, length, left + j * SLOT_BYTES);
      }
    }
    let out = sums;
    for (let j: usize = 0; j <= q; j++) {
      for (let i: usize = 0; i <= j; i++, out += 16) {
        addExact(left + i * SLOT_BYTES, panel + j * SLOT_BYTES, padded(length), out);
      }
    }
  }
}

/** Pack q columns into the first q slots of the panel. */
export function packAll(
  columns: usize,
  lows: usize,
  from: usize,
  length: usize,
  q: usize,
  origin: usize,
  panel: usize,
): void {
  for (let j: usize = 0; j < q; j++) {
    const low = <usize>load<u32>(lows + j * 4);
    packExact(columns + j * DESCRIPTOR_BYTES, low, from, length, origin + j * ORIGIN_BYTES, panel + j * SLOT_BYTES);
  }
}
