// Whether a GPU pays for the models of a block: the block's first rows go both ways, upload and read-back included, and
// the results are compared. It is the one choice of the engine that is made by timing; who asks for it keeps the reason.

import type { Backend, Block, BlockMoments } from "../backend.ts";
import type { DraftMoments, DraftVerdict } from "../draft.ts";

/** Rows that are raced. */
const ROWS = 16_384;
/** Passes of residuals by which a fit from a draft makes up for what is rounded: seen up to 3 where columns are not collinear. */
const RESIDUAL_PASSES = 3;
/** The GPU must be this much faster: what is saved below would not be noticed, and a race is noisy. */
const GAIN = 0.8;
/** Standard deviations by which correlations of the two may differ, and what the CPU's own rounding may add. */
const DEVIATIONS = 10;
const ROUNDING = 1e-12;
const REPEATS = 2;

export interface Racers {
  cpu: Pick<Backend, "name" | "moments" | "residuals">;
  draft: (block: Block) => Promise<DraftMoments>;
  /** Name of the adapter. */
  adapter: string;
  /** Milliseconds. */
  now: () => number;
  /** Workers that share the CPU's part. The draft counts whole: the device is one. */
  nWorkers: number;
}

function firstRows({ n, columns, weights }: Block): Block {
  const rows = Math.min(n, ROWS);
  return {
    n: rows,
    columns: columns.map((column) => column.subarray(0, rows)),
    weights: weights?.subarray(0, rows),
  };
}

/** Largest difference of two states' correlations. */
function difference(a: BlockMoments, b: BlockMoments): number {
  const q = b.mean.length;
  const norm = (j: number) => Math.sqrt(b.scatter[(j * (j + 3)) / 2] as number);
  let worst = 0;
  let at = 0;
  for (let j = 0; j < q; j++) {
    for (let i = 0; i <= j; i++) {
      const scale = norm(i) * norm(j);
      const gap = Math.abs((a.scatter[at] as number) - (b.scatter[at] as number));
      worst = Math.max(worst, scale > 0 ? gap / scale : 0);
      at += 1;
    }
  }
  return worst;
}

async function fastest<T>(now: () => number, run: () => Promise<T>): Promise<{ ms: number; result: T }> {
  let ms = Number.POSITIVE_INFINITY;
  let result = await run();
  for (let k = 0; k < REPEATS; k++) {
    const began = now();
    result = await run();
    ms = Math.min(ms, now() - began);
  }
  return { ms, result };
}

/** Race a block, and check the draft of it. */
export async function race({ cpu, draft, adapter, now, nWorkers }: Racers, block: Block): Promise<DraftVerdict> {
  const sample = firstRows(block);
  const p = sample.columns.length - 1;
  const gpu = await fastest(now, () => draft(sample));
  if (gpu.result.lost !== null) return { pays: false, reason: `WebGPU was lost: ${gpu.result.lost}` };
  if (gpu.result.nOnDevice === 0) return { pays: false, reason: "WebGPU does not take values of this range" };
  const own = await fastest(now, () => cpu.moments(sample));
  const apart = difference(gpu.result.moments, own.result);
  if (!(apart <= DEVIATIONS * gpu.result.error + ROUNDING)) {
    return { pays: false, reason: `WebGPU gave correlations that are wrong by ${apart.toExponential(0)}` };
  }
  const predictor = { intercept: 0, beta: new Float64Array(p), centre: new Float64Array(p) };
  const pass = await fastest(now, () => cpu.residuals(sample, predictor));
  const total = gpu.ms + (RESIDUAL_PASSES * pass.ms) / nWorkers;
  const alone = own.ms / nWorkers;
  const pays = total < GAIN * alone;
  const others = nWorkers === 1 ? "" : ` on ${nWorkers} workers`;
  const what = `for ${sample.n} rows of ${p} columns: ${total.toFixed(1)} ms with its residual passes, ${alone.toFixed(1)} ms by ${cpu.name}${others}`;
  return { pays, reason: `WebGPU on ${adapter} ${pays ? "pays" : "does not pay"} ${what}` };
}
