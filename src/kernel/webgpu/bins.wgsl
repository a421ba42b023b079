// Counts of pairs of doubles by cell. There are no doubles here: their bits, as whole numbers, have the same order.

struct Shape {
  rows: u32,
  // Ends of the cells, one more than there are cells.
  xEnds: u32,
  yEnds: u32,
}

// Of each double (low, high) words.
@group(0) @binding(0) var<storage, read> xs: array<vec2<u32>>;
@group(0) @binding(1) var<storage, read> ys: array<vec2<u32>>;
@group(0) @binding(2) var<storage, read> xEdges: array<vec2<u32>>;
@group(0) @binding(3) var<storage, read> yEdges: array<vec2<u32>>;
@group(0) @binding(4) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(5) var<uniform> shape: Shape;

const SIGN = 0x80000000u;

// Negative numbers count down as their bits count up; −0 is 0.
fn key(bits: vec2<u32>) -> vec2<u32> {
  if (bits.y == SIGN && bits.x == 0u) {
    return vec2<u32>(0u, SIGN);
  }
  if ((bits.y & SIGN) != 0u) {
    return ~bits;
  }
  return vec2<u32>(bits.x, bits.y | SIGN);
}

fn isNan(bits: vec2<u32>) -> bool {
  let high = bits.y & 0x7fffffffu;
  return high > 0x7ff00000u || (high == 0x7ff00000u && bits.x != 0u);
}

fn atLeast(a: vec2<u32>, b: vec2<u32>) -> bool {
  return a.y > b.y || (a.y == b.y && a.x >= b.x);
}

// The cell that holds a value among its edges: the last edge at or below it, and the last cell for the very end; else the
// number of edges.
fn cellOf(bits: vec2<u32>, edges: ptr<storage, array<vec2<u32>>, read>, ends: u32) -> u32 {
  let value = key(bits);
  let last = ends - 1u;
  if (isNan(bits) || !atLeast(value, key((*edges)[0])) || !atLeast(key((*edges)[last]), value)) {
    return ends;
  }
  var low = 0u;
  var high = last;
  while (high - low > 1u) {
    let middle = (low + high) / 2u;
    if (atLeast(value, key((*edges)[middle]))) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= shape.rows) {
    return;
  }
  let column = cellOf(xs[id.x], &xEdges, shape.xEnds);
  let row = cellOf(ys[id.x], &yEdges, shape.yEnds);
  if (column < shape.xEnds && row < shape.yEnds) {
    atomicAdd(&counts[row * (shape.xEnds - 1u) + column], 1u);
  }
}
