// What the coefficients of many samples say of one: spread, bias, quantiles.

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

/** Quantile of sorted values by linear interpolation (type 7 of Hyndman and Fan, 1996, R's default). */
export function quantileOf(sorted: ArrayLike<number>, probability: number): number {
  const place = (sorted.length - 1) * probability;
  const below = Math.floor(place);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (place - below) * (high - low);
}
