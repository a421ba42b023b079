// The middle of White's estimator: Σ a x x′ with a = (w e/sigma)² over (1 − leverage) to the power of the type. Rows that
// are counted have w (e/sigma)² in it, as w rows have.

import type { BlockMoments, NumericColumn } from "#kernel/backend.ts";
import { packedIndex } from "../../moments/packed.ts";
import { tableRowOf } from "../../passes/pick.ts";
import { addCounts, countRows, type RowCount } from "../../passes/row-count.ts";
import type { RowPass } from "../../rows.ts";
import { type FittedModel, type Scores, scoresOf } from "./scores.ts";

/** A row whose leverage comes closer to 1 is fitted exactly: what is left of 1 − leverage is rounding. */
const SATURATED = 1e-10;

export interface MeatArgs {
  model: FittedModel;
  /** 0 for HC0 and HC1, 1 for HC2, 2 for HC3. */
  power: 0 | 1 | 2;
}

export interface Meat {
  rows: RowCount;
  /** Moments of the kept columns with weights a; null for a model without any. */
  moments: BlockMoments | null;
  /** Σ a. */
  weight: number;
  /** Rows of leverage 1, and the first of them, counted from 1 in the table; 0 where there is none. */
  nSaturated: number;
  firstSaturated: number;
}

/** @param counts the weights of rows that are counted, else null */
function weightsOf({ n, score, leverage }: Scores, power: number, counts: NumericColumn | null): Float64Array {
  const a = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const left = leverage ? 1 - (leverage[i] as number) : 1;
    const square = (score[i] as number) ** 2 / (counts?.[i] || 1);
    a[i] = left <= SATURATED ? 0 : square / (power === 2 ? left * left : left);
  }
  return a;
}

export const meatPass: RowPass<MeatArgs, Meat> = {
  async run(block, { model, power }, backend) {
    const scores = await scoresOf(block, model, backend, power > 0);
    const a = weightsOf(scores, power, model.counted ? (block.weights ?? null) : null);
    const { n, columns } = scores;
    const saturated = (scores.leverage ?? new Float64Array()).reduce((sum, h) => sum + (1 - h <= SATURATED ? 1 : 0), 0);
    const at = saturated === 0 ? 0 : (scores.leverage?.findIndex((h) => 1 - h <= SATURATED) ?? 0);
    return {
      rows: countRows(block),
      moments: columns.length === 0 ? null : await backend.moments({ n, columns, weights: a }),
      weight: a.reduce((sum, v) => sum + v, 0),
      nSaturated: saturated,
      firstSaturated: saturated === 0 ? 0 : tableRowOf(block, at) + 1,
    };
  },
  merge: (a, b, backend) => ({
    rows: addCounts(a.rows, b.rows),
    moments: a.moments && b.moments ? backend.merge(a.moments, b.moments) : null,
    weight: a.weight + b.weight,
    nSaturated: a.nSaturated + b.nSaturated,
    firstSaturated: a.firstSaturated || b.firstSaturated,
  }),
};

/** Σ a x x′ with x = (1, columns − centre), the 1 where there is an intercept: k×k, column-major. */
export function meatMatrix({ moments, weight }: Meat, { predictor, intercept }: FittedModel): Float64Array {
  const first = intercept ? 1 : 0;
  const p = predictor.beta.length;
  const k = p + first;
  const M = new Float64Array(k * k);
  const off = Array.from({ length: p }, (_, j) => (moments?.mean[j] as number) - (predictor.centre[j] as number));
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < p; i++) {
      const about = weight === 0 ? 0 : weight * (off[i] as number) * (off[j] as number);
      M[(j + first) * k + i + first] = (moments?.scatter[packedIndex(i, j)] as number) + about;
    }
    if (intercept) {
      const side = weight === 0 ? 0 : weight * (off[j] as number);
      M[(j + 1) * k] = side;
      M[j + 1] = side;
    }
  }
  if (intercept) M[0] = weight;
  return M;
}
