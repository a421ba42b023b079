// A function of every value of a long array. A loop: `Float64Array.from` with a function takes some ten times as long.

/** An array of `of(value, index)`. */
export function mapValues(values: ArrayLike<number>, of: (value: number, i: number) => number): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = of(values[i] as number, i);
  return out;
}
