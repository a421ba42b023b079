// Where glmnet would end its grid.

/** glmnet ends a grid after this many lambdas where the explained share is above 0.999 or grew by less than 1e-5 of itself. */
const EARLY = { after: 5, share: 0.999, gain: 1e-5 };

/** Whether a grid ends with solution k, given the explained shares up to it. */
export function endsEarly(shares: readonly number[], k: number): boolean {
  const share = shares[k] as number;
  const gain = share - (shares[k - 1] ?? 0);
  return k + 1 >= EARLY.after && (share > EARLY.share || gain < EARLY.gain * share);
}

/** Number of lambdas that are kept. */
export function lambdasKept(shares: readonly number[]): number {
  const at = shares.findIndex((_, k) => endsEarly(shares, k));
  return at < 0 ? shares.length : at + 1;
}
