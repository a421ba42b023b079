// Checks of what resampling is asked with, beside those of the path.

import { refuse } from "#base/refuse.ts";
import { checkSeed } from "./seed.ts";
import type { FoldOptions, SearchOptions, ValidationOptions } from "./types.ts";

/** @throws LeastwiseError `bad-argument` unless `value` is an integer from `low` to `high` */
export function checkWhole(subject: string, value: number, low: number, high = Number.MAX_SAFE_INTEGER): number {
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  const rule = high === Number.MAX_SAFE_INTEGER ? `be an integer >= ${low}` : `be an integer from ${low} to ${high}`;
  return refuse(subject, rule, value);
}

/** @throws LeastwiseError `bad-argument` unless every value is a probability between 0 and 1, ends left out */
function checkQuantiles(quantiles: readonly number[]): void {
  if (!Array.isArray(quantiles)) refuse("quantiles", "be a list of numbers", quantiles);
  for (const [k, quantile] of quantiles.entries()) {
    if (!(quantile > 0 && quantile < 1)) refuse(`quantiles[${k}]`, "be between 0 and 1", quantile);
  }
}

const SCHEMES = ["shuffled", "time", "group", "leave-one-out"];

/** A number of rows' fold ids, checked: whole, from 0 to K − 1, none of them without a row. Gives K. */
export function checkIds(ids: Int32Array, nRows: number): number {
  if (ids.length !== nRows) refuse("folds", `hold one number for each of ${nRows} rows`, ids.length);
  let last = -1;
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] as number;
    if (id < 0) refuse(`folds, row ${i + 1}`, "be >= 0", id);
    if (id > last) last = id;
  }
  if (last + 1 > nRows) refuse("folds", `be from 0 to K - 1 with K at most ${nRows}`, last);
  return checkWhole("folds, their number", last + 1, 2);
}

/** @throws LeastwiseError `bad-argument` for an option of the wrong kind, or two that do not go together */
export function checkFoldOptions(options: FoldOptions): void {
  const { folds = 10, scheme = "shuffled", seed, repeats = 1, window = "expanding", windowBlocks } = options;
  if (!SCHEMES.includes(scheme)) refuse("scheme", `be one of ${SCHEMES.join(", ")}`, scheme);
  if (!(folds instanceof Int32Array)) checkWhole("folds", folds, 2);
  else if (scheme !== "shuffled") refuse("folds", `be a number where scheme is "${scheme}"`, "fold ids");
  if (seed !== undefined) checkSeed(seed);
  checkWhole("repeats", repeats, 1, 1000);
  if (repeats > 1 && (scheme !== "shuffled" || folds instanceof Int32Array)) {
    refuse("repeats", "be 1 where folds are not drawn", repeats);
  }
  if (window !== "expanding" && window !== "rolling") refuse("window", 'be "expanding" or "rolling"', window);
  if (windowBlocks !== undefined) {
    checkWhole("windowBlocks", windowBlocks, 1);
    if (window !== "rolling") refuse("windowBlocks", 'be given with window "rolling" only', windowBlocks);
  }
  if (scheme !== "time") {
    if (options.order !== undefined) refuse("order", 'be given with scheme "time" only', options.order);
    if (options.window !== undefined) refuse("window", 'be given with scheme "time" only', options.window);
  }
  if ((scheme === "group") !== (options.group !== undefined)) {
    refuse("group", 'name a column with scheme "group", and only there', options.group);
  }
}

function checkSearch(search: SearchOptions): void {
  if (search.kind === "random") checkWhole("search.nTrials", search.nTrials, 1, 10_000);
  else if (search.kind === "narrowing") {
    checkWhole("search.rounds", search.rounds ?? 1, 1, 20);
    checkWhole("search.nL1Ratios", search.nL1Ratios ?? 1, 1, 100);
  } else refuse("search.kind", 'be "random" or "narrowing"', (search as { kind: unknown }).kind);
}

/** @throws LeastwiseError `bad-argument` */
export function checkValidationOptions(options: ValidationOptions): void {
  checkFoldOptions(options);
  const { l1Ratio = 1, search, rowErrors = false } = options;
  const shares = typeof l1Ratio === "number" ? [l1Ratio] : l1Ratio;
  if (!Array.isArray(shares) || shares.length === 0) refuse("l1Ratio", "be a number or a list of numbers", l1Ratio);
  for (const share of shares) if (!(share >= 0 && share <= 1)) refuse("l1Ratio", "be from 0 to 1", share);
  if (typeof rowErrors !== "boolean") refuse("rowErrors", "be true or false", rowErrors);
  if (options.quantiles) checkQuantiles(options.quantiles);
  if (rowErrors && options.scheme === "leave-one-out")
    refuse("rowErrors", "not be given with leave-one-out", rowErrors);
  if (search) {
    checkSearch(search);
    if (options.lambdas) refuse("lambdas", "not be given with search, which makes its own", "both");
    if (options.scheme === "leave-one-out") refuse("search", "not be given with leave-one-out", search.kind);
  }
}
