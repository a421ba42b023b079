// Draws by counter: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, 2011), so that a value depends on its key and its place
// alone. A block of four words gives two doubles: place i takes half i & 1 of block i >> 1.

const M0: u32 = 0xd2511f53;
const M1: u32 = 0xcd9e8d57;
const W0: u32 = 0x9e3779b9;
const W1: u32 = 0xbb67ae85;

/** Bits of the second word that are left out: the doubles are multiples of 2⁻⁵³, or the middles of 2⁵² cells. */
export const UNIFORM_SHIFT: i32 = 11;
export const MIDDLE_SHIFT: i32 = 12;

/** The double of two words: 64 − shift bits over 2^(64 − shift), and half a cell more where the cells' middles are asked for. */
function doubleOf(high: u32, low: u32, shift: i32): f64 {
  const bits = <f64>high * <f64>(1 << (32 - shift)) + <f64>(low >> shift);
  return shift === UNIFORM_SHIFT ? bits * 1.1102230246251565e-16 : (bits + 0.5) * 2.220446049250313e-16;
}

/** The two doubles of a block, or the one that is asked for: `part` is 0, 1, or 2 for both. */
function putBlock(counter: u32, seed: u32, stream: u32, shift: i32, part: i32, out: usize): void {
  let c0 = counter;
  let c1: u32 = 0;
  let c2: u32 = 0;
  let c3: u32 = 0;
  let k0 = seed;
  let k1 = stream;
  for (let round = 0; round < 10; round++) {
    const p0 = <u64>M0 * <u64>c0;
    const p1 = <u64>M1 * <u64>c2;
    c0 = <u32>(p1 >> 32) ^ c1 ^ k0;
    c1 = <u32>p1;
    c2 = <u32>(p0 >> 32) ^ c3 ^ k1;
    c3 = <u32>p0;
    k0 += W0;
    k1 += W1;
  }
  if (part !== 1) store<f64>(out, doubleOf(c0, c1, shift));
  if (part === 1) store<f64>(out, doubleOf(c2, c3, shift));
  else if (part === 2) store<f64>(out, doubleOf(c2, c3, shift), 8);
}

/** `doubleOf` of the first two of four lanes. */
function doubles(high: v128, low: v128, shift: i32): v128 {
  const scale = f64x2.splat(<f64>(1 << (32 - shift)));
  const rest = f64x2.convert_low_i32x4_u(i32x4.shr_u(low, shift));
  const bits = f64x2.add(f64x2.mul(f64x2.convert_low_i32x4_u(high), scale), rest);
  if (shift === UNIFORM_SHIFT) return f64x2.mul(bits, f64x2.splat(1.1102230246251565e-16));
  return f64x2.mul(f64x2.add(bits, f64x2.splat(0.5)), f64x2.splat(2.220446049250313e-16));
}

/** The doubles of four blocks, one block a lane, in their order. */
function putFour(counter: u32, seed: u32, stream: u32, shift: i32, out: usize): void {
  const m0 = i32x4.splat(M0);
  const m1 = i32x4.splat(M1);
  let c0 = i32x4.add(i32x4.splat(counter), i32x4(0, 1, 2, 3));
  let c1 = i32x4.splat(0);
  let c2 = c1;
  let c3 = c1;
  let k0 = seed;
  let k1 = stream;
  for (let round = 0; round < 10; round++) {
    const a = i64x2.extmul_low_i32x4_u(c0, m0);
    const b = i64x2.extmul_high_i32x4_u(c0, m0);
    const c = i64x2.extmul_low_i32x4_u(c2, m1);
    const d = i64x2.extmul_high_i32x4_u(c2, m1);
    c0 = v128.xor(v128.xor(v128.shuffle<i32>(c, d, 1, 3, 5, 7), c1), i32x4.splat(k0));
    c2 = v128.xor(v128.xor(v128.shuffle<i32>(a, b, 1, 3, 5, 7), c3), i32x4.splat(k1));
    c1 = v128.shuffle<i32>(c, d, 0, 2, 4, 6);
    c3 = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
    k0 += W0;
    k1 += W1;
  }
  putLanes(c0, c1, c2, c3, shift, out);
  putLanes(second(c0), second(c1), second(c2), second(c3), shift, out + 32);
}

/** The last two lanes first. */
function second(x: v128): v128 {
  return v128.shuffle<i64>(x, x, 1, 0);
}

/** The doubles of the first two lanes' blocks. */
function putLanes(c0: v128, c1: v128, c2: v128, c3: v128, shift: i32, out: usize): void {
  const front = doubles(c0, c1, shift);
  const back = doubles(c2, c3, shift);
  v128.store(out, v128.shuffle<i64>(front, back, 0, 2));
  v128.store(out, v128.shuffle<i64>(front, back, 1, 3), 16);
}

/** n doubles of places `from` on. */
export function placeDoubles(seed: u32, stream: u32, from: u32, n: usize, shift: i32, out: usize): void {
  const end = out + n * 8;
  let counter = from >> 1;
  if (from & 1 && out < end) {
    putBlock(counter++, seed, stream, shift, 1, out);
    out += 8;
  }
  if (ASC_FEATURE_SIMD) {
    for (; out + 64 <= end; out += 64, counter += 4) putFour(counter, seed, stream, shift, out);
  }
  for (; out + 16 <= end; out += 16) putBlock(counter++, seed, stream, shift, 2, out);
  if (out < end) putBlock(counter, seed, stream, shift, 0, out);
}

/** n uniforms in [0, 1) of places `from` on. */
export function placeUniform(seed: u32, stream: u32, from: u32, n: usize, out: usize): void {
  placeDoubles(seed, stream, from, n, UNIFORM_SHIFT, out);
}
