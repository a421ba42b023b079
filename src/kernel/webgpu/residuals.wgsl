// Residuals of a linear predictor over columns in f32: the first half of a step of gradient descent.

struct Shape {
  rows: u32,
  // Rows that a column takes in memory.
  stride: u32,
  predictors: u32,
  // Rows that a workgroup of the second half sums.
  span: u32,
}

// Columns of predictors, then the response.
@group(0) @binding(0) var<storage, read> values: array<f32>;
// Coefficients, then the level.
@group(0) @binding(1) var<storage, read> beta: array<f32>;
@group(0) @binding(2) var<storage, read_write> residuals: array<f32>;
@group(0) @binding(3) var<uniform> shape: Shape;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= shape.rows) {
    return;
  }
  var fitted = beta[shape.predictors];
  for (var j = 0u; j < shape.predictors; j += 1u) {
    fitted += beta[j] * values[j * shape.stride + id.x];
  }
  residuals[id.x] = values[shape.predictors * shape.stride + id.x] - fitted;
}
