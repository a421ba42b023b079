// The data that all contenders read: seeded, and raw little-endian f64 column after column, the response first, because
// that is what a page, numpy and R can all read without a parser.

import { openBackend } from "#kernel/choose.ts";

/** Seed of the data. */
const SEED = 20_242;
/** Rows drawn at a time. */
const STRETCH = 1_000_000;
/** The response depends on this many predictors, however many there are. */
const IN_RESPONSE = 20;

/** Where column j of a file begins to be written, and its bytes. */
type WriteColumn = (j: number, bytes: Uint8Array) => void;

/**
 * Make `predictors` normal columns that share a factor (each pair correlates at 0.2) about different means, and a response
 * that three in four of the first 20 move. Column 0 is the response.
 */
export async function writePeerData(rows: number, predictors: number, write: WriteColumn): Promise<void> {
  const stream = (await openBackend("auto")).backend.random(SEED);
  const draw = (mean: number) => {
    const values = new Float64Array(rows);
    for (let from = 0; from < rows; from += STRETCH) {
      values.set(stream.normal(Math.min(STRETCH, rows - from), mean, 1), from);
    }
    return values;
  };
  const shared = draw(0);
  const y = draw(0);
  for (let j = 1; j <= predictors; j++) {
    const x = draw(j);
    const beta = j > IN_RESPONSE || j % 4 === 0 ? 0 : 1 / (1 + j);
    for (let i = 0; i < rows; i++) {
      const value = (x[i] as number) + 0.5 * (shared[i] as number);
      x[i] = value;
      y[i] = (y[i] as number) + beta * value;
    }
    write(j, bytesOf(x));
  }
  write(0, bytesOf(y));
}

/** The machines that Chromium, R and numpy run on are little-endian; elsewhere bytes would have to be turned. */
function bytesOf({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}
