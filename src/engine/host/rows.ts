// The rows of a planned model, superblock by superblock: what `stats` asks for, from a backend, in one fixed tree.

import { mergeTree } from "#base/superblock.ts";
import { log } from "#formula/elementary.ts";
import { expandRows } from "#formula/expand.ts";
import type { Plan } from "#formula/types.ts";
import type { Backend, Block, BlockMoments, NumericColumn, ResidualSums } from "#kernel/backend.ts";
import { toMoments } from "#stats/moments/state.ts";
import type { Rows } from "#stats/rows.ts";
import type { Table } from "#table/types.ts";
import type { Pace } from "./pace.ts";
import type { Weights } from "./weights.ts";

/** What a model's rows are made of. */
export interface RowsSource {
  plan: Plan;
  table: Table;
  weights: Weights | null;
  backend: Pick<Backend, "moments" | "merge" | "residuals">;
  pace: Pace;
}

/** Moments of one superblock, with what the kernel does not count. */
interface Leaf {
  moments: BlockMoments;
  sumLogWeight: number;
  nDropped: number;
}

/** A superblock as the kernel takes it. */
interface Piece {
  block: Block;
  nDropped: number;
}

/** Bytes of expanded columns that are kept from one pass to the next; what is above is expanded anew. */
const KEEP_BYTES = 2 ** 27;

/** Rows of a model over the superblocks of a table. Rows with a missing value or a missing weight are left out. */
export function rowsOf(source: RowsSource): Rows {
  const { plan, backend } = source;
  const names = [...plan.columns.map(({ name }) => name), plan.response.label];
  const pieces = keeping(source);
  return {
    async moments() {
      const leaves = await eachPiece(source, pieces, async ({ block, nDropped }): Promise<Leaf> => {
        const sumLogWeight = block.weights ? sumLog(block.weights) : 0;
        return { moments: await backend.moments(block), sumLogWeight, nDropped };
      });
      const root = mergeTree(leaves, (a, b) => ({
        moments: backend.merge(a.moments, b.moments),
        sumLogWeight: a.sumLogWeight + b.sumLogWeight,
        nDropped: a.nDropped + b.nDropped,
      }));
      return { ...toMoments(root.moments, names, root.sumLogWeight), nDropped: root.nDropped };
    },
    async residuals(predictor) {
      const leaves = await eachPiece(source, pieces, ({ block }) => backend.residuals(block, predictor));
      return mergeTree(leaves, addResiduals);
    },
  };
}

/** Run a pass over every superblock, letting messages in between two of them. */
async function eachPiece<T>(
  { table, pace }: RowsSource,
  pieces: (k: number) => Piece,
  pass: (piece: Piece) => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  for (let k = 0; k < table.superblocks.length; k++) {
    if (k > 0) await pace.turn();
    results.push(await pass(pieces(k)));
  }
  return results;
}

/** Expanded superblocks, kept while they fit: a fit passes over its rows more than once. */
function keeping(source: RowsSource): (k: number) => Piece {
  const kept = new Map<number, Piece>();
  let room = KEEP_BYTES;
  return (k) => {
    const known = kept.get(k);
    if (known) return known;
    const piece = pieceOf(source, k);
    const bytes = ownBytes(piece, source.table, k);
    if (bytes <= room) {
      room -= bytes;
      kept.set(k, piece);
    }
    return piece;
  };
}

/** Bytes of a piece that are not the table's own arrays. */
function ownBytes({ block }: Piece, table: Table, k: number): number {
  const stored = new Set<unknown>(table.columns.map(({ chunks }) => chunks[k]));
  return block.columns.reduce((sum, column) => sum + (stored.has(column) ? 0 : column.byteLength), 0);
}

/** Rows of one superblock: the design columns, then the response, and the weights. */
function pieceOf({ plan, table, weights }: RowsSource, chunk: number): Piece {
  const { n, columns, response, kept, dropped } = expandRows(plan, table, chunk);
  const all = [...columns, response];
  if (!weights) return { block: { n, columns: all }, nDropped: dropped };
  const ofChunk = weights.chunk(chunk);
  const ofRows = kept ? pick(ofChunk, kept) : ofChunk;
  const present = presentIn(ofRows);
  if (!present) return { block: { n, columns: all, weights: ofRows }, nDropped: dropped };
  const block = {
    n: present.length,
    columns: all.map((column) => pick(column, present)),
    weights: pick(ofRows, present),
  };
  return { block, nDropped: dropped + n - present.length };
}

function pick(values: NumericColumn, at: Int32Array): Float64Array {
  return Float64Array.from(at, (i) => values[i] as number);
}

/** Indices of the values that are not missing; null where none is. */
function presentIn(values: NumericColumn): Int32Array | null {
  if (!values.some(Number.isNaN)) return null;
  const at: number[] = [];
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) at.push(i);
  return Int32Array.from(at);
}

function sumLog(weights: NumericColumn): number {
  let sum = 0;
  for (const w of weights) if (w > 0) sum += log(w);
  return sum;
}

function addResiduals(a: ResidualSums, b: ResidualSums): ResidualSums {
  return {
    rss: a.rss + b.rss,
    sum: a.sum + b.sum,
    gradient: a.gradient.map((g, j) => g + (b.gradient[j] as number)),
    maxAbs: Math.max(a.maxAbs, b.maxAbs),
  };
}
