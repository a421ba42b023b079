// Sums of products of the residuals with every column, with 1 and with themselves: the second half of a step. A workgroup
// sums one of them over a span of rows; the CPU adds the spans.

struct Shape {
  rows: u32,
  stride: u32,
  predictors: u32,
  span: u32,
}

@group(0) @binding(0) var<storage, read> values: array<f32>;
@group(0) @binding(1) var<storage, read> residuals: array<f32>;
// (span, product).
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;
@group(0) @binding(3) var<uniform> shape: Shape;

const LANES = 64u;

var<workgroup> lanes: array<f32, LANES>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let first = group.y * shape.span;
  let end = min(first + shape.span, shape.rows);
  var sum = 0.0;
  for (var i = first + lane; i < end; i += LANES) {
    let e = residuals[i];
    if (group.x < shape.predictors) {
      sum += e * values[group.x * shape.stride + i];
    } else if (group.x == shape.predictors) {
      sum += e;
    } else {
      sum += e * e;
    }
  }
  lanes[lane] = sum;
  workgroupBarrier();
  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      lanes[lane] += lanes[lane + half];
    }
    workgroupBarrier();
  }
  if (lane == 0u) {
    sums[group.y * groups.x + group.x] = lanes[0];
  }
}
