// Empirical distributions as different values in increasing order, with how often each is there.

/** Value i occurs count[i] > 0 times; values strictly increase. */
export interface Distribution {
  value: readonly number[];
  count: readonly number[];
}

/** The distribution of values that are sorted already. */
export function distributionOf(sorted: ArrayLike<number>): Distribution {
  const value: number[] = [];
  const count: number[] = [];
  for (let i = 0; i < sorted.length; i++) {
    const x = sorted[i] as number;
    const last = value.length - 1;
    if (last >= 0 && value[last] === x) count[last] = (count[last] as number) + 1;
    else {
      value.push(x);
      count.push(1);
    }
  }
  return { value, count };
}

/** Both distributions on the values of either, in order: how often each occurs in a and in b. */
export function together(a: Distribution, b: Distribution): { value: number[]; a: number[]; b: number[] } {
  const joint: { value: number[]; a: number[]; b: number[] } = { value: [], a: [], b: [] };
  let i = 0;
  let j = 0;
  while (i < a.value.length || j < b.value.length) {
    const x = a.value[i] ?? Number.POSITIVE_INFINITY;
    const y = b.value[j] ?? Number.POSITIVE_INFINITY;
    joint.value.push(Math.min(x, y));
    joint.a.push(x <= y ? (a.count[i++] as number) : 0);
    joint.b.push(y <= x ? (b.count[j++] as number) : 0);
  }
  return joint;
}
