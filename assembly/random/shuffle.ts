// A seeded permutation of 0..n − 1 that needs no memory: a Feistel network of four rounds over a power of two that holds
// n, walked until it lands below n (Black and Rogaway, 2002).

const FACTOR: i32 = 0x2c1b_3c6d;

/** The bits of the product that it takes depend on all bits of a half, which are 15 at most. */
const SHIFT: i32 = 15;

function step(x: i32, low: i32, high: i32, keys: usize): i32 {
  const highMask = (1 << high) - 1;
  const lowMask = (1 << low) - 1;
  let a = x >>> low;
  let b = x & lowMask;
  a ^= (((b ^ load<i32>(keys)) * FACTOR) >>> SHIFT) & highMask;
  b ^= (((a ^ load<i32>(keys, 4)) * FACTOR) >>> SHIFT) & lowMask;
  a ^= (((b ^ load<i32>(keys, 8)) * FACTOR) >>> SHIFT) & highMask;
  b ^= (((a ^ load<i32>(keys, 12)) * FACTOR) >>> SHIFT) & lowMask;
  return (a << low) | b;
}

/** What one half adds to the other, in four lanes. */
function scrambled(half: v128, key: usize, mask: v128): v128 {
  const mixed = v128.xor(half, v128.load32_splat(key));
  return v128.and(i32x4.shr_u(i32x4.mul(mixed, i32x4.splat(FACTOR)), SHIFT), mask);
}

/** `step` of four values. */
function stepLanes(x: v128, low: i32, high: i32, keys: usize): v128 {
  const highMask = i32x4.splat((1 << high) - 1);
  const lowMask = i32x4.splat((1 << low) - 1);
  let a = i32x4.shr_u(x, low);
  let b = v128.and(x, lowMask);
  a = v128.xor(a, scrambled(b, keys, highMask));
  b = v128.xor(b, scrambled(a, keys + 4, lowMask));
  a = v128.xor(a, scrambled(b, keys + 8, highMask));
  b = v128.xor(b, scrambled(a, keys + 12, lowMask));
  return v128.or(i32x4.shl(a, low), b);
}

/**
 * Write the places of `length` numbers from `from` on, all below n, to `out`. `low` and `high` are the bits of the halves,
 * `keys` four 32-bit words.
 */
export function shufflePlaces(from: i32, length: usize, n: i32, low: i32, high: i32, keys: usize, out: usize): void {
  let i: usize = 0;
  if (ASC_FEATURE_SIMD) {
    let x = i32x4.add(i32x4.splat(from), i32x4(0, 1, 2, 3));
    for (const whole = length & ~3; i < whole; i += 4, x = i32x4.add(x, i32x4.splat(4))) {
      v128.store(out + i * 4, stepLanes(x, low, high, keys));
    }
  }
  for (; i < length; i++) store<i32>(out + i * 4, step(from + <i32>i, low, high, keys));
  walk(length, n, low, high, keys, out);
}

/** Walk on from the places that are not below n. A pass of its own, which was a quarter faster than branches between lanes. */
function walk(length: usize, n: i32, low: i32, high: i32, keys: usize, places: usize): void {
  for (const end = places + length * 4; places < end; places += 4) {
    let place = load<i32>(places);
    if (place < n) continue;
    while (place >= n) place = step(place, low, high, keys);
    store<i32>(places, place);
  }
}

/**
 * Replace `length` places by their remainders modulo `parts`. By a product, since division is slow: (place + ½)/parts is
 * ½/parts from a whole number at least, far more than its rounding.
 */
export function shuffleParts(places: usize, length: usize, parts: i32): void {
  const share = 1 / <f64>parts;
  let i: usize = 0;
  if (ASC_FEATURE_SIMD) {
    const shares = f64x2.splat(share);
    const half = f64x2.splat(0.5);
    for (const whole = length & ~3; i < whole; i += 4) {
      const place = v128.load(places + i * 4);
      const even = f64x2.convert_low_i32x4_s(place);
      const odd = f64x2.convert_low_i32x4_s(v128.shuffle<i64>(place, place, 1, 0));
      const a = i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(f64x2.add(even, half), shares));
      const b = i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(f64x2.add(odd, half), shares));
      const quotient = v128.shuffle<i64>(a, b, 0, 2);
      v128.store(places + i * 4, i32x4.sub(place, i32x4.mul(quotient, i32x4.splat(parts))));
    }
  }
  for (; i < length; i++) {
    const place = load<i32>(places + i * 4);
    store<i32>(places + i * 4, place - <i32>((<f64>place + 0.5) * share) * parts);
  }
}
