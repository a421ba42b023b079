// Columns of whole numbers and their exact Gram in plain TypeScript, the oracle of the GPU's.

import { randomStream } from "#kernel/reference/random.ts";
import { MAX_VALUE, type WholeColumns } from "#kernel/webgpu/gram.ts";

/** Columns that a job reads. */
export function wholeColumns(columns: readonly Int32Array[]): WholeColumns {
  return {
    n: columns[0]?.length ?? 0,
    q: columns.length,
    fill(target, from, count, stride) {
      for (const [j, column] of columns.entries()) {
        target.set(column.subarray(from, from + count), j * stride);
        target.fill(0, j * stride + count, (j + 1) * stride);
      }
    },
  };
}

/** Whole numbers over the range |value| <= most. */
export function randomWhole(n: number, q: number, seed: number, most = MAX_VALUE): Int32Array[] {
  const stream = randomStream(seed);
  return Array.from({ length: q }, () => Int32Array.from(stream.uniform(n, -most, most), Math.round));
}

/** Packed triangle of the sums of products. Halves of 12 bits keep every partial sum in the range of doubles. */
export function exactGram(columns: readonly Int32Array[]): BigInt64Array {
  const q = columns.length;
  const high = columns.map((column) => column.map((value) => value >> 12));
  const low = columns.map((column) => column.map((value) => value & 4095));
  const sums = new BigInt64Array((q * (q + 1)) / 2);
  const dot = (a: Int32Array, b: Int32Array) => BigInt(a.reduce((sum, value, k) => sum + value * (b[k] as number), 0));
  let at = 0;
  for (let j = 0; j < q; j++) {
    for (let i = 0; i <= j; i++) {
      const [ah, al, bh, bl] = [high[i], low[i], high[j], low[j]] as [Int32Array, Int32Array, Int32Array, Int32Array];
      sums[at] = (dot(ah, bh) << 24n) + ((dot(ah, bl) + dot(al, bh)) << 12n) + dot(al, bl);
      at += 1;
    }
  }
  return sums;
}
