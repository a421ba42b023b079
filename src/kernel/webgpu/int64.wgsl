// Whole numbers of 64 bits, two's complement, as (low, high) words. Sums wrap, as all sums of whole numbers here do.

fn add64(a: vec2<u32>, b: vec2<u32>) -> vec2<u32> {
  let low = a.x + b.x;
  return vec2<u32>(low, a.y + b.y + select(0u, 1u, low < a.x));
}

// value·2^bits, for bits from 1 to 31.
fn shifted64(value: i32, bits: u32) -> vec2<u32> {
  return vec2<u32>(u32(value) << bits, u32(value >> (32u - bits)));
}

fn widened64(value: i32) -> vec2<u32> {
  return vec2<u32>(u32(value), u32(value >> 31u));
}
