// Three balanced digits of 8 bits a value, four rows a word, multiplied by the packed dot product of the language. Products
// are at most 2^14, three a row in one accumulator: exact to 43,690 rows, and a slice never has as many.

// Of the left and the right tile: (quad, digit, column).
var<workgroup> staged: array<array<u32, TILE * QUADS * 3u>, 2>;

struct Sums {
  // By the sum of the places of two digits, each for all products of this invocation.
  d0: array<i32, PER * PER>,
  d1: array<i32, PER * PER>,
  d2: array<i32, PER * PER>,
  d3: array<i32, PER * PER>,
  d4: array<i32, PER * PER>,
}

fn stage(side: u32, column: u32, at: u32, rows: vec4<i32>) {
  // Adding 128 to each digit leaves bytes without borrows; flipping their top bits takes it away again.
  let bytes = vec4<u32>(rows + vec4<i32>(0x808080)) ^ vec4<u32>(0x808080u);
  for (var digit = 0u; digit < 3u; digit += 1u) {
    let b = (bytes >> vec4<u32>(8u * digit)) & vec4<u32>(0xffu);
    staged[side][(at * 3u + digit) * TILE + column] = b.x | (b.y << 8u) | (b.z << 16u) | (b.w << 24u);
  }
}

fn digitsOf(side: u32, at: u32, column: u32) -> vec3<u32> {
  let base = at * 3u * TILE + column;
  return vec3<u32>(staged[side][base], staged[side][base + TILE], staged[side][base + 2u * TILE]);
}

fn accumulate(sums: ptr<function, Sums>, local: vec2<u32>) {
  for (var at = 0u; at < QUADS; at += 1u) {
    var right: array<vec3<u32>, PER>;
    for (var b = 0u; b < PER; b += 1u) {
      right[b] = digitsOf(1u, at, local.x + b * SIDE);
    }
    for (var a = 0u; a < PER; a += 1u) {
      let x = digitsOf(0u, at, local.y + a * SIDE);
      for (var b = 0u; b < PER; b += 1u) {
        let y = right[b];
        let k = a * PER + b;
        (*sums).d0[k] += dot4I8Packed(x.x, y.x);
        (*sums).d1[k] += dot4I8Packed(x.x, y.y) + dot4I8Packed(x.y, y.x);
        (*sums).d2[k] += dot4I8Packed(x.x, y.z) + dot4I8Packed(x.y, y.y) + dot4I8Packed(x.z, y.x);
        (*sums).d3[k] += dot4I8Packed(x.y, y.z) + dot4I8Packed(x.z, y.y);
        (*sums).d4[k] += dot4I8Packed(x.z, y.z);
      }
    }
  }
}

fn totalOf(sums: ptr<function, Sums>, k: u32) -> vec2<u32> {
  var total = add64(widened64((*sums).d0[k]), shifted64((*sums).d1[k], 8u));
  total = add64(total, shifted64((*sums).d2[k], 16u));
  total = add64(total, shifted64((*sums).d3[k], 24u));
  return add64(total, vec2<u32>(0u, u32((*sums).d4[k])));
}
