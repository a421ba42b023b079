// Centred second moments in plain TypeScript by the corrected two-pass algorithm (Chan, Golub and LeVeque, 1983).

import type { Block, BlockMoments, NumericColumn } from "../backend.ts";
import { mergeEmpty } from "../merge-empty.ts";
import { checkBlock, checkMergeable } from "../shapes.ts";

/** Rows that are centred at a time, so that a panel stays in the cache. */
const PANEL_ROWS = 256;

function totalWeight({ n, weights }: Block): { weight: number; counted: number } {
  if (!weights) return { weight: n, counted: n };
  let weight = 0;
  let counted = 0;
  for (const w of weights) {
    weight += w;
    if (w > 0) counted += 1;
  }
  return { weight, counted };
}

/** Σ w (x − origin). */
function sumAbout(origin: number, column: NumericColumn, weights: NumericColumn | undefined): number {
  let sum = 0;
  if (weights) for (let i = 0; i < column.length; i++) sum += (weights[i] as number) * ((column[i] as number) - origin);
  else for (let i = 0; i < column.length; i++) sum += (column[i] as number) - origin;
  return sum;
}

/** Mean, summed about the first value that counts, so that a column far from 0 keeps its digits. */
function meanOf(column: NumericColumn, weights: NumericColumn | undefined, weight: number): number {
  const counted = weights?.findIndex((w) => w > 0) ?? 0;
  const origin = column[counted] as number;
  return origin + sumAbout(origin, column, weights) / weight;
}

/** Rows from `from` on, centred and times √w, row-major by column: z[j·PANEL_ROWS + i]. */
function packPanel(block: Block, centre: Float64Array, from: number, z: Float64Array): number {
  const length = Math.min(PANEL_ROWS, block.n - from);
  for (const [j, column] of block.columns.entries()) {
    const c = centre[j] as number;
    const at = j * PANEL_ROWS;
    for (let i = 0; i < length; i++) z[at + i] = (column[from + i] as number) - c;
    const { weights } = block;
    if (weights) {
      for (let i = 0; i < length; i++) z[at + i] = (z[at + i] as number) * Math.sqrt(weights[from + i] as number);
    }
  }
  return length;
}

function addPanel(z: Float64Array, length: number, q: number, scatter: Float64Array): void {
  let at = 0;
  for (let j = 0; j < q; j++) {
    for (let i = 0; i <= j; i++) {
      let sum = 0;
      const a = i * PANEL_ROWS;
      const b = j * PANEL_ROWS;
      for (let k = 0; k < length; k++) sum += (z[a + k] as number) * (z[b + k] as number);
      scatter[at] = (scatter[at] as number) + sum;
      at += 1;
    }
  }
}

/** Moments of one block; all zeros where its weight is 0. */
export function moments(block: Block): BlockMoments {
  checkBlock(block);
  const q = block.columns.length;
  const scatter = new Float64Array((q * (q + 1)) / 2);
  const { weight, counted } = totalWeight(block);
  if (weight === 0) {
    return { n: counted, weight, mean: new Float64Array(q), scatter, shift: new Float64Array(q) };
  }
  const shift = Float64Array.from(block.columns, (column) => meanOf(column, block.weights, weight));
  const z = new Float64Array(q * PANEL_ROWS);
  for (let from = 0; from < block.n; from += PANEL_ROWS) {
    addPanel(z, packPanel(block, shift, from, z), q, scatter);
  }
  // Σ w (x − shift) is 0 but for the rounding of the shift; what is left corrects mean and scatter.
  const left = Float64Array.from(block.columns, (column, j) => sumAbout(shift[j] as number, column, block.weights));
  const mean = shift.map((k, j) => k + (left[j] as number) / weight);
  let at = 0;
  for (let j = 0; j < q; j++) {
    for (let i = 0; i <= j; i++) {
      const value = (scatter[at] as number) - ((left[i] as number) * (left[j] as number)) / weight;
      scatter[at] = i === j ? Math.max(0, value) : value;
      at += 1;
    }
  }
  return { n: counted, weight, mean, scatter, shift };
}

/** Moments of the rows of both (Chan, Golub and LeVeque, 1979; Pébay, 2008). The shift kept is that of `a`. */
export function merge(a: BlockMoments, b: BlockMoments): BlockMoments {
  checkMergeable(a, b);
  const trivial = mergeEmpty(a, b);
  if (trivial) return trivial;
  const weight = a.weight + b.weight;
  const share = b.weight / weight;
  const factor = a.weight * share;
  const delta = a.mean.map((m, j) => (b.mean[j] as number) - m);
  const mean = a.mean.map((m, j) => m + (delta[j] as number) * share);
  const scatter = a.scatter.map((c, k) => c + (b.scatter[k] as number));
  let at = 0;
  for (let j = 0; j < delta.length; j++) {
    const dj = (delta[j] as number) * factor;
    for (let i = 0; i <= j; i++) {
      scatter[at] = (scatter[at] as number) + (delta[i] as number) * dj;
      at += 1;
    }
  }
  return { n: a.n + b.n, weight, mean, scatter, shift: a.shift.slice() };
}
