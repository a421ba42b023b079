// Merge of two moments states (Chan, Golub and LeVeque, 1979; Pébay, 2008): nothing is ever subtracted.

/**
 * Write the moments of the rows of both `a` and `b` to `out`; a state is n, weight, mean[q], packed scatter. `delta` is
 * scratch of q values. Both weights are positive.
 */
export function mergeMoments(a: usize, b: usize, q: usize, delta: usize, out: usize): void {
  const weight = load<f64>(a, 8) + load<f64>(b, 8);
  const share = load<f64>(b, 8) / weight;
  const factor = load<f64>(a, 8) * share;
  store<f64>(out, load<f64>(a) + load<f64>(b));
  store<f64>(out, weight, 8);
  a += 16;
  b += 16;
  out += 16;
  for (let j: usize = 0; j < q; j++) {
    const m = load<f64>(a + j * 8);
    const d = load<f64>(b + j * 8) - m;
    store<f64>(delta + j * 8, d);
    store<f64>(out + j * 8, m + d * share);
  }
  let at = q * 8;
  for (let j: usize = 0; j < q; j++) {
    // Never fused: a product must not depend on which place its columns have among the others.
    const d = load<f64>(delta + j * 8) * factor;
    for (let i: usize = 0; i <= j; i++, at += 8) {
      store<f64>(out + at, load<f64>(a + at) + load<f64>(b + at) + d * load<f64>(delta + i * 8));
    }
  }
}
