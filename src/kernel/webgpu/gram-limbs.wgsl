// Two balanced digits of 12 bits a value, multiplied as words of 32 bits: four products a row. The two that are added in one
// accumulator are at most 2048·2040 each: exact to 256 rows, after which all go into sums of 64 bits.

const FLUSH_STEPS = 8u;

// Of the left and the right tile: (row, column).
var<workgroup> staged: array<array<i32, TILE * STEP>, 2>;

struct Sums {
  low: array<i32, PER * PER>,
  mid: array<i32, PER * PER>,
  high: array<i32, PER * PER>,
  total: array<vec2<u32>, PER * PER>,
  steps: u32,
}

fn stage(side: u32, column: u32, at: u32, rows: vec4<i32>) {
  for (var k = 0u; k < 4u; k += 1u) {
    staged[side][(at * 4u + k) * TILE + column] = rows[k];
  }
}

// (low, high), value = low + 4096·high.
fn digitsOf(side: u32, row: u32, column: u32) -> vec2<i32> {
  let value = staged[side][row * TILE + column];
  let high = (value + 2048) >> 12u;
  return vec2<i32>(value - high * 4096, high);
}

fn flush(sums: ptr<function, Sums>) {
  for (var k = 0u; k < PER * PER; k += 1u) {
    let sum = add64(add64(widened64((*sums).low[k]), shifted64((*sums).mid[k], 12u)), shifted64((*sums).high[k], 24u));
    (*sums).total[k] = add64((*sums).total[k], sum);
    (*sums).low[k] = 0;
    (*sums).mid[k] = 0;
    (*sums).high[k] = 0;
  }
  (*sums).steps = 0u;
}

fn accumulate(sums: ptr<function, Sums>, local: vec2<u32>) {
  for (var row = 0u; row < STEP; row += 1u) {
    var right: array<vec2<i32>, PER>;
    for (var b = 0u; b < PER; b += 1u) {
      right[b] = digitsOf(1u, row, local.x + b * SIDE);
    }
    for (var a = 0u; a < PER; a += 1u) {
      let x = digitsOf(0u, row, local.y + a * SIDE);
      for (var b = 0u; b < PER; b += 1u) {
        let y = right[b];
        let k = a * PER + b;
        (*sums).low[k] += x.x * y.x;
        (*sums).mid[k] += x.x * y.y + x.y * y.x;
        (*sums).high[k] += x.y * y.y;
      }
    }
  }
  (*sums).steps += 1u;
  if ((*sums).steps == FLUSH_STEPS) {
    flush(sums);
  }
}

fn totalOf(sums: ptr<function, Sums>, k: u32) -> vec2<u32> {
  let sum = add64(add64(widened64((*sums).low[k]), shifted64((*sums).mid[k], 12u)), shifted64((*sums).high[k], 24u));
  return add64((*sums).total[k], sum);
}
