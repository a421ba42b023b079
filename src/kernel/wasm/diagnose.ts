// The diagnostics pass by the kernel.

import type { Block, DiagnoseRequest, DiagnoseSums, Diagnosis, RowMeasures, TopRows } from "../backend.ts";
import { type InfluenceFactors, influenceFactors } from "../diagnose-weights.ts";
import { Drawing } from "../drawn.ts";
import { checkBlock, checkRequest } from "../shapes.ts";
import type { Arena } from "./arena.ts";
import { denseOf } from "./dense.ts";
import type { Kernel } from "./instance.ts";
import { eachStretch, type Stretch } from "./staging.ts";

/** Values of the state before Σ (r/unit)² (x − centre): pairs, then what addSteps keeps (assembly/rows/diagnose-sums.ts). */
const SUM_VALUES = 34;
const FIRST_EXTREME = 20;
/** Work columns that may be given out, in the kernel's order; `weighed` is no measure. */
const MEASURES = [
  "residual",
  "rootWeight",
  "studentised",
  "cooks",
  "dffits",
  "fitted",
  "leverage",
  "standardised",
] as const;
const FIRST_DRAWN = 5;
const DRAWN_END = 9;

function putRequest(arena: Arena, request: DiagnoseRequest): number {
  const { predictor, rss, dfResidual, rank } = request;
  const scalars = [
    predictor.intercept,
    request.perWeight,
    rss,
    dfResidual > 1 ? 1 / (dfResidual - 1) : 0,
    rss > 0 && dfResidual > 0 ? 1 / Math.sqrt(rss / dfResidual) : 0,
    1 / Math.max(1, rank),
    request.saturation,
    request.origin,
    1 / request.unit,
  ];
  return arena.put(Float64Array.of(...scalars, ...predictor.beta, ...predictor.centre));
}

/** Column j of R⁻¹ behind a start value of 0. */
function putWhiten(arena: Arena, { inverse }: InfluenceFactors, p: number): number {
  const step = p + 1;
  const values = new Float64Array(p * step);
  for (let j = 0; j < p; j++) values.set(inverse.subarray(j * p, (j + 1) * p), j * step + 1);
  return arena.put(values);
}

/** The intercept's factors, then row j of R⁻¹ over its norm, each from the first whitened column of its pair on. */
function putChanges(arena: Arena, { inverse, unitErrors, start, toIntercept }: InfluenceFactors, p: number): number {
  const step = p + 1;
  const values = new Float64Array(step * step);
  values[0] = start;
  values.set(toIntercept, 1);
  for (let k = 1; k <= p; k++) {
    const j = k - 1;
    const first = Math.max(0, (k & ~1) - 1);
    const error = unitErrors[j] as number;
    for (let i = j; i < p; i++) {
      values[k * step + 1 + i - first] = error === 0 ? 0 : (inverse[i * p + j] as number) / error;
    }
  }
  return arena.put(values);
}

function sumsOf(values: Float64Array, p: number): DiagnoseSums {
  const fold = (pair: number) => (values[2 * pair] as number) + (values[2 * pair + 1] as number);
  const most = (pair: number) => Math.max(values[2 * pair] as number, values[2 * pair + 1] as number);
  const [steps, first, last] = values.subarray(30, 33) as unknown as [number, number, number];
  const extreme = FIRST_EXTREME / 2;
  return {
    n: fold(0),
    powers: [fold(1), fold(2), fold(3), fold(4)],
    squares: fold(5),
    quartics: fold(6),
    press: fold(7),
    trace: fold(8),
    nSaturated: fold(9),
    steps,
    first,
    last,
    minFitted: Math.min(values[2 * extreme] as number, values[2 * extreme + 1] as number),
    maxFitted: most(extreme + 1),
    maxResidual: most(extreme + 2),
    maxLeverage: most(extreme + 3),
    maxStandardised: most(extreme + 4),
    squareGradient: Float64Array.from({ length: p }, (_, j) => fold(SUM_VALUES / 2 + j)),
  };
}

function listsOf(values: Float64Array, nTop: number): TopRows[] {
  const size = 1 + 2 * nTop;
  return Array.from({ length: values.length / size }, (_, k) => {
    const length = values[k * size] as number;
    const at = (i: number, offset: number) => values[k * size + 1 + 2 * i + offset] as number;
    return {
      values: Float64Array.from({ length }, (_, i) => at(i, 0)),
      rows: Float64Array.from({ length }, (_, i) => at(i, 1)),
    };
  });
}

/** Room for some values of every row of a stretch in the kernel's memory. */
class RowsOut {
  readonly #arena: Arena;
  readonly #count: number;
  #address = 0;

  constructor(arena: Arena, count: number) {
    this.#arena = arena;
    this.#count = count;
  }

  address({ n }: Stretch): number {
    if (this.#count === 0) return 0;
    this.#address ||= this.#arena.take(this.#count * n * 8);
    return this.#address;
  }

  /** Vector k of a stretch, until the kernel is called again. */
  view(k: number, { n }: Stretch): Float64Array {
    return this.#arena.f64(this.#address + k * n * 8, n);
  }

  /** Copy vectors from `first` on to their places in those of all rows. */
  read(vectors: readonly Float64Array[], stretch: Stretch): void {
    for (const [k, vector] of vectors.entries()) vector.set(this.view(k, stretch), stretch.from);
  }
}

const vectorsOf = (count: number, n: number): Float64Array[] =>
  Array.from({ length: count }, () => new Float64Array(n));

/** Lists as the state holds them, DFBETAS last. */
function topOf(values: Float64Array, nTop: number): Diagnosis["top"] {
  const [studentised, leverage, cooks, dffits, ...dfbetas] = listsOf(values, nTop) as [
    TopRows,
    TopRows,
    TopRows,
    TopRows,
    ...TopRows[],
  ];
  return { studentised, leverage, cooks, dffits, dfbetas };
}

/** See `Backend.diagnose`. */
export function diagnose(kernel: Kernel, block: Block, request: DiagnoseRequest): Diagnosis {
  checkBlock(block);
  const p = block.columns.length - 1;
  checkRequest(request, p);
  const factors = influenceFactors(request, denseOf(kernel));
  const { arena, call } = kernel;
  const { nTop } = request;
  arena.reset();
  const scalars = putRequest(arena, request);
  const whiten = putWhiten(arena, factors, p);
  const betas = putChanges(arena, factors, p);
  const panel = arena.take(call.diagnose_columns(p) * call.STRIDE.value);
  const size = call.diagnose_bytes(p, nTop);
  const state = arena.take(size);
  call.diagnose_begin(p, nTop, state);
  const values = () => arena.f64(state, size / 8);
  const measures = vectorsOf(request.rows ? MEASURES.length : 0, block.n);
  const dfbetas = vectorsOf(request.rows ? p + 1 : 0, block.n);
  const drawing = request.drawn ? new Drawing(block) : null;
  const first = request.rows ? 0 : FIRST_DRAWN;
  const end = drawing ? DRAWN_END : measures.length;
  const nMeasures = Math.max(0, end - first);
  const ofRows = new RowsOut(arena, nMeasures);
  const ofTerms = new RowsOut(arena, dfbetas.length);
  eachStretch(kernel, block, (stretch) => {
    const { columns, weights, from, n } = stretch;
    const out = ofRows.address(stretch);
    const changed = ofTerms.address(stretch);
    const asked = [scalars, whiten, betas, panel, nTop, from, state, out, first, nMeasures, changed] as const;
    call.diagnose_f64(columns, weights, n, p, ...asked);
    ofRows.read(measures, stretch);
    ofTerms.read(dfbetas, stretch);
    if (!drawing) return;
    const [fitted, leverage, standardised, weighed] = [0, 1, 2, 3].map((k) =>
      ofRows.view(FIRST_DRAWN - first + k, stretch),
    ) as [Float64Array, Float64Array, Float64Array, Float64Array];
    drawing.add({ fitted, leverage, standardised, weighed }, sumsOf(values(), p));
  });
  const named = Object.fromEntries(MEASURES.map((name, k) => [name, measures[k]]));
  return {
    sums: sumsOf(values(), p),
    top: topOf(values().subarray(SUM_VALUES + 2 * p), nTop),
    ...(request.rows && { rows: { ...named, dfbetas } as RowMeasures }),
    ...(drawing && { drawn: drawing.drawn }),
  };
}
