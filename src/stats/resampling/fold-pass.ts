// One pass over the rows that gives the moments of every fold, for every way of dealing asked for.

import { log } from "#base/elementary.ts";
import type { Backend, BlockMoments, Folds, NumericColumn } from "#kernel/backend.ts";
import { withWeights } from "../moments/frequency.ts";
import { toMoments } from "../moments/state.ts";
import type { RowBlock, RowPass, Rows } from "../rows.ts";
import type { Moments, WeightsAre } from "../types.ts";
import { type FoldRule, foldsOf } from "./deal.ts";

interface FoldState {
  moments: BlockMoments;
  /** Σ log w over rows with weight > 0. */
  sumLogWeight: number;
}

function addLogs(weights: NumericColumn, folds: Int32Array, sums: Float64Array): void {
  for (let i = 0; i < folds.length; i++) {
    const fold = folds[i] as number;
    const w = weights[i] as number;
    if (fold >= 0 && w > 0) sums[fold] = (sums[fold] as number) + log(w);
  }
}

/** Folds as a backend takes them: those of a shuffled order need not be listed. */
function dealt(block: RowBlock, rule: FoldRule, backend: Pick<Backend, "shuffle">): Folds {
  if (rule.kind !== "shuffled") return foldsOf(block, rule, backend);
  return { order: rule.shuffle, from: rule.first[block.superblock] as number };
}

export const foldPass: RowPass<readonly FoldRule[], FoldState[][]> = {
  async run(block, rules, backend) {
    const results: FoldState[][] = [];
    for (const rule of rules) {
      const logs = new Float64Array(rule.nFolds);
      if (block.weights) addLogs(block.weights, foldsOf(block, rule, backend), logs);
      const states = await backend.foldMoments(block, dealt(block, rule, backend), rule.nFolds);
      results.push(states.map((moments, k) => ({ moments, sumLogWeight: logs[k] as number })));
    }
    return results;
  },
  merge: (a, b, backend) =>
    a.map((states, r) =>
      states.map(({ moments, sumLogWeight }, k) => {
        const other = b[r]?.[k] as FoldState;
        return {
          moments: backend.merge(moments, other.moments),
          sumLogWeight: sumLogWeight + other.sumLogWeight,
        };
      }),
    ),
};

/** Whose moments are taken: a model's rows, the names of its columns, the response's last, and what their weights count. */
export interface FoldSource {
  rows: Rows;
  names: string[];
  weightsAre?: WeightsAre | undefined;
}

/** Moments of each fold, `[rule][fold]`. A fold without rows has no weight. */
export async function foldMoments(source: FoldSource, rules: readonly FoldRule[]): Promise<Moments[][]> {
  const { rows, names, weightsAre } = source;
  const results: Moments[][] = [];
  for (const states of await rows.reduce(foldPass, rules)) {
    const folds: Moments[] = [];
    for (const { moments, sumLogWeight } of states) {
      await rows.turn();
      folds.push(withWeights(toMoments(moments, names, sumLogWeight), weightsAre));
    }
    results.push(folds);
  }
  return results;
}
