// Two rows at a time. Without SIMD the same sums run over even and odd rows apart, so that the bits are the same.

/** a·b + c in both lanes; fused in the relaxed build, where that differs in the last bit. */
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_madd(a, b, c);
  return f64x2.add(c, f64x2.mul(a, b));
}

/** c − a·b in both lanes. */
export function nmadd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_nmadd(a, b, c);
  return f64x2.sub(c, f64x2.mul(a, b));
}

/** Even lane plus odd lane. */
export function fold(lanes: v128): f64 {
  return f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1);
}

/** Add a pair of lanes to the pair of sums at `sum`. */
export function addLanes(sum: usize, lanes: v128): void {
  v128.store(sum, f64x2.add(v128.load(sum), lanes));
}

/** Add an even and an odd part to the pair of sums at `sum`. */
export function addParts(sum: usize, even: f64, odd: f64): void {
  store<f64>(sum, load<f64>(sum) + even);
  store<f64>(sum, load<f64>(sum, 8) + odd, 8);
}

/** Even plus odd of the pair of sums at `sum`. */
export function foldAt(sum: usize): f64 {
  return load<f64>(sum) + load<f64>(sum, 8);
}

/** Σ x·y of two contiguous vectors. */
export function dot_f64(x: usize, y: usize, n: usize): f64 {
  const end = x + (n & ~1) * 8;
  let sum: f64;
  if (ASC_FEATURE_SIMD) {
    let s = f64x2.splat(0);
    for (; x < end; x += 16, y += 16) s = madd(v128.load(x), v128.load(y), s);
    sum = fold(s);
  } else {
    let even: f64 = 0;
    let odd: f64 = 0;
    for (; x < end; x += 16, y += 16) {
      even += load<f64>(x) * load<f64>(y);
      odd += load<f64>(x, 8) * load<f64>(y, 8);
    }
    sum = even + odd;
  }
  return n & 1 ? sum + load<f64>(x) * load<f64>(y) : sum;
}

/** y += a·x of two contiguous vectors. */
export function axpy_f64(a: f64, x: usize, y: usize, n: usize): void {
  const end = x + n * 8;
  if (ASC_FEATURE_SIMD) {
    const pairs = x + (n & ~1) * 8;
    const factor = f64x2.splat(a);
    for (; x < pairs; x += 16, y += 16) v128.store(y, madd(factor, v128.load(x), v128.load(y)));
  }
  for (; x < end; x += 8, y += 8) store<f64>(y, load<f64>(y) + a * load<f64>(x));
}
