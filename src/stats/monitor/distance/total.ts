// The sum of counts, exact below 2^53.

export function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
