// How fast this machine is, by short loops of known work in the worker: what a roofline is drawn from, and how the time of a
// pass over rows divides. It needs no table.

import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import type { Backend, Block } from "#kernel/backend.ts";
import { openSpeedLoops, type SpeedLoops } from "#kernel/speed.ts";
import { normalEquations } from "#stats/models/normal-equations.ts";
import { solveMoments } from "#stats/models/solve.ts";
import { toMoments } from "#stats/moments/state.ts";
import type { MeasuredStage, MeasureOptions, Speed } from "../../contract.ts";
import type { Pace } from "../../pool/pace.ts";
import { badOption } from "../options.ts";

/** Predictors and the response of a block, by default and at most: 65,536 rows of 256 columns are 134 MB. */
const COLUMNS = 21;
const MAX_COLUMNS = 256;
/** Milliseconds of one sample, far above what clocks in browsers can tell apart, and samples of a stage. */
const SAMPLE_MS = 6;
const SAMPLES = 5;
/** Operations of a call of the arithmetic loop: a fraction of a millisecond. */
const OPERATIONS = 2_000_000;
/** Values of each array that is copied, 32 MB: more than near caches hold. */
const COPIED = 2 ** 22;
const SEED = 1;

type Stage = MeasuredStage["stage"];

/** Work to be timed: gives what one call of it did. */
type Work = () => Pick<MeasuredStage, "bytes" | "flops"> | Promise<Pick<MeasuredStage, "bytes" | "flops">>;

/** The fastest of some samples, each long enough to be told by the clock. The first call warms the compiler up. */
async function fastest(stage: Stage, work: Work, pace: Pace): Promise<MeasuredStage> {
  let { bytes, flops } = await work();
  let milliseconds = Number.POSITIVE_INFINITY;
  for (let sample = 0; sample < SAMPLES; sample++) {
    await pace.turn();
    const began = performance.now();
    let calls = 0;
    let passed = 0;
    while (passed < SAMPLE_MS) {
      ({ bytes, flops } = await work());
      calls += 1;
      passed = performance.now() - began;
    }
    milliseconds = Math.min(milliseconds, passed / calls);
  }
  return { stage, milliseconds, bytes, flops };
}

function blockOf(backend: Backend, columns: number): Block {
  const stream = backend.random(SEED);
  const values = Array.from({ length: columns }, (_, j) => stream.normal(SUPERBLOCK_ROWS, j, 1));
  return { n: SUPERBLOCK_ROWS, columns: values };
}

async function solveWork(backend: Backend, block: Block): Promise<Work> {
  const names = block.columns.map((_, j) => `x${j}`);
  const moments = toMoments(await backend.moments(block), names, 0);
  const p = names.length - 1;
  return () => {
    solveMoments(normalEquations(moments, true), backend.dense);
    return { bytes: 8 * p * p, flops: p ** 3 / 3 };
  };
}

function copyWork(): Work {
  const from = new Float64Array(COPIED).fill(1);
  const to = new Float64Array(COPIED);
  return () => {
    to.set(from);
    return { bytes: from.byteLength + to.byteLength, flops: 0 };
  };
}

function gramWork(backend: Backend, block: Block): Work {
  const q = block.columns.length;
  const work = { bytes: 8 * q * block.n, flops: q * q * block.n };
  return async () => {
    await backend.moments(block);
    return work;
  };
}

/** Each stage makes what it needs when its turn comes; the block is made by the first that needs it. */
function worksOf(backend: Backend, loops: SpeedLoops, columns: number): Record<Stage, () => Work | Promise<Work>> {
  let made: Block | null = null;
  const block = () => {
    made ??= blockOf(backend, columns);
    return made;
  };
  return {
    "multiply-add": () => () => ({ bytes: 0, flops: loops.multiplyAdd(OPERATIONS) }),
    copy: copyWork,
    pack: () => () => ({ bytes: loops.pack(block()), flops: 0 }),
    gram: () => gramWork(backend, block()),
    solve: () => solveWork(backend, block()),
  };
}

/** @throws LeastwiseError `bad-argument` */
export async function measure(
  { columns = COLUMNS, stages }: MeasureOptions,
  backend: Backend,
  pace: Pace,
): Promise<Speed> {
  if (!(Number.isInteger(columns) && columns >= 2 && columns <= MAX_COLUMNS)) {
    throw badOption("columns", `a whole number from 2 to ${MAX_COLUMNS}`, columns);
  }
  const works = Object.entries(worksOf(backend, await openSpeedLoops(backend.name), columns));
  const names = works.map(([stage]) => stage);
  const unknown = stages?.find((stage) => !names.includes(stage));
  if (unknown !== undefined) throw badOption("stages", `among ${names.join(", ")}`, unknown);
  const found: MeasuredStage[] = [];
  for (const [name, make] of works) {
    const stage = name as Stage;
    if (stages?.includes(stage) ?? true) found.push(await fastest(stage, await make(), pace));
  }
  return { backend: backend.name, rows: SUPERBLOCK_ROWS, columns, stages: found };
}
