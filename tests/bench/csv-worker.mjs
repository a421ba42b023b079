// One of the workers of the CSV race: reads the parts it is sent, keeps the superblocks it owns, and finishes their columns.

import { parentPort, workerData } from "node:worker_threads";

const { assemble, cutPieces, detached, numberColumn, numericChunk, openBackend, readPart, SUPERBLOCK_ROWS } =
  await import(workerData.module);
const { backend } = await openBackend("auto");
const reads = new Map();
const waiting = new Map();
const chunks = new Map();

function keep(piece) {
  const pieces = waiting.get(piece.superblock) ?? [];
  pieces.push(piece);
  waiting.set(piece.superblock, pieces);
  const nRows = pieces.reduce((sum, { nRows }) => sum + nRows, 0);
  if (nRows === SUPERBLOCK_ROWS) complete(piece.superblock, nRows);
}

function complete(superblock, nRows) {
  chunks.set(
    superblock,
    assemble(waiting.get(superblock), nRows, () => null),
  );
  waiting.delete(superblock);
}

function place({ index, placed, mine }) {
  const read = reads.get(index);
  reads.delete(index);
  for (const piece of cutPieces(read, placed)) {
    if (mine.includes(piece.superblock)) keep(piece);
    else {
      const own = detached(piece);
      const buffers = own.columns.map(({ buffer }) => buffer);
      parentPort.postMessage({ kind: "piece", piece: own }, buffers);
    }
  }
  parentPort.postMessage({ kind: "placed" });
}

function finish({ columns }) {
  for (const [superblock, pieces] of waiting) {
    complete(
      superblock,
      pieces.reduce((sum, { nRows }) => sum + nRows, 0),
    );
  }
  let bytes = 0;
  const infos = [];
  for (const own of chunks.values()) {
    for (const [c, chunk] of own.entries()) {
      const { name, type, recode } = columns[c];
      bytes += chunk.byteLength;
      if (type !== "category") infos.push(numberColumn(name, type, [numericChunk(chunk, columns[c])]).info);
      else for (let i = 0; i < chunk.length; i++) if (chunk[i] >= 0) chunk[i] = recode[chunk[i]];
    }
  }
  parentPort.postMessage({ kind: "done", infos, bytes });
  chunks.clear();
}

parentPort.on("message", (message) => {
  if (message.kind === "part") {
    const read = readPart(message.part, message.plan, backend.scanRows);
    reads.set(message.part.index, read);
    parentPort.postMessage({ kind: "read", summary: read.summary });
  } else if (message.kind === "place") place(message);
  else if (message.kind === "piece") keep(message.piece);
  else finish(message);
});
