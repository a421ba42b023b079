// Whether a device sums whole numbers right: nothing of it is trusted before.

import { type GpuGram, MAX_VALUE, type WholeColumns } from "./gram.ts";

/** Two tiles and more each way, and so few rows that doubles hold the sums: 64·MAX_VALUE² is below 2⁵². */
const COLUMNS = 70;
const ROWS = 64;
/** A whole chunk and some more of the largest products that there are: sums near the bounds of the accumulators. */
const TALL_ROWS = 17_000;

/** Whole numbers over the whole range, by a multiplicative hash of row and column. */
function valueAt(i: number, j: number): number {
  const hash = Math.imul(Math.imul(i + 1, 0x9e3779b1) ^ (j + 1), 0x85ebca6b) >>> 0;
  return Math.round((hash / 2 ** 32) * 2 * MAX_VALUE) - MAX_VALUE;
}

function columnsOf(n: number, q: number, value: (i: number, j: number) => number): WholeColumns {
  return {
    n,
    q,
    fill(target, from, count, stride) {
      for (let j = 0; j < q; j++) {
        for (let i = 0; i < stride; i++) target[j * stride + i] = i < count ? value(from + i, j) : 0;
      }
    },
  };
}

/** −MAX_VALUE, −1 and MAX_VALUE: the ends of every digit. */
const ends = (_: number, j: number): number => (j === 1 ? -1 : (j - 1) * MAX_VALUE);

/** Why a device is not to be trusted; null where its sums are right to the last bit. */
export async function whyWrong(gram: GpuGram): Promise<string | null> {
  const { sums } = await gram.products(columnsOf(ROWS, COLUMNS, valueAt));
  let at = 0;
  for (let j = 0; j < COLUMNS; j++) {
    for (let i = 0; i <= j; i++) {
      let sum = 0;
      for (let row = 0; row < ROWS; row++) sum += valueAt(row, i) * valueAt(row, j);
      if (Number(sums[at]) !== sum) return `a sum of products came out as ${sums[at]} where ${sum} is right`;
      at += 1;
    }
  }
  const tall = (await gram.products(columnsOf(TALL_ROWS, 3, ends))).sums;
  at = 0;
  for (let j = 0; j < 3; j++) {
    for (let i = 0; i <= j; i++) {
      const sum = BigInt(TALL_ROWS) * BigInt(ends(0, i)) * BigInt(ends(0, j));
      if (tall[at] !== sum) return `a sum of many products came out as ${tall[at]} where ${sum} is right`;
      at += 1;
    }
  }
  return null;
}
