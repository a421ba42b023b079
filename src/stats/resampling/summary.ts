// What the coefficients of many samples say of one: spread and bias.

/** Mean of each column of `rows`. */
export function columnMeans(rows: readonly (readonly number[])[]): number[] {
  const [first = []] = rows;
  return first.map((_, j) => {
    const origin = first[j] as number;
    return origin + rows.reduce((sum, row) => sum + ((row[j] as number) - origin), 0) / rows.length;
  });
}

/** Σ (value − mean)² of each column of `rows`. */
export function columnSquares(rows: readonly (readonly number[])[], means: readonly number[]): number[] {
  return means.map((mean, j) => rows.reduce((sum, row) => sum + ((row[j] as number) - mean) ** 2, 0));
}
