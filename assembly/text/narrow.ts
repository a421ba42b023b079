// Values as f32, where every one of them survives.

/** Make n f64 into f32 at their beginning, unless one would not survive: then they are left as they are, and the answer is no. */
export function narrowValues(values: usize, n: usize): bool {
  for (let i: usize = 0; i < n; i++) {
    const value = load<f64>(values + i * 8);
    const lost = value - <f64>(<f32>value);
    if (lost < 0 || lost > 0) return false;
  }
  for (let i: usize = 0; i < n; i++) store<f32>(values + i * 4, <f32>load<f64>(values + i * 8));
  return true;
}
