// From options to rules: how the rows of a model are dealt to folds, once the table's columns have been looked at.

import { LeastwiseError } from "#base/error.ts";
import { refuse } from "#base/refuse.ts";
import { tableRows } from "../passes/pick.ts";
import type { RowPass, Rows } from "../rows.ts";
import type { Moments } from "../types.ts";
import type { Dealing } from "./curve.ts";
import { type FoldRule, numberRows, type RowNumbers } from "./deal.ts";
import { type FoldSource, foldMoments } from "./fold-pass.ts";
import { dealGroups, dealOrder } from "./groups.ts";
import { checkFoldOptions, checkIds, checkWhole } from "./options.ts";
import { DEFAULT_SEED } from "./seed.ts";
import { expandingSplits, foldSplits, rollingSplits, type Split } from "./splits.ts";
import type { CrossValidation, FoldOptions } from "./types.ts";

/** The rows of a model and what of the table its folds may follow. */
export interface ResampledRows extends FoldSource {
  intercept: boolean;
  /** Rows of the table, used or not. */
  nTableRows: number;
  /** Codes of the column that `group` names, −1 where missing, and its levels. */
  group?: { codes: Int32Array; nLevels: number };
  /** Values of the column that `order` names, NaN where missing. */
  order?: Float64Array;
}

/** Rows dealt to folds, and the moments of each fold. */
export interface DealtRows {
  scheme: CrossValidation["scheme"];
  rules: FoldRule[];
  /** `[rule][fold]` */
  folds: Moments[][];
  numbers: RowNumbers;
}

export const usedRowsPass: RowPass<null, Float64Array[]> = {
  run: (block) => [tableRows(block)],
  merge: (a, b) => [...a, ...b],
};

async function usedRows(rows: Rows): Promise<Int32Array> {
  const parts = await rows.reduce(usedRowsPass, null);
  const all = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function missing(subject: string, row: number): never {
  const message = `${subject}, row ${row + 1}: must not be missing in a row that is used; got no value`;
  throw new LeastwiseError("missing-values", message, { at: { row: row + 1 } });
}

/** Fold of each row of the table, −1 for rows that are not used. */
function spread(used: Int32Array, folds: ArrayLike<number>, nTableRows: number): Int32Array {
  const ids = new Int32Array(nTableRows).fill(-1);
  for (let i = 0; i < used.length; i++) ids[used[i] as number] = folds[i] as number;
  return ids;
}

async function groupRule(data: ResampledRows, nFolds: number): Promise<FoldRule> {
  const { codes, nLevels } = data.group ?? { codes: new Int32Array(), nLevels: 0 };
  const used = await usedRows(data.rows);
  const sizes = new Int32Array(nLevels);
  for (const row of used) {
    const code = codes[row] as number;
    if (code < 0) missing("group", row);
    sizes[code] = (sizes[code] as number) + 1;
  }
  const nGroups = sizes.reduce((sum, size) => sum + (size > 0 ? 1 : 0), 0);
  if (nGroups < nFolds) refuse("folds", `be at most the number of groups, ${nGroups}`, nFolds);
  const foldOfGroup = dealGroups(sizes, nFolds);
  const folds = used.map((row) => foldOfGroup[codes[row] as number] as number);
  return { kind: "given", nFolds, ids: spread(used, folds, data.nTableRows) };
}

async function timeRule(data: ResampledRows, nBlocks: number): Promise<FoldRule> {
  const used = await usedRows(data.rows);
  const values = Float64Array.from(used, (row) => (data.order ? (data.order[row] as number) : row));
  const without = values.findIndex(Number.isNaN);
  if (without >= 0) missing("order", used[without] as number);
  return { kind: "given", nFolds: nBlocks, ids: spread(used, dealOrder(values, nBlocks), data.nTableRows) };
}

/** Blocks that time needs for K tests: those, and what the first of them trains on. */
function blocksFor(folds: number, { window, windowBlocks = 1 }: FoldOptions): number {
  return folds + (window === "rolling" ? windowBlocks : 1);
}

async function rulesOf(data: ResampledRows, options: FoldOptions, numbers: RowNumbers): Promise<FoldRule[]> {
  const { folds = 10, scheme = "shuffled", seed = DEFAULT_SEED, repeats = 1 } = options;
  if (folds instanceof Int32Array) {
    return [{ kind: "given", nFolds: checkIds(folds, data.nTableRows), ids: folds }];
  }
  checkWhole("folds", folds, 2);
  const nParts = scheme === "time" ? blocksFor(folds, options) : folds;
  if (nParts > numbers.n) refuse("folds", `be at most the number of rows used, ${numbers.n}`, nParts);
  if (scheme === "group") return [await groupRule(data, folds)];
  if (scheme === "time") return [await timeRule(data, nParts)];
  const { first, n } = numbers;
  return Array.from({ length: repeats }, (_, repeat) => ({
    kind: "shuffled",
    nFolds: folds,
    first,
    shuffle: { n, seed, repeat },
  }));
}

/** @throws LeastwiseError `bad-argument` for a fold whose rows weigh nothing */
function requireWeight(folds: readonly Moments[]): void {
  const empty = folds.findIndex(({ weight }) => weight === 0);
  if (empty >= 0) refuse(`fold ${empty}`, "hold a row that is used and has weight", "none");
}

/**
 * Deal the rows of a model to folds and take the moments of each in one pass.
 *
 * @throws LeastwiseError `bad-argument` for fewer than 2 folds, more folds than rows or groups, an empty fold, a bad seed;
 * `missing-values` where the column of groups or of the order has none in a row that is used
 */
export async function dealRows(data: ResampledRows, options: FoldOptions): Promise<DealtRows> {
  checkFoldOptions(options);
  const numbers = await numberRows(data.rows);
  const rules = await rulesOf(data, options, numbers);
  const folds = await foldMoments(data, rules);
  for (const states of folds) requireWeight(states);
  const scheme = options.folds instanceof Int32Array ? "given" : (options.scheme ?? "shuffled");
  return { scheme, rules, folds, numbers };
}

/** What each fold of one way of dealing trains on and is tested on. */
function splitsOf(folds: readonly Moments[], options: FoldOptions): Split[] {
  if (options.scheme !== "time") return foldSplits(folds);
  return options.window === "rolling" ? rollingSplits(folds, options.windowBlocks ?? 1) : expandingSplits(folds);
}

/** A way of dealing with the splits it makes; for time, the first blocks are not tested. */
export function dealingOf(folds: readonly Moments[], options: FoldOptions, rule: FoldRule | null): Dealing {
  const splits = splitsOf(folds, options);
  const untested = folds.length - splits.length;
  return { splits, rule, tested: splits.map((_, k) => k + untested) };
}
