// A quantile between two values of a sorted sample.

/** Quantile of ascending values by linear interpolation (type 7 of Hyndman and Fan, 1996, R's default). */
export function quantileOf(sorted: ArrayLike<number>, probability: number): number {
  const index = (sorted.length - 1) * probability;
  // As R does: an index that rounding put just below a whole one is that.
  const low = Math.floor(index + 4 * Number.EPSILON);
  const share = index - low;
  const at = sorted[low] ?? 0;
  return Math.abs(share) < 1e-12 ? at : (1 - share) * at + share * (sorted[low + 1] ?? at);
}
