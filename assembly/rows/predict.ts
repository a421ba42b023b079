// Fitted values and quadratic forms ‖R⁻ᵀ(x − centre)‖², row by row.

import { nmadd } from "../shared/lanes";
import { DESCRIPTOR_BYTES, PANEL_ROWS, STRIDE } from "../shared/layout";
import { packColumn, padded } from "../shared/pack";
import { addMultiple, fillColumn } from "./panel";

/**
 * Write the fitted values of n rows of p columns to `out`, and where `R` (p×p, with `aliased`) is not 0 the quadratic
 * forms to `quadratic`. `panel` has room for p + 1 columns.
 */
export function predictRows(
  columns: usize,
  n: usize,
  p: usize,
  predictor: usize,
  R: usize,
  aliased: usize,
  panel: usize,
  out: usize,
  quadratic: usize,
): void {
  const result = panel + p * STRIDE;
  for (let from: usize = 0; from < n; from += PANEL_ROWS) {
    const length = n - from < PANEL_ROWS ? n - from : PANEL_ROWS;
    fillColumn(result, padded(length), load<f64>(predictor));
    for (let j: usize = 0; j < p; j++) {
      const z = panel + j * STRIDE;
      packColumn(columns + j * DESCRIPTOR_BYTES, from, length, load<f64>(predictor + (1 + p + j) * 8), 0, z, 0);
      addMultiple(load<f64>(predictor + (1 + j) * 8), z, result, padded(length));
    }
    memory.copy(out + from * 8, result, length * 8);
    if (!R) continue;
    for (let i: usize = 0; i < length; i += 2) whitenPair(panel + i * 8, p, R, aliased, result + i * 8);
    memory.copy(quadratic + from * 8, result, length * 8);
  }
}

/** Forward substitution with Rᵀ on two rows of the panel at `z`; writes their squared lengths to `sum`. */
export function whitenPair(z: usize, p: usize, R: usize, aliased: usize, sum: usize): void {
  if (ASC_FEATURE_SIMD) {
    let squares = f64x2.splat(0);
    for (let j: usize = 0; j < p; j++, R += p * 8) {
      const at = z + j * STRIDE;
      if (load<u8>(aliased + j)) {
        v128.store(at, f64x2.splat(0));
        continue;
      }
      let value = v128.load(at);
      let r = R;
      for (let y = z; y < at; y += STRIDE, r += 8) value = nmadd(v128.load64_splat(r), v128.load(y), value);
      value = f64x2.div(value, v128.load64_splat(r));
      v128.store(at, value);
      squares = f64x2.add(squares, f64x2.mul(value, value));
    }
    v128.store(sum, squares);
  } else {
    whitenRow(z, p, R, aliased, sum);
    whitenRow(z + 8, p, R, aliased, sum + 8);
  }
}

function whitenRow(z: usize, p: usize, R: usize, aliased: usize, sum: usize): void {
  let squares: f64 = 0;
  for (let j: usize = 0; j < p; j++, R += p * 8) {
    const at = z + j * STRIDE;
    if (load<u8>(aliased + j)) {
      store<f64>(at, 0);
      continue;
    }
    let value = load<f64>(at);
    let r = R;
    for (let y = z; y < at; y += STRIDE, r += 8) value -= load<f64>(r) * load<f64>(y);
    value /= load<f64>(r);
    store<f64>(at, value);
    squares += value * value;
  }
  store<f64>(sum, squares);
}
