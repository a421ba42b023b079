// Rows picked out of columns, by what they are labelled with: what any pass can be run on, at the cost of a copy.

type NumericColumn = Float64Array | Float32Array;

/** Columns of n values each, and perhaps weights. */
interface Rows {
  n: number;
  columns: readonly NumericColumn[];
  weights?: NumericColumn | undefined;
}

function pick(values: NumericColumn, at: readonly number[]): NumericColumn {
  const own = values instanceof Float32Array ? new Float32Array(at.length) : new Float64Array(at.length);
  for (let i = 0; i < at.length; i++) own[i] = values[at[i] as number] as number;
  return own;
}

/** A copy of the rows whose label is `label`, in their order. */
export function rowsOf({ n, columns, weights }: Rows, labels: Int32Array, label: number): Required<Rows> {
  const at: number[] = [];
  for (let i = 0; i < n; i++) if (labels[i] === label) at.push(i);
  return { n: at.length, columns: columns.map((column) => pick(column, at)), weights: weights && pick(weights, at) };
}
