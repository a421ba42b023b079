// Sums of 64 bits over slices: entry e of slice s at s·entries + e.

struct Shape {
  entries: u32,
  slices: u32,
}

@group(0) @binding(0) var<storage, read> sliced: array<vec2<u32>>;
@group(0) @binding(1) var<storage, read_write> whole: array<vec2<u32>>;
@group(0) @binding(2) var<uniform> shape: Shape;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= shape.entries) {
    return;
  }
  var total = vec2<u32>(0u);
  for (var slice = 0u; slice < shape.slices; slice += 1u) {
    total = add64(total, sliced[slice * shape.entries + id.x]);
  }
  whole[id.x] = total;
}
