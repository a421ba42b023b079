// The profile of Box and Cox (1964): how likely the data are under each power of the response, where that is greatest, and
// the powers that a likelihood-ratio test at 5 % does not refuse. All powers of a pass share one set of moments.

import { exp, log } from "#base/elementary.ts";
import { LeastwiseError } from "#base/error.ts";
import type { Plan } from "#formula/types.ts";
import type { Backend } from "#kernel/backend.ts";
import { chiSquaredQuantile } from "../inference/chi-squared.ts";
import { toMoments } from "../moments/state.ts";
import { momentsPass, type WeighedMoments } from "../passes/moments.ts";
import { tableRowOf } from "../passes/pick.ts";
import type { RowBlock, RowPass, Rows } from "../rows.ts";
import { maximum, root } from "./interpolate.ts";
import { residualSums } from "./profile-rss.ts";
import type { BoxCoxProfile } from "./types.ts";

/** Powers at a time: the work of a pass grows with the square of the design's columns and these. */
const MOST_AT_ONCE = 24;
/** Places around each sought power in a pass that looks closer, and how much closer each time. */
const PLACES = [-3, -2, -1, 0, 1, 2, 3];
const CLOSER = 8;
const MAX_PASSES = 4;
/** A sought power moves less than this from one pass to the next. */
const TOL = 1e-7;
/** Where the grid does not hold the interval, it is sought up to here. */
const FAR = 6;

interface LogSum {
  sum: number;
  n: number;
}

/** Σ log y over rows of weight above 0, and their number; rows count as often as a frequency weight says. */
export const logPass: RowPass<{ label: string; frequency: boolean }, LogSum> = {
  run(block, { label, frequency }) {
    const y = responseOf(block);
    let sum = 0;
    let n = 0;
    for (let i = 0; i < block.n; i++) {
      if (block.weights?.[i] === 0) continue;
      const value = y[i] as number;
      if (!(value > 0)) throw notPositive(label, block, i);
      const count = frequency ? (block.weights?.[i] ?? 1) : 1;
      sum += count * log(value);
      n += count;
    }
    return { sum, n };
  },
  merge: (a, b) => ({ sum: a.sum + b.sum, n: a.n + b.n }),
};

/** Moments of the design and of the response under each power, each but for the factor g that makes its Jacobian 1. */
export const powerPass: RowPass<{ lambdas: number[]; meanLog: number; intercept: boolean }, WeighedMoments> = {
  run(block, { lambdas, meanLog, intercept }, backend) {
    const logs = Float64Array.from(responseOf(block), (y, i) => (block.weights?.[i] === 0 ? meanLog : log(y)));
    const powers = lambdas.map((lambda) => {
      // An intercept takes up the constant, which may be much larger than what varies.
      const constant = intercept ? 0 : power1(-meanLog, lambda);
      return logs.map((l) => power1(l - meanLog, lambda) - constant);
    });
    return momentsPass.run({ ...block, columns: [...block.columns.slice(0, -1), ...powers] }, null, backend);
  },
  merge: momentsPass.merge,
};

function responseOf(block: RowBlock): ArrayLike<number> {
  return block.columns.at(-1) ?? new Float64Array(block.n);
}

function notPositive(label: string, block: RowBlock, i: number): LeastwiseError {
  const row = tableRowOf(block, i) + 1;
  const message = `${label}: a power transform needs values > 0; got one that is not in row ${row}`;
  return new LeastwiseError("value-not-finite", message, { at: { row, column: label } });
}

/** (exp(λ·l) − 1)/λ, l at λ = 0. */
function power1(l: number, lambda: number): number {
  const x = lambda * l;
  if (Math.abs(x) < 1e-5) return l * (1 + x / 2 + (x * x) / 6);
  return (exp(x) - 1) / lambda;
}

export interface BoxCoxOptions {
  /** Powers to tell the likelihood of; default −2 to 2 by 0.1. */
  lambdas?: readonly number[];
  /** Whether weights count equal rows. Default false: they are analytic. */
  frequency?: boolean;
}

/**
 * Profile of `plan`, whose response must be positive. logLik(λ) = −n/2·(log 2π + log(rss/n) + 1) + ½Σ log w of the response
 * (y^λ − 1)/(λ·g^(λ−1)), g the geometric mean, so that powers compare. The interval holds the λ whose logLik is at most
 * χ²(0.95, 1)/2 below the greatest.
 *
 * @throws LeastwiseError `value-not-finite` with the row of a response that is not positive; `bad-argument` for lambdas that
 * are not finite; `rows-too-few`
 */
export async function boxCoxOf(
  plan: Plan,
  rows: Pick<Rows, "reduce">,
  backend: Pick<Backend, "dense">,
  { lambdas = DEFAULT_LAMBDAS, frequency = false }: BoxCoxOptions = {},
): Promise<BoxCoxProfile> {
  const grid = checkLambdas(lambdas);
  const { sum, n } = await rows.reduce(logPass, { label: plan.response.label, frequency });
  const p = plan.columns.length;
  const nTerms = p + (plan.intercept ? 1 : 0);
  if (n <= nTerms) {
    const message = `model: must have more rows than terms for a likelihood; got ${n} rows for ${nTerms} terms`;
    throw new LeastwiseError("rows-too-few", message, { value: n });
  }
  const { intercept } = plan;
  const meanLog = sum / n;
  const logLikOf: Profile = async (some) => {
    const values: (number | null)[] = [];
    for (let at = 0; at < some.length; at += MOST_AT_ONCE) {
      const part = some.slice(at, at + MOST_AT_ONCE);
      const found = await rows.reduce(powerPass, { lambdas: part, meanLog, intercept });
      const names = [...plan.columns.map(({ name }) => name), ...part.map((lambda) => `power ${lambda}`)];
      const moments = toMoments(found.moments, names, found.sumLogWeight);
      const { rss } = residualSums(moments, { p, intercept }, backend.dense);
      values.push(
        ...rss.map((value) =>
          value === null ? null : logLik(value, n, frequency ? 0 : moments.sumLogWeight) - n * meanLog,
        ),
      );
    }
    return values;
  };
  return { n, ...(await profileOf(grid, logLikOf)) };
}

const DEFAULT_LAMBDAS = Array.from({ length: 41 }, (_, i) => (i - 20) / 10);

function checkLambdas(lambdas: readonly number[]): number[] {
  const bad = lambdas.find((lambda) => !Number.isFinite(lambda));
  if (bad !== undefined || lambdas.length < 3) {
    const got = bad ?? `${lambdas.length}`;
    throw new LeastwiseError("bad-argument", `lambdas: must be 3 finite numbers or more; got ${got}`, { value: got });
  }
  return [...new Set(lambdas)].sort((a, b) => a - b);
}

/** Of a linear model with normal errors, at its maximum. */
function logLik(rss: number, n: number, sumLogWeight: number): number {
  return (-n / 2) * (log(2 * Math.PI) + log(rss / n) + 1) + sumLogWeight / 2;
}

type Profile = (lambdas: readonly number[]) => Promise<(number | null)[]>;

async function profileOf(grid: number[], logLikOf: Profile): Promise<Omit<BoxCoxProfile, "n">> {
  const values = await logLikOf(grid);
  const reasons: BoxCoxProfile["reasons"] = [];
  const known = grid.flatMap((x, i) => (values[i] === null ? [] : [{ x, y: values[i] as number }]));
  const empty = { lambdas: grid, logLik: values, lambda: null, logLikMax: null, ci95: [null, null] as [null, null] };
  if (known.length < grid.length) {
    reasons.push({ field: "logLik", reason: "the model fits perfectly, to rounding, under some powers" });
    return { ...empty, reasons };
  }
  const all = await widened(known, logLikOf);
  const best = peakOf(all);
  if (best === null) {
    reasons.push({ field: "lambda", reason: `the likelihood is greatest beyond a power of ±${FAR}` });
    return { ...empty, reasons };
  }
  const sought = await refined(all, best, logLikOf);
  if (sought === null) {
    reasons.push({ field: "lambda", reason: "the likelihood has no end: under a power the model fits perfectly" });
    return { ...empty, reasons };
  }
  for (const [end, value] of sought.ci95.entries()) {
    if (value === null) reasons.push({ field: `ci95[${end}]`, reason: `it lies beyond a power of ±${FAR}` });
  }
  return { lambdas: grid, logLik: values, ...sought, reasons };
}

interface Point {
  x: number;
  y: number;
}

const drop = chiSquaredQuantile(0.95, 1) / 2;

/** The points and, where they do not hold the interval on both sides, more of them out to ±FAR. */
async function widened(points: Point[], logLikOf: Profile): Promise<Point[]> {
  const top = Math.max(...points.map(({ y }) => y));
  const [first, last] = [points[0] as Point, points.at(-1) as Point];
  const step = (last.x - first.x) / (points.length - 1);
  const more: number[] = [];
  if (first.y > top - 2 * drop) for (let x = first.x - step; x >= -FAR; x -= step) more.push(x);
  if (last.y > top - 2 * drop) for (let x = last.x + step; x <= FAR; x += step) more.push(x);
  const found = await logLikOf(more);
  const extra = more.flatMap((x, i) => (found[i] === null ? [] : [{ x, y: found[i] as number }]));
  return [...points, ...extra].sort((a, b) => a.x - b.x);
}

/** Index of the highest point, if there are points on both sides of it. */
function peakOf(points: readonly Point[]): number | null {
  const at = points.reduce((most, { y }, i) => (y > (points[most] as Point).y ? i : most), 0);
  return at === 0 || at === points.length - 1 ? null : at;
}

/** Look closer around the peak and both ends of the interval, until they settle; null where the fit is perfect at the peak. */
async function refined(
  points: readonly Point[],
  peak: number,
  logLikOf: Profile,
): Promise<(Pick<BoxCoxProfile, "ci95"> & { lambda: number; logLikMax: number }) | null> {
  let near = around(points, peak);
  let best = maximum(near);
  const crossing = (from: number, by: 1 | -1) => {
    for (let i = from; points[i + by]; i += by) {
      if ((points[i + by] as Point).y < best.y - drop) return around(points, by > 0 ? i + 1 : i - 1);
    }
    return null;
  };
  let ends = [crossing(peak, -1), crossing(peak, 1)];
  const rootIn = (end: Point[] | null, by: number) => (end === null ? null : root(end, best.y - drop, by));
  let found = [rootIn(ends[0] ?? null, -1), rootIn(ends[1] ?? null, 1)];
  let width = (near.at(-1) as Point).x - (near[0] as Point).x;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    width /= CLOSER;
    const centres = [best.x, ...found];
    const asked = centres.map((x) => (x === null ? [] : PLACES.map((place) => x + (place * width) / 6)));
    const values = await logLikOf(asked.flat());
    const pieces = asked.map((xs, k) => {
      const offset = asked.slice(0, k).flat().length;
      return xs.flatMap((x, i) => (values[offset + i] === null ? [] : [{ x, y: values[offset + i] as number }]));
    });
    near = pieces[0] as Point[];
    if (near.length < PLACES.length) return null;
    ends = [pieces[1] as Point[], pieces[2] as Point[]].map((end) => (end.length === 0 ? null : end));
    best = maximum(near);
    found = [rootIn(ends[0] ?? null, -1), rootIn(ends[1] ?? null, 1)];
    const moved = [best.x, ...found].map((x, k) => Math.abs((x ?? 0) - (centres[k] ?? 0)));
    if (Math.max(...moved) < TOL) break;
  }
  return { lambda: best.x, logLikMax: best.y, ci95: [found[0] ?? null, found[1] ?? null] };
}

/** Up to seven neighbouring points about one. */
function around(points: readonly Point[], at: number): Point[] {
  const from = Math.max(0, Math.min(at - 3, points.length - 7));
  return points.slice(from, from + 7);
}
