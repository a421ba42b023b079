// What the CSV race imports, in one module that its workers share.

export { SUPERBLOCK_ROWS } from "#base/superblock.ts";
export { openBackend } from "#kernel/choose.ts";
export { numberColumn } from "#table/column.ts";
export { Joiner } from "#table/csv/join.ts";
export { openCsv } from "#table/csv/open.ts";
export { readPart } from "#table/csv/part-reader.ts";
export { assemble, cutPieces, detached, numericChunk } from "#table/csv/pieces.ts";
export { planOf } from "#table/csv/plan.ts";
export { readCsv } from "#table/csv/read.ts";
export { sortLevels } from "#table/levels.ts";
