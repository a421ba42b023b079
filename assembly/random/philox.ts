// Draws by counter: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, 2011), so that a value depends on its key and its place
// alone. A block of four words gives two doubles: place i takes half i & 1 of block i >> 1.

import { normalQuantile } from "./normal";

const M0: u64 = 0xd2511f53;
const M1: u64 = 0xcd9e8d57;
const W0: u32 = 0x9e3779b9;
const W1: u32 = 0xbb67ae85;

/** The block just made, as two 64-bit words: words 0 and 1, words 2 and 3; the first of a pair is the high half. */
let front: u64 = 0;
let back: u64 = 0;

function makeBlock(counter: u32, seed: u32, stream: u32): void {
  let c0 = counter;
  let c1: u32 = 0;
  let c2: u32 = 0;
  let c3: u32 = 0;
  let k0 = seed;
  let k1 = stream;
  for (let round = 0; round < 10; round++) {
    const p0 = M0 * <u64>c0;
    const p1 = M1 * <u64>c2;
    c0 = <u32>(p1 >> 32) ^ c1 ^ k0;
    c1 = <u32>p1;
    c2 = <u32>(p0 >> 32) ^ c3 ^ k1;
    c3 = <u32>p0;
    k0 += W0;
    k1 += W1;
  }
  front = ((<u64>c0) << 32) | <u64>c1;
  back = ((<u64>c2) << 32) | <u64>c3;
}

/** From 64 bits a double in [0, 1) with 53 bits. */
function uniformOf(bits: u64): f64 {
  return <f64>(bits >> 11) * 1.1102230246251565e-16;
}

/** From 64 bits a standard normal, by the quantile of the middle of one of 2⁵² cells. */
function normalOf(bits: u64): f64 {
  return normalQuantile((<f64>(bits >> 12) + 0.5) * 2.220446049250313e-16);
}

/** n uniforms in [0, 1) of places `from` on. */
export function placeUniform(seed: u32, stream: u32, from: u32, n: usize, out: usize): void {
  const end = out + n * 8;
  let counter = from >> 1;
  if (from & 1 && out < end) {
    makeBlock(counter++, seed, stream);
    store<f64>(out, uniformOf(back));
    out += 8;
  }
  for (; out + 8 < end; out += 16) {
    makeBlock(counter++, seed, stream);
    store<f64>(out, uniformOf(front));
    store<f64>(out, uniformOf(back), 8);
  }
  if (out < end) {
    makeBlock(counter, seed, stream);
    store<f64>(out, uniformOf(front));
  }
}

/** n standard normals of places `from` on. */
export function placeNormal(seed: u32, stream: u32, from: u32, n: usize, out: usize): void {
  const end = out + n * 8;
  let counter = from >> 1;
  if (from & 1 && out < end) {
    makeBlock(counter++, seed, stream);
    store<f64>(out, normalOf(back));
    out += 8;
  }
  for (; out + 8 < end; out += 16) {
    makeBlock(counter++, seed, stream);
    store<f64>(out, normalOf(front));
    store<f64>(out, normalOf(back), 8);
  }
  if (out < end) {
    makeBlock(counter, seed, stream);
    store<f64>(out, normalOf(front));
  }
}
