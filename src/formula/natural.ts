// Natural cubic splines: the cubic B-splines that are straight at both boundaries, in the coordinates that R's `ns` takes.

import { clampedSpan, paddedKnots, splineAt } from "./spline.ts";
import type { Basis } from "./types.ts";

type Spline = Extract<Basis, { kind: "spline" }>;

const DEGREE = 3;

/** Fill the columns of a natural basis at every x; beyond the boundary each goes on as a straight line. */
export function naturalValues({ knots, boundary }: Spline, x: ArrayLike<number>, columns: Float64Array[]): void {
  const t = paddedKnots(knots, boundary, DEGREE);
  const project = projection(t, boundary);
  const edge = (at: number, derivative: number) => projected(t, project, { at, derivative });
  const [low, high] = boundary;
  const ends = [low, high].map((at) => ({ at, value: edge(at, 0), slope: edge(at, 1) }));
  for (let i = 0; i < x.length; i++) {
    const at = x[i] as number;
    const end = at < low ? ends[0] : at > high ? ends[1] : undefined;
    const values = end === undefined ? edge(at, 0) : null;
    for (const [j, column] of columns.entries()) {
      column[i] =
        values === null && end !== undefined
          ? (end.value[j] as number) + (at - end.at) * (end.slope[j] as number)
          : (values?.[j] as number);
    }
  }
}

/** The B-splines but the first at `at`, in the coordinates of the natural basis. */
function projected(
  t: readonly number[],
  project: readonly number[][],
  { at, derivative }: { at: number; derivative: number },
): number[] {
  const span = clampedSpan(t, DEGREE, at);
  const values = splineAt(t, { degree: DEGREE, span, derivative }, at);
  const out = new Array<number>(project[0]?.length ?? 0).fill(0);
  for (const [r, value] of values.entries()) {
    const row = project[span - DEGREE + r - 1];
    if (row) for (const [j, factor] of row.entries()) out[j] = (out[j] as number) + value * factor;
  }
  return out;
}

/**
 * A row for each B-spline but the first: the orthogonal complement of the second derivatives at both boundaries, by the
 * Householder reflections of LINPACK's dqrdc, whose signs R's basis has.
 */
function projection(t: readonly number[], boundary: readonly [number, number]): number[][] {
  const size = t.length - DEGREE - 2;
  const bends = boundary.map((at) => {
    const span = clampedSpan(t, DEGREE, at);
    const row = new Array<number>(size).fill(0);
    for (const [r, value] of splineAt(t, { degree: DEGREE, span, derivative: 2 }, at).entries()) {
      if (span - DEGREE + r >= 1) row[span - DEGREE + r - 1] = value;
    }
    return row;
  });
  const first = reflectorOf(bends[0] as number[], 0);
  const second = reflectorOf(reflected(first, bends[1] as number[], 0), 1);
  return Array.from({ length: size }, (_, i) => {
    const unit = Array.from({ length: size }, (_, r) => (r === i ? 1 : 0));
    return reflected(second, reflected(first, unit, 0), 1).slice(2);
  });
}

/** x from place `from` on, divided by its norm with the sign of the first and 1 added to that. */
function reflectorOf(x: readonly number[], from: number): number[] {
  const norm = Math.sqrt(x.slice(from).reduce((sum, v) => sum + v * v, 0));
  const head = x[from] as number;
  const signed = head < 0 ? -norm : norm;
  return x.map((value, i) => (i < from ? 0 : value / signed + (i === from ? 1 : 0)));
}

function reflected(reflector: readonly number[], y: readonly number[], from: number): number[] {
  const dot = reflector.reduce((sum, v, i) => sum + v * (y[i] as number), 0);
  const step = -dot / (reflector[from] as number);
  return y.map((value, i) => value + step * (reflector[i] as number));
}
