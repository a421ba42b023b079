// Draft moments of a block: the device sums the products of whole numbers, the CPU everything that takes one pass over a
// column, and the rows that lie far out.

import type { Backend, Block, BlockMoments, NumericColumn } from "../backend.ts";
import type { DraftMoments } from "../draft.ts";
import { checkBlock } from "../shapes.ts";
import { wordsOf } from "./device.ts";
import { type GpuGram, type GramSums, MAX_COLUMNS, MAX_ROWS } from "./gram.ts";
import { quantised, unitsOf } from "./quantise.ts";
import { type Survey, surveyOf } from "./survey.ts";

type Cpu = Pick<Backend, "moments" | "merge">;

function pick({ columns, weights }: Block, rows: Int32Array): Block {
  const of = (values: NumericColumn) => Float64Array.from(rows, (i) => values[i] as number);
  return { n: rows.length, columns: columns.map(of), weights: weights && of(weights) };
}

/** The rows that are not among `left`, which ascends. */
function others(n: number, left: Int32Array): Int32Array {
  const rows = new Int32Array(n - left.length);
  let at = 0;
  let next = 0;
  for (let i = 0; i < n; i++) {
    if (left[next] === i) next += 1;
    else rows[at++] = i;
  }
  return rows;
}

/** Scatter about the means in units of the data, its diagonal and last column from the survey. */
function scatterOf({ sums }: GramSums, survey: Survey): Float64Array {
  const units = unitsOf(survey);
  const { left, weight } = survey;
  const q = units.length;
  const scatter = new Float64Array(sums.length);
  let at = 0;
  for (let j = 0; j < q; j++) {
    const unit = units[j] as number;
    for (let i = 0; i <= j; i++) {
      const about = ((left[i] as number) * (left[j] as number)) / weight;
      const rounded = Number(sums[at]) * (units[i] as number) * unit - about;
      scatter[at] = i === j ? (survey.squares[j] as number) : j === q - 1 ? (survey.products[i] as number) : rounded;
      at += 1;
    }
  }
  return scatter;
}

/** A rounding to the nearest is off by 1/√12 of a unit, and a correlation by that of either column over its norm. */
function errorOf(survey: Survey): number {
  let worst = 0;
  for (const [j, unit] of unitsOf(survey).entries()) {
    const squares = survey.squares[j] as number;
    if (squares > 0) worst = Math.max(worst, unit / Math.sqrt(squares));
  }
  return worst / Math.sqrt(6);
}

async function onDevice(gram: GpuGram, block: Block, survey: Survey): Promise<DraftMoments> {
  const sums = await gram.products(quantised(block, survey));
  const { n, weight, mean, origin } = survey;
  const moments: BlockMoments = { n, weight, mean, scatter: scatterOf(sums, survey), shift: origin };
  return { moments, error: errorOf(survey), nOnDevice: block.n, lost: null };
}

async function onCpu(cpu: Cpu, block: Block, lost: string | null): Promise<DraftMoments> {
  return { moments: await cpu.moments(block), error: 0, nOnDevice: 0, lost };
}

/** Rows that lie far out are merged in from the CPU, once: what is far among the others is rounded with them. */
async function split(gram: GpuGram, cpu: Cpu, block: Block, far: Int32Array): Promise<DraftMoments | null> {
  const kept = pick(block, others(block.n, far));
  const survey = surveyOf(kept);
  if (!survey) return null;
  const near = await onDevice(gram, kept, survey);
  return { ...near, moments: cpu.merge(near.moments, await cpu.moments(pick(block, far))) };
}

/** Draft moments of a block; those of the CPU where it does not suit the device, or the device fails. */
export async function draftMoments(gram: GpuGram, cpu: Cpu, block: Block): Promise<DraftMoments> {
  checkBlock(block);
  if (block.n === 0 || block.n > MAX_ROWS || block.columns.length > MAX_COLUMNS) return onCpu(cpu, block, null);
  const survey = surveyOf(block);
  if (!survey) return onCpu(cpu, block, null);
  try {
    const { far } = survey;
    const draft = far.length === 0 ? await onDevice(gram, block, survey) : await split(gram, cpu, block, far);
    return draft ?? (await onCpu(cpu, block, null));
  } catch (error) {
    return onCpu(cpu, block, wordsOf(error));
  }
}
