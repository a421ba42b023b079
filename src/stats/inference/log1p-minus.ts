// log(1 + x) − x and its neighbour, to full relative accuracy: the deviances that leading factors of tails are made of.

/** Series of atanh(r)/r − 1 over r² = s: s/3 + s²/5 + s³/7 + …, for 0 <= s < 1/4 or so. */
export function atanhExcess(s: number): number {
  let power = s;
  let sum = 0;
  for (let k = 3; power > 2e-17 * s; k += 2) {
    sum += power / k;
    power *= s;
  }
  return sum;
}

/**
 * log(ratio) − excess, where excess = ratio − 1 and both are given to full relative accuracy: 0 at ratio 1, negative
 * elsewhere. Near 1 the two nearly cancel, and log(1 + x) = 2 atanh(x/(2 + x)) is summed with that part taken out.
 */
export function logMinusExcess(ratio: number, excess: number): number {
  if (excess < -0.6 || excess > 1.5) return Math.log(ratio) - excess;
  if (excess === 0) return 0;
  const r = excess / (2 + excess);
  return r * (2 * atanhExcess(r * r) - excess);
}

/** log(1 + x) − x for x > −1. */
export function log1pMinus(x: number): number {
  return logMinusExcess(1 + x, x);
}
