// Exact sums of products of columns of whole numbers, |value| <= 8,355,711. A workgroup owns a slice of the rows and a pair
// of tiles of columns; each of its 16×16 invocations owns PER×PER sums, so that nothing is added by two. Digits, staging
// and accumulation are those of gram-packed.wgsl or gram-limbs.wgsl; PER comes with the text.

struct Shape {
  columns: u32,
  // Words of four rows in a column.
  stride: u32,
  // Steps of STEP rows in all, and in a slice.
  steps: u32,
  slice: u32,
}

const SIDE = 16u;
const TILE = SIDE * PER;
const STEP = 32u;
const QUADS = STEP / 4u;

// Column by column, four rows an element.
@group(0) @binding(0) var<storage, read> values: array<vec4<i32>>;
// A sum of 64 bits for each slice, pair of tiles and place in it; a dispatch adds to what is there.
@group(0) @binding(1) var<storage, read_write> sliced: array<vec2<u32>>;
@group(0) @binding(2) var<uniform> shape: Shape;

// Tiles (i, j), i <= j, in the order of a packed triangle.
fn tilesOf(pair: u32) -> vec2<u32> {
  var j = 0u;
  var i = pair;
  while (i > j) {
    j += 1u;
    i -= j;
  }
  return vec2<u32>(i, j);
}

fn quad(column: u32, step: u32, at: u32) -> vec4<i32> {
  if (column >= shape.columns) {
    return vec4<i32>(0);
  }
  return values[column * shape.stride + step * QUADS + at];
}

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_id) local: vec3<u32>,
  @builtin(local_invocation_index) index: u32,
) {
  let tiles = tilesOf(group.x) * TILE;
  let first = group.y * shape.slice;
  let end = min(first + shape.slice, shape.steps);
  var sums: Sums;
  for (var step = first; step < end; step += 1u) {
    for (var k = index; k < TILE * QUADS; k += SIDE * SIDE) {
      let column = k / QUADS;
      let at = k % QUADS;
      stage(0u, column, at, quad(tiles.x + column, step, at));
      stage(1u, column, at, quad(tiles.y + column, step, at));
    }
    workgroupBarrier();
    accumulate(&sums, local.xy);
    workgroupBarrier();
  }
  let base = (group.y * groups.x + group.x) * TILE * TILE;
  for (var a = 0u; a < PER; a += 1u) {
    for (var b = 0u; b < PER; b += 1u) {
      let at = base + (local.y + a * SIDE) * TILE + local.x + b * SIDE;
      sliced[at] = add64(sliced[at], totalOf(&sums, a * PER + b));
    }
  }
}
