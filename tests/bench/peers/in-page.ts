// This project's side of the race with other programs: engines of one worker and of several over the columns of a file, and
// the bare Gram of the kernel. Every answer is timed in the page, from the question to the answer.

import { mergeTree } from "#base/superblock.ts";
import { createEngine, type Engine, type Moments, type TableHandle } from "#engine/index.ts";
import type { Block, BlockMoments } from "#kernel/backend.ts";
import { openBackend } from "#kernel/choose.ts";
import { cut } from "../gram.ts";

/** A file of columns, as `writePeerData` lays it out, on the benchmarks' own server. */
export interface PeerFile {
  url: string;
  rows: number;
  /** Predictors to read; the file may have more. */
  predictors: number;
}

/** Milliseconds, a number that the others must find too (NaN where there is none), and what the answer says of itself. */
export interface PeerRun {
  milliseconds: number;
  check: number;
  note: string;
}

export type PeerTask = "gram" | "fit" | "cv";

interface Opened {
  engine: Engine;
  table: TableHandle;
}

interface Kernel {
  blocks: Block[];
  run(blocks: readonly Block[]): Promise<BlockMoments>;
}

const engines = new Map<string, Opened>();
let kernel: Kernel | null = null;
let csv: { engine: Engine; file: Blob } | null = null;

async function readColumn({ url, rows }: PeerFile, j: number): Promise<Float64Array> {
  const response = await fetch(`${url}?from=${j * rows * 8}&length=${rows * 8}`);
  if (!response.ok) throw new Error(`${url}: must be served; got ${response.status}`);
  return new Float64Array(await response.arrayBuffer());
}

/** Read a file into an engine of `workers` workers, under a name. Says which backend and how many workers there are. */
export async function openPeerTable(name: string, file: PeerFile, workers: number) {
  const engine = await createEngine({ workers, keepMoments: false });
  const columns: Record<string, Float64Array> = {};
  for (let j = 0; j <= file.predictors; j++) columns[j === 0 ? "y" : `x${j}`] = await readColumn(file, j);
  const table = await engine.fromColumns(columns, { transfer: true });
  engines.set(name, { engine, table });
  const { backend, workers: started } = engine.capabilities;
  return { backend, workers: started };
}

/** Read a file for the kernel alone, in this thread. */
export async function openPeerKernel(file: PeerFile): Promise<void> {
  const columns: Float64Array[] = [];
  for (let j = 1; j <= file.predictors; j++) columns.push(await readColumn(file, j));
  columns.push(await readColumn(file, 0));
  const { backend } = await openBackend("auto");
  const run = async (blocks: readonly Block[]) => {
    const leaves = [];
    for (const block of blocks) leaves.push(await backend.moments(block));
    return mergeTree(leaves, backend.merge);
  };
  kernel = { blocks: cut(columns, file.rows), run };
}

/** Take a file and start an engine of as many workers as there are cores. */
export async function openPeerCsv(url: string): Promise<void> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: must be served; got ${response.status}`);
  csv = { engine: await createEngine(), file: await response.blob() };
}

/** Read the file into columns, and let them go. */
export async function readPeerCsv(): Promise<PeerRun> {
  if (!csv) throw new Error("openPeerCsv: must come first; got no file");
  const began = performance.now();
  const table = await csv.engine.readCsv(csv.file);
  const milliseconds = performance.now() - began;
  table.close();
  return { milliseconds, check: table.nRows, note: "" };
}

/** Give up every engine, and what the kernel reads. */
export function closePeers(): void {
  csv?.engine.close();
  csv = null;
  for (const { engine } of engines.values()) engine.close();
  engines.clear();
  kernel = null;
}

/** Σ x1·y, which the moments about their means hold. */
function productOf({ n, mean, scatter }: Pick<Moments, "n" | "mean" | "scatter">): number {
  const p = mean.length - 1;
  return (scatter[(p * (p + 1)) / 2] as number) + n * (mean[0] as number) * (mean[p] as number);
}

async function answer(task: PeerTask, table: TableHandle, formula: string): Promise<Omit<PeerRun, "milliseconds">> {
  switch (task) {
    case "gram":
      return { check: productOf(await table.moments(formula)), note: "" };
    case "fit": {
      const { coefficients, solver } = await table.fit(formula);
      return { check: coefficients[1] ?? Number.NaN, note: solver.name };
    }
    case "cv": {
      const { lambdas } = await table.crossValidate(formula, { l1Ratio: 1, folds: 10 });
      return { check: Number.NaN, note: `${lambdas.length} lambdas` };
    }
    default:
      throw task satisfies never;
  }
}

/** Ask a table that is open. */
export async function runPeerTask(name: string, task: PeerTask, predictors: number): Promise<PeerRun> {
  const table = engines.get(name)?.table;
  if (!table) throw new Error(`name: must be that of an open table; got ${name}`);
  const formula = `y ~ ${Array.from({ length: predictors }, (_, j) => `x${j + 1}`).join(" + ")}`;
  const began = performance.now();
  const found = await answer(task, table, formula);
  return { milliseconds: performance.now() - began, ...found };
}

/** The bare Gram of the kernel over the first predictors and the response, in this thread. */
export async function runPeerKernel(predictors: number): Promise<PeerRun> {
  if (!kernel) throw new Error("openPeerKernel: must come first; got no columns");
  const blocks = kernel.blocks.map(({ n, columns }) => {
    return { n, columns: [...columns.slice(0, predictors), columns.at(-1) as Float64Array] };
  });
  const began = performance.now();
  const moments = await kernel.run(blocks);
  const milliseconds = performance.now() - began;
  const scatter = [...moments.scatter];
  return { milliseconds, check: productOf({ ...moments, mean: [...moments.mean], scatter }), note: "" };
}
