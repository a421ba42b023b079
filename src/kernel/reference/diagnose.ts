// The diagnostics pass in plain TypeScript: one row after the other, by the textbook's formulae.

import type { Block, DiagnoseRequest, DiagnoseSums, Diagnosis, DrawnRows, RowMeasures, TopRows } from "../backend.ts";
import { type InfluenceFactors, influenceFactors } from "../diagnose-weights.ts";
import { Drawing } from "../drawn.ts";
import { checkBlock, checkRequest } from "../shapes.ts";
import { dense } from "./dense.ts";
import { slopesAt } from "./rows.ts";

/** A residual sum of squares without a row below this part of all of it is rounding of 0. */
const ROUNDING = 16 * Number.EPSILON;

interface Row {
  fitted: number;
  residual: number;
  rootWeight: number;
  leverage: number;
  /** √w (y − ŷ), and over 1 − h. */
  weighed: number;
  deleted: number;
  standardised: number;
  studentised: number;
  cooks: number;
  dffits: number;
  dfbetas: Float64Array;
}

/** R⁻ᵀ (x − centre) of row i. */
function whitenedRow(block: Block, { predictor }: DiagnoseRequest, { inverse }: InfluenceFactors, i: number): number[] {
  const p = predictor.centre.length;
  const z = Array.from(predictor.centre, (centre, j) => (block.columns[j]?.[i] as number) - centre);
  return z.map((_, j) => {
    let sum = 0;
    for (let k = 0; k <= j; k++) sum += (z[k] as number) * (inverse[j * p + k] as number);
    return sum;
  });
}

/** Intercept, then slopes, before the row's factor. */
function changesOf(v: readonly number[], { inverse, unitErrors, start, toIntercept }: InfluenceFactors): Float64Array {
  const p = v.length;
  const changes = new Float64Array(p + 1);
  changes[0] = v.reduce((sum, value, j) => sum + value * (toIntercept[j] as number), start);
  for (let i = 0; i < p; i++) {
    let sum = 0;
    for (let j = i; j < p; j++) sum += (inverse[j * p + i] as number) * (v[j] as number);
    const error = unitErrors[i] as number;
    changes[i + 1] = error === 0 ? 0 : sum / error;
  }
  return changes;
}

function rowAt(block: Block, request: DiagnoseRequest, factors: InfluenceFactors, i: number): Row | null {
  const { predictor, perWeight, rss, dfResidual, rank, saturation } = request;
  const w = block.weights ? (block.weights[i] as number) : 1;
  if (!(w > 0)) return null;
  const p = predictor.beta.length;
  const slopes = slopesAt(block, predictor, i);
  const fitted = predictor.intercept + slopes;
  // The level goes off first, where a response far from 0 loses least.
  const residual = (block.columns[p]?.[i] as number) - predictor.intercept - slopes;
  const v = whitenedRow(block, request, factors, i);
  const h = w * v.reduce((sum, value) => sum + value * value, perWeight);
  const rootWeight = Math.sqrt(w);
  const weighed = rootWeight * residual;
  const left = 1 - h;
  const ok = left > saturation;
  const rest = rss - (weighed * weighed) / left;
  const sigma2 = rss > 0 && dfResidual > 0 ? rss / dfResidual : Number.POSITIVE_INFINITY;
  const without = dfResidual > 1 && rest > ROUNDING * rss ? rest / (dfResidual - 1) : 0;
  const or = (value: number) => (ok ? value : Number.NaN);
  const standardised = or(weighed / Math.sqrt(sigma2 * left));
  const studentised = or(weighed / Math.sqrt(left) / Math.sqrt(without));
  const factor = or((rootWeight * studentised) / Math.sqrt(left));
  return {
    fitted,
    residual,
    rootWeight,
    leverage: ok ? h : 1,
    weighed,
    deleted: ok ? weighed / left : 0,
    standardised,
    studentised,
    cooks: (standardised * standardised * h) / left / Math.max(1, rank),
    dffits: or(studentised * Math.sqrt(h / left)),
    dfbetas: changesOf(v, factors).map((value) => value * factor),
  };
}

function sumsOf(
  block: Block,
  rows: readonly (Row | null)[],
  { predictor, origin, unit }: DiagnoseRequest,
): DiagnoseSums {
  const live = rows.filter((row) => row !== null);
  const sum = (of: (row: Row) => number) => live.reduce((total, row) => total + of(row), 0);
  const power = (k: number) => sum(({ weighed }) => ((weighed - origin) / unit) ** k);
  const most = (of: (row: Row) => number) => live.reduce((max, row) => (of(row) > max ? of(row) : max), 0);
  let steps = 0;
  for (let k = 1; k < live.length; k++) steps += ((live[k] as Row).weighed - (live[k - 1] as Row).weighed) ** 2;
  const squareGradient = predictor.centre.map((centre, j) =>
    rows.reduce((total, row, i) => {
      return row ? total + (row.weighed / unit) ** 2 * ((block.columns[j]?.[i] as number) - centre) : total;
    }, 0),
  );
  return {
    n: live.length,
    powers: [power(1), power(2), power(3), power(4)],
    squares: sum(({ weighed }) => (weighed / unit) ** 2),
    quartics: sum(({ weighed }) => (weighed / unit) ** 4),
    press: sum(({ deleted }) => deleted ** 2),
    nSaturated: sum(({ leverage }) => (leverage === 1 ? 1 : 0)),
    trace: sum(({ leverage }) => leverage),
    steps,
    first: live[0]?.weighed ?? Number.NaN,
    last: live.at(-1)?.weighed ?? Number.NaN,
    minFitted: live.reduce((min, { fitted }) => Math.min(min, fitted), Number.POSITIVE_INFINITY),
    maxFitted: live.reduce((max, { fitted }) => Math.max(max, fitted), Number.NEGATIVE_INFINITY),
    maxResidual: most(({ weighed }) => Math.abs(weighed)),
    maxLeverage: most(({ leverage }) => leverage),
    maxStandardised: most(({ standardised }) => Math.abs(standardised)),
    squareGradient,
  };
}

/** A full sort, cut off. */
function topOf(values: ArrayLike<number>, nTop: number): TopRows {
  const rows = Array.from({ length: values.length }, (_, i) => i).filter((i) => !Number.isNaN(values[i]));
  const size = (i: number) => Math.abs(values[i] as number);
  // Infinity − Infinity is no order.
  rows.sort((a, b) => (size(a) === size(b) ? a - b : size(b) - size(a)));
  const best = rows.slice(0, nTop);
  return { values: Float64Array.from(best, (i) => values[i] as number), rows: Float64Array.from(best) };
}

function drawnOf(block: Block, measures: RowMeasures, weighed: Float64Array, sums: DiagnoseSums): DrawnRows {
  const drawing = new Drawing(block);
  drawing.add({ ...measures, standardised: measures.standardised.slice(), weighed }, sums);
  return drawing.drawn;
}

/** See `Backend.diagnose`. */
export function diagnose(block: Block, request: DiagnoseRequest): Diagnosis {
  checkBlock(block);
  const p = block.columns.length - 1;
  checkRequest(request, p);
  const factors = influenceFactors(request, dense);
  const rows = Array.from({ length: block.n }, (_, i) => rowAt(block, request, factors, i));
  const column = (of: (row: Row) => number) => Float64Array.from(rows, (row) => (row ? of(row) : Number.NaN));
  const terms = Array.from({ length: p + 1 }, (_, k) => k);
  const measures: RowMeasures = {
    // A row without weight has a fitted value all the same.
    fitted: Float64Array.from(rows, (_, i) => request.predictor.intercept + slopesAt(block, request.predictor, i)),
    residual: column(({ residual }) => residual),
    rootWeight: Float64Array.from(rows, (row) => row?.rootWeight ?? 0),
    leverage: column(({ leverage }) => leverage),
    standardised: column(({ standardised }) => standardised),
    studentised: column(({ studentised }) => studentised),
    cooks: column(({ cooks }) => cooks),
    dffits: column(({ dffits }) => dffits),
    dfbetas: terms.map((k) => column(({ dfbetas }) => dfbetas[k] as number)),
  };
  const top = (values: Float64Array) => topOf(values, request.nTop);
  const found = {
    sums: sumsOf(block, rows, request),
    top: {
      studentised: top(measures.studentised),
      leverage: top(measures.leverage),
      cooks: top(measures.cooks),
      dffits: top(measures.dffits),
      dfbetas: measures.dfbetas.map(top),
    },
  };
  return {
    ...found,
    ...(request.rows && { rows: measures }),
    ...(request.drawn && {
      drawn: drawnOf(
        block,
        measures,
        column(({ weighed }) => weighed),
        found.sums,
      ),
    }),
  };
}
