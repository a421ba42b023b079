// Steps of gradient descent over rows that stay on the GPU, in f32: good for a picture of the way down, which is all they are
// for. The CPU's `residuals` does the same with all digits, and takes over where the device fails.

import type { Backend, Block, LinearPredictor } from "../backend.ts";
import { bound, dispatch, fetched, filled, pipelineOf } from "./compute.ts";
import type { Gpu } from "./device.ts";
import gradientText from "./gradient.wgsl?raw";
import residualsText from "./residuals.wgsl?raw";
import { type Survey, surveyOf } from "./survey.ts";
import { COPY_SRC, STORAGE, UNIFORM } from "./usage.ts";

/** Rows that a workgroup sums in f32; the sums of spans are added in doubles. */
const SPAN = 1024;
const GROUP = 64;

/** Sums over e = y − ŷ, as `ResidualSums` has them. */
export interface StepSums {
  rss: number;
  sum: number;
  gradient: Float64Array;
}

export interface DescentSteps {
  /** Sums at a predictor; about seven digits of the largest term while the device lives, all of them after. */
  sums(predictor: LinearPredictor): Promise<StepSums>;
  close(): void;
}

/** Columns about their origins, in units of their reach: no square of a value leaves the range of f32. */
function scaled({ n, columns }: Block, { origin, reach }: Survey): Float32Array<ArrayBuffer> {
  const values = new Float32Array(n * columns.length);
  for (const [j, column] of columns.entries()) {
    const [centre, per] = [origin[j] as number, 1 / ((reach[j] as number) || 1)];
    for (let i = 0; i < n; i++) values[j * n + i] = ((column[i] as number) - centre) * per;
  }
  return values;
}

/** The predictor on scaled columns: coefficients, then the level. */
function scaledPredictor(
  { intercept, beta, centre }: LinearPredictor,
  { origin, reach }: Survey,
): Float32Array<ArrayBuffer> {
  const p = beta.length;
  const unit = (reach[p] as number) || 1;
  const out = new Float32Array(p + 1);
  let level = intercept - (origin[p] as number);
  for (const [j, b] of beta.entries()) {
    level += b * ((origin[j] as number) - (centre[j] as number));
    out[j] = (b * ((reach[j] as number) || 1)) / unit;
  }
  out[p] = level / unit;
  return out;
}

/** Sums of all spans in units of the data, about the predictor's centre. */
function inData(spans: Float32Array, { centre }: LinearPredictor, { origin, reach }: Survey): StepSums {
  const p = centre.length;
  const unit = (reach[p] as number) || 1;
  const totals = new Float64Array(p + 2);
  for (const [k, value] of spans.entries()) totals[k % (p + 2)] = (totals[k % (p + 2)] as number) + value;
  const sum = (totals[p] as number) * unit;
  const gradient = centre.map((c, j) => {
    const scale = unit * ((reach[j] as number) || 1);
    return (totals[j] as number) * scale + ((origin[j] as number) - c) * sum;
  });
  return { rss: (totals[p + 1] as number) * unit * unit, sum, gradient };
}

/**
 * Keep the rows of a block on the device, for steps; the last column is the response. Weighted rows, and values beyond the
 * device's range, are left to the CPU.
 */
export function openSteps({ device, lost }: Gpu, cpu: Pick<Backend, "residuals">, block: Block): DescentSteps {
  const survey = block.weights || lost !== null ? null : surveyOf(block);
  if (!survey) return { sums: (predictor) => cpu.residuals(block, predictor), close() {} };
  const { n, columns } = block;
  const p = columns.length - 1;
  const spans = Math.ceil(n / SPAN);
  const bytes = (p + 2) * spans * 4;
  const values = filled(device, scaled(block, survey), STORAGE);
  const beta = filled(device, new Float32Array(p + 1), STORAGE);
  const residuals = device.createBuffer({ size: n * 4, usage: STORAGE });
  const sums = device.createBuffer({ size: bytes, usage: STORAGE | COPY_SRC });
  const shape = filled(device, Uint32Array.of(n, n, p, SPAN), UNIFORM);
  const [first, second] = [pipelineOf(device, residualsText), pipelineOf(device, gradientText)];
  const ofFirst = bound(device, first, [values, beta, residuals, shape]);
  const ofSecond = bound(device, second, [values, residuals, sums, shape]);
  return {
    async sums(predictor) {
      try {
        device.queue.writeBuffer(beta, 0, scaledPredictor(predictor, survey));
        const encoder = device.createCommandEncoder();
        dispatch(encoder, first, ofFirst, [Math.ceil(n / GROUP)]);
        dispatch(encoder, second, ofSecond, [p + 2, spans]);
        return inData(new Float32Array(await fetched(device, encoder, sums, bytes)), predictor, survey);
      } catch {
        return cpu.residuals(block, predictor);
      }
    },
    close() {
      for (const buffer of [values, beta, residuals, sums, shape]) buffer.destroy();
    },
  };
}
