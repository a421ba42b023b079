// The yardstick of the benchmark: centre the columns, then the obvious triple loop with one sum. No model uses it.

/** Write the moments (n, weight, mean[q], packed scatter) of n rows of q f64 columns, which are centred in place. */
export function gramNaive(columns: usize, n: usize, q: usize, state: usize): void {
  store<f64>(state, <f64>n);
  store<f64>(state, <f64>n, 8);
  let out = state + 16;
  for (let j: usize = 0; j < q; j++, out += 8) {
    const x = <usize>load<u32>(columns + j * 8);
    let sum: f64 = 0;
    for (let i: usize = 0; i < n; i++) sum += load<f64>(x + i * 8);
    const mean = sum / <f64>n;
    for (let i: usize = 0; i < n; i++) store<f64>(x + i * 8, load<f64>(x + i * 8) - mean);
    store<f64>(out, mean);
  }
  for (let j: usize = 0; j < q; j++) {
    const y = <usize>load<u32>(columns + j * 8);
    for (let i: usize = 0; i <= j; i++, out += 8) {
      const x = <usize>load<u32>(columns + i * 8);
      let sum: f64 = 0;
      for (let k: usize = 0; k < n; k++) sum += load<f64>(x + k * 8) * load<f64>(y + k * 8);
      store<f64>(out, sum);
    }
  }
}
