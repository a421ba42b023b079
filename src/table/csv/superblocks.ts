// A CSV superblock by superblock, in order and each once; what was read of those before is not kept.

import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import type { CsvOptions, ReadProgress } from "../types.ts";
import { Joiner } from "./join.ts";
import type { CsvFile } from "./open.ts";
import type { Part } from "./part.ts";
import { readPart, type ScanRows } from "./part-reader.ts";
import { assemble, cutPieces, type Piece, type RawChunk } from "./pieces.ts";
import { planOf } from "./plan.ts";

export interface WalkOptions extends CsvOptions {
  totalBytes?: number;
  onProgress?: (progress: ReadProgress) => void;
  /** The backend's, where it has one. */
  scanRows?: ScanRows | undefined;
  /** Milliseconds of a clock that does not go back, for the time left. */
  now?: () => number;
}

/** One superblock as it was read. */
export interface RawSuperblock {
  index: number;
  nRows: number;
  /** By column. */
  chunks: RawChunk[];
  /** All that is known of the columns so far. */
  joiner: Joiner;
}

/** Read the parts one after another in this thread; gives the joiner when there are no more. */
export async function* walkSuperblocks(
  file: CsvFile,
  options: WalkOptions,
): AsyncGenerator<RawSuperblock, Joiner, void> {
  const progress = progressOf(file, options);
  let joiner: Joiner | null = null;
  /** Parts of the first superblock, as long as a value in it can change the plan. */
  let held: Part[] = [];
  let waiting: Piece[] = [];
  let index = 0;
  for await (const part of file.parts) {
    joiner ??= new Joiner(file.header, planOf(file, part, options.types));
    if (joiner.nRows < SUPERBLOCK_ROWS) held.push(part);
    else held = [];
    const pieces = take(part, joiner, options.scanRows);
    if (pieces !== null) waiting.push(...pieces);
    else waiting = await takeAgain(held, joiner, { file, scanRows: options.scanRows });
    for (; (index + 1) * SUPERBLOCK_ROWS <= joiner.nRows; index++) {
      yield superblockOf(index, waiting, joiner);
      waiting = waiting.filter(({ superblock }) => superblock > index);
    }
    progress(joiner.nRows);
    await file.pause();
  }
  joiner ??= new Joiner(file.header, planOf(file, null, options.types));
  joiner.end();
  if (waiting.length > 0) yield superblockOf(index, waiting, joiner);
  progress(joiner.nRows);
  return joiner;
}

/** The pieces of a part, `null` if all parts must be read again. */
function take(part: Part, joiner: Joiner, scanRows: ScanRows | undefined): Piece[] | null {
  const read = readPart(part, joiner.plan, scanRows);
  const placed = joiner.add(read.summary);
  return placed && cutPieces(read, placed);
}

async function takeAgain(
  parts: readonly Part[],
  joiner: Joiner,
  { file, scanRows }: { file: CsvFile; scanRows: ScanRows | undefined },
): Promise<Piece[]> {
  let pieces: Piece[] = [];
  for (let i = 0; i < parts.length; ) {
    const taken = take(parts[i] as Part, joiner, scanRows);
    pieces = taken === null ? [] : [...pieces, ...taken];
    i = taken === null ? 0 : i + 1;
    await file.pause();
  }
  return pieces;
}

function superblockOf(index: number, pieces: readonly Piece[], joiner: Joiner): RawSuperblock {
  const nRows = Math.min(SUPERBLOCK_ROWS, joiner.nRows - index * SUPERBLOCK_ROWS);
  const own = pieces.filter(({ superblock }) => superblock === index);
  return { index, nRows, chunks: assemble(own, nRows, (column) => joiner.valuesOf(column)), joiner };
}

/** Half of what is parsed in one turn in one thread, so that each turn is told of, and small parts are told of together. */
const PROGRESS_BYTES = 2 ** 19;

/** Reports when enough was taken since the last report, and what is new at the end of the source. */
export function progressOf(file: CsvFile, options: WalkOptions): (rows: number) => void {
  const { totalBytes, onProgress, now = () => performance.now() } = options;
  const started = now();
  let reported = 0;
  let told = 0;
  return (rows) => {
    const bytes = file.taken();
    const isNew = bytes > reported || rows > told;
    if (!isNew || (!file.ended() && bytes - reported < PROGRESS_BYTES)) return;
    reported = bytes;
    told = rows;
    if (totalBytes === undefined) onProgress?.({ rows, bytes });
    else {
      const secondsLeft = (((now() - started) / 1000) * Math.max(totalBytes - bytes, 0)) / bytes;
      onProgress?.({ rows, bytes, totalBytes, secondsLeft });
    }
  };
}
