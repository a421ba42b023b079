// The value of a linear predictor some way from where it is known, in twice the working precision: the sum may cancel.

const SPLITTER = 2 ** 27 + 1;

/** A value and a small correction to it, not yet added up. */
export interface Split {
  value: number;
  correction: number;
}

/** The rounding error of the product of a and b (Dekker 1971). */
function productError(a: number, b: number, product: number): number {
  const ta = SPLITTER * a;
  const ah = ta - (ta - a);
  const al = a - ah;
  const tb = SPLITTER * b;
  const bh = tb - (tb - b);
  const bl = b - bh;
  return al * bl - (product - ah * bh - al * bh - ah * bl);
}

/** level + Σ beta[j]·move[j], rounded once at the end (Ogita, Rump and Oishi 2005, Dot2). */
export function levelAfter(level: Split, beta: readonly Split[], move: readonly number[]): number {
  let sum = level.value;
  let low = level.correction;
  for (const [j, { value, correction }] of beta.entries()) {
    const distance = move[j] as number;
    const product = value * distance;
    const next = sum + product;
    const back = next - sum;
    low += sum - (next - back) + (product - back) + productError(value, distance, product) + correction * distance;
    sum = next;
  }
  return sum + low;
}
