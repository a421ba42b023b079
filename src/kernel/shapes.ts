// Checks of what a backend is given, shared by all backends. Values are the caller's business; shapes are checked here.

import { areEdges, binEdges } from "#base/bin-edges.ts";
import { LeastwiseError } from "#base/error.ts";
import type {
  BinGrid,
  Block,
  BlockMoments,
  DescentProblem,
  DiagnoseRequest,
  ExactBlock,
  ExactOrigin,
  Folds,
  LinearPredictor,
  PlaceKey,
} from "./backend.ts";

function refuse(message: string, value: unknown): never {
  throw new LeastwiseError("bad-argument", message, { value });
}

/** Throws `bad-argument` unless the block has columns, and every column and the weights hold n values. */
export function checkBlock(block: Block): void {
  if (block.columns.length === 0) refuse("block.columns: must not be empty; got 0", 0);
  checkDesign(block);
}

/** Throws `bad-argument` unless every column, of which there may be none, and the weights hold n values. */
export function checkDesign({ n, columns, weights }: Block): void {
  if (!Number.isInteger(n) || n < 0) refuse(`block.n: must be an integer >= 0; got ${n}`, n);
  for (const [j, column] of columns.entries()) {
    if (column.length !== n) refuse(`block.columns[${j}]: must hold ${n} values; got ${column.length}`, column.length);
  }
  if (weights && weights.length !== n) {
    refuse(`block.weights: must hold ${n} values; got ${weights.length}`, weights.length);
  }
}

/** Throws `bad-argument` unless there is a number, or a place in the order, for each of n rows, and a fold. */
export function checkFolds(folds: Folds, nFolds: number, n: number): void {
  if (!Number.isInteger(nFolds) || nFolds < 1) refuse(`nFolds: must be an integer >= 1; got ${nFolds}`, nFolds);
  if (!(folds instanceof Int32Array)) checkStretch(folds.order.n, folds.from, n);
  else if (folds.length !== n) refuse(`folds: must hold ${n} values; got ${folds.length}`, folds.length);
}

/** Throws `bad-argument` unless the block is one, and there is a low part, a scale and a centre for each of its columns. */
export function checkExact(block: ExactBlock, { scale, centre }: ExactOrigin): void {
  checkBlock(block);
  const { n, columns, low } = block;
  const q = columns.length;
  if (low.length !== q) refuse(`block.low: must hold ${q} columns; got ${low.length}`, low.length);
  for (const [j, column] of low.entries()) {
    if (column && column.length !== n) {
      refuse(`block.low[${j}]: must hold ${n} values; got ${column.length}`, column.length);
    }
  }
  if (scale.length !== q) refuse(`origin.scale: must hold ${q} values; got ${scale.length}`, scale.length);
  if (centre.hi.length !== q) refuse(`origin.centre: must hold ${q} values; got ${centre.hi.length}`, centre.hi.length);
}

/** Throws `bad-argument` unless the predictor has one coefficient and one centre for each of p columns. */
export function checkPredictor({ beta, centre }: LinearPredictor, p: number): void {
  if (beta.length !== p) refuse(`predictor.beta: must hold ${p} values; got ${beta.length}`, beta.length);
  if (centre.length !== p) refuse(`predictor.centre: must hold ${p} values; got ${centre.length}`, centre.length);
}

/** Throws `bad-argument` unless the request fits a block of p predictors and a response. */
export function checkRequest({ predictor, whiten, nTop }: DiagnoseRequest, p: number): void {
  checkPredictor(predictor, p);
  checkMatrix("whiten.R", whiten.R, p);
  if (!Number.isInteger(nTop) || nTop < 0) refuse(`nTop: must be an integer >= 0; got ${nTop}`, nTop);
}

/** Cells of a grid at most: three megabytes of counts and sums a superblock. */
const MAX_CELLS = 2 ** 18;

/** Throws `bad-argument` unless the block has two columns, or three, and the grid has edges. */
export function checkBins(block: Block, { x, y, origin }: BinGrid): void {
  checkBlock(block);
  const q = block.columns.length;
  if (q !== 2 && q !== 3) refuse(`block.columns: must be 2 or 3; got ${q}`, q);
  for (const [name, { from, to, n }] of Object.entries({ x, y })) {
    if (!Number.isInteger(n) || n < 1) refuse(`${name}.n: must be a whole number >= 1; got ${n}`, n);
    if (x.n * y.n > MAX_CELLS) refuse(`grid: must have at most ${MAX_CELLS} cells; got ${x.n * y.n}`, x.n * y.n);
    if (!areEdges(binEdges({ from, to, n }))) {
      refuse(`${name}: must be finite, and wide enough for ${n} cells; got ${from} to ${to}`, [from, to]);
    }
  }
  if (!Number.isFinite(origin)) refuse(`origin: must be finite; got ${origin}`, origin);
}

/** Throws `bad-argument` unless two states are of the same columns. */
export function checkMergeable(a: BlockMoments, b: BlockMoments): void {
  const q = a.mean.length;
  if (b.mean.length !== q) refuse(`merge: both states must have ${q} columns; got ${b.mean.length}`, b.mean.length);
}

/** Throws `bad-argument` unless `values` is a whole p×nColumns matrix. */
export function checkMatrix(name: string, values: Float64Array, p: number, nColumns = p): void {
  const size = p * nColumns;
  if (values.length !== size) refuse(`${name}: must hold ${p}×${nColumns} values; got ${values.length}`, values.length);
}

/** Throws `bad-argument` unless every part of a descent holds a value a term, and there is a pair of penalties each. */
export function checkDescent(
  problem: DescentProblem,
  lambda1: Float64Array,
  lambda2: Float64Array,
  start?: Float64Array,
): void {
  const { p, A, ...columns } = problem;
  checkMatrix("A", A, p);
  for (const [name, values] of Object.entries(columns)) checkMatrix(name, values, p, 1);
  checkMatrix("lambda2", lambda2, lambda1.length, 1);
  if (start) checkMatrix("start", start, p, 1);
}

/** The seed as an unsigned 32-bit integer; throws `bad-argument` where it is none. */
export function checkSeed(seed: number): number {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffff_ffff) {
    refuse(`seed: must be an integer from 0 to 4294967295; got ${seed}`, seed);
  }
  return seed;
}

/** The number of draws; throws `bad-argument` where it is no count. */
export function checkCount(n: number): number {
  if (!Number.isInteger(n) || n < 0 || n > 0x7fff_ffff)
    refuse(`n: must be an integer from 0 to 2147483647; got ${n}`, n);
  return n;
}

/** Throws `bad-argument` unless `length` numbers from `from` on are below n, and n is at most 2³⁰. */
export function checkStretch(n: number, from: number, length: number): void {
  if (n > 2 ** 30) refuse(`n: must be at most 2^30; got ${n}`, n);
  const inside = Number.isInteger(from) && Number.isInteger(length) && from >= 0 && length >= 0 && from + length <= n;
  if (!inside) refuse(`stretch: must lie within 0 to ${n}; got ${from} to ${from + length}`, from);
}

/** Probability of a Bernoulli draw; throws `bad-argument` outside [0, 1]. */
export function checkProbability(p: number): number {
  if (!(p >= 0 && p <= 1)) refuse(`p: must be from 0 to 1; got ${p}`, p);
  return p;
}

/** Throws `bad-argument` unless seed and stream are 32-bit integers and the places lie within 0 to 2³². */
export function checkPlaces({ seed, stream }: PlaceKey, from: number, length: number): void {
  checkSeed(seed);
  if (!Number.isInteger(stream) || stream < 0 || stream > 0xffff_ffff) {
    refuse(`stream: must be an integer from 0 to 4294967295; got ${stream}`, stream);
  }
  checkCount(length);
  if (!Number.isInteger(from) || from < 0 || from + length > 2 ** 32) {
    refuse(`places: must lie within 0 to 2^32; got ${from} to ${from + length}`, from);
  }
}
