// The rows of a planned model, superblock by superblock: what `stats` asks for, from a backend, in one fixed tree.

import { mergeTree } from "#base/superblock.ts";
import { expandExact } from "#formula/exact.ts";
import { expandRows } from "#formula/expand.ts";
import type { ShuffleRows } from "#formula/target.ts";
import type { Plan } from "#formula/types.ts";
import type { Backend, NumericColumn } from "#kernel/backend.ts";
import { withWeights } from "#stats/moments/frequency.ts";
import { toMoments } from "#stats/moments/state.ts";
import { momentsPass } from "#stats/passes/moments.ts";
import { pickRows } from "#stats/passes/pick.ts";
import { residualPass } from "#stats/passes/residuals.ts";
import type { ExactRowBlock, ExactRowPass, RowBlock, RowPass, Rows } from "#stats/rows.ts";
import type { Table } from "#table/types.ts";
import type { Pace } from "./pace.ts";
import type { Weights } from "./weights.ts";

/** What a model's rows are made of. */
export interface RowsSource {
  plan: Plan;
  table: Table;
  weights: Weights | null;
  backend: Backend;
  pace: Pace;
  /** Whether rows of weight 0, which count as absent, are left out of passes too: a row that is drawn or dealt must count. */
  positive?: boolean;
  /** Where the plan was made of these rows: what dealt the folds of its target encodings. */
  shuffle: ShuffleRows | null;
}

/** A superblock as the passes take it, and how many of its rows were left out. */
interface Piece {
  block: RowBlock;
  nDropped: number;
}

/** Bytes of expanded columns that are kept from one pass to the next; what is above is expanded anew. */
const KEEP_BYTES = 2 ** 27;

/** Rows of a model over the superblocks of a table. Rows with a missing value or a missing weight are left out. */
export function rowsOf(source: RowsSource): Rows {
  const { plan, table, weights, backend, pace } = source;
  const names = [...plan.columns.map(({ name }) => name), plan.response.label];
  const pieceAt = keeping(source, pieceOf);
  const exactPieceAt = keeping(source, exactPieceOf);
  let nDropped = 0;
  async function reduce<Args, Result>(pass: RowPass<Args, Result>, args: Args): Promise<Result> {
    const results: Result[] = [];
    nDropped = 0;
    for (let k = 0; k < table.superblocks.length; k++) {
      // Messages come in before every superblock, and so between the passes over one.
      await pace.turn();
      const piece = pieceAt(k);
      nDropped += piece.nDropped;
      results.push(await pass.run(piece.block, args, backend));
    }
    return mergeTree(results, (a, b) => pass.merge(a, b, backend));
  }
  async function reduceExact<Args, Result>(pass: ExactRowPass<Args, Result>, args: Args): Promise<Result> {
    const results: Result[] = [];
    for (let k = 0; k < table.superblocks.length; k++) {
      await pace.turn();
      results.push(await pass.run(exactPieceAt(k).block, args, backend));
    }
    return mergeTree(results, pass.merge);
  }
  return {
    hasRows: true,
    nRows: table.nRows,
    weightsAre: weights?.are,
    async moments() {
      const { moments, sumLogWeight } = await reduce(momentsPass, null);
      return { ...withWeights(toMoments(moments, names, sumLogWeight), weights?.are), nDropped };
    },
    residuals: (predictor) => reduce(residualPass, predictor),
    reduce,
    reduceExact,
    turn: pace.turn,
  };
}

/** Expanded superblocks, kept while they fit: a fit passes over its rows more than once. */
function keeping<T extends { block: RowBlock }>(
  source: RowsSource,
  make: (source: RowsSource, k: number) => T,
): (k: number) => T {
  const kept = new Map<number, T>();
  let room = KEEP_BYTES;
  return (k) => {
    const known = kept.get(k);
    if (known) return known;
    const piece = make(source, k);
    const bytes = ownBytes(piece, source.table, k);
    if (bytes <= room) {
      room -= bytes;
      kept.set(k, piece);
    }
    return piece;
  };
}

/** Bytes of a piece that are not the table's own arrays. */
function ownBytes({ block }: { block: RowBlock | ExactRowBlock }, table: Table, k: number): number {
  const stored = new Set<unknown>(table.columns.map(({ chunks }) => chunks[k]));
  const exact = "low" in block ? [...block.low, ...block.slopes.flatMap((slopes) => [...slopes.values()])] : [];
  return [...block.columns, ...exact].reduce(
    (sum, column) => sum + (column && !stored.has(column) ? column.byteLength : 0),
    0,
  );
}

/** Rows of one superblock: the design columns, then the response, and the weights. */
function pieceOf({ plan, table, weights, shuffle, positive }: RowsSource, chunk: number): Piece {
  const { n, columns, response, kept, dropped } = expandRows(plan, table, chunk, { shuffle });
  const superblock = table.superblocks[chunk] ?? chunk;
  const all = [...columns, response];
  const { present, ofRows, nAbsent } = weighed(weights, chunk, { kept, positive });
  if (!present) return { block: { n, columns: all, weights: ofRows, superblock, kept }, nDropped: dropped };
  const block = {
    n: present.length,
    columns: all.map((column) => pickRows(column, present)),
    weights: ofRows && pickRows(ofRows, present),
    superblock,
    kept: kept ? present.map((i) => kept[i] as number) : present,
    nAbsent,
  };
  return { block, nDropped: dropped + n - present.length - nAbsent };
}

/** The same in double-double, of rows with weight alone: values are scaled to the largest. */
function exactPieceOf({ plan, table, weights, shuffle }: RowsSource, chunk: number): { block: ExactRowBlock } {
  const { n, kept, dropped, columns, low, slopes, inputs } = expandExact(plan, table, chunk, { shuffle });
  const superblock = table.superblocks[chunk] ?? chunk;
  const { present, ofRows, nAbsent } = weighed(weights, chunk, { kept, positive: true });
  if (!present) {
    const block = { n, columns, low, slopes, inputs, weights: ofRows, superblock, kept, nDropped: dropped };
    return { block };
  }
  const pickAny = (values: Float64Array | null) => values && pickRows(values, present);
  const block: ExactRowBlock = {
    n: present.length,
    columns: columns.map((column) => pickRows(column, present)),
    low: low.map(pickAny),
    slopes: slopes.map((of) => new Map([...of].map(([input, slope]) => [input, pickAny(slope)]))),
    inputs: inputs.map(({ values, roundings }) => ({ values: pickRows(values, present), roundings })),
    weights: ofRows && pickRows(ofRows, present),
    superblock,
    kept: kept ? present.map((i) => kept[i] as number) : present,
    nDropped: dropped + n - present.length - nAbsent,
  };
  return { block };
}

interface Weighed {
  ofRows?: NumericColumn;
  /** Places of the rows that stay; null where all do. */
  present: Int32Array | null;
  /** Rows left out for a weight of 0. */
  nAbsent: number;
}

/** Weights of the rows kept, and which of them are not missing, nor 0 where they must be `positive`. */
function weighed(
  weights: Weights | null,
  chunk: number,
  { kept, positive = false }: { kept: Int32Array | null; positive?: boolean | undefined },
): Weighed {
  if (!weights) return { present: null, nAbsent: 0 };
  const ofChunk = weights.chunk(chunk);
  const ofRows = kept ? pickRows(ofChunk, kept) : ofChunk;
  const stays = (w: number) => w > 0 || (w === 0 && !positive);
  if (ofRows.every(stays)) return { ofRows, present: null, nAbsent: 0 };
  const at: number[] = [];
  let nAbsent = 0;
  for (let i = 0; i < ofRows.length; i++) {
    if (stays(ofRows[i] as number)) at.push(i);
    else if (ofRows[i] === 0) nAbsent += 1;
  }
  return { ofRows, present: Int32Array.from(at), nAbsent };
}
