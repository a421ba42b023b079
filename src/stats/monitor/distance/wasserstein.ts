// The Wasserstein-1 distance, the area between two distribution functions: exact from values, by straight lines from bins.

import type { NumberProfile } from "../types.ts";
import { type Distribution, together } from "./distribution.ts";
import { total } from "./total.ts";

/** ∫ |F − G|, exact, in the unit of the values. Neither distribution may be empty. */
export function wasserstein(a: Distribution, b: Distribution): number {
  const joint = together(a, b);
  const n = total(a.count);
  const m = total(b.count);
  let countA = 0;
  let countB = 0;
  let area = 0;
  for (let i = 0; i + 1 < joint.value.length; i++) {
    countA += joint.a[i] as number;
    countB += joint.b[i] as number;
    const gap = Math.abs(countA * m - countB * n) / n / m;
    area += gap * ((joint.value[i + 1] as number) - (joint.value[i] as number));
  }
  return area;
}

/** A distribution function of straight lines: from `after[i]` at x[i] up to `before[i + 1]` at x[i + 1]. */
interface Lines {
  x: number[];
  before: number[];
  after: number[];
}

/** The function of a window counted on a grid: its values between two points, or beyond the last, are spread evenly. */
function linesOf({ n, min, max, grid, at, between }: NumberProfile): Lines {
  const lines: Lines = { x: [], before: [], after: [] };
  let sum = 0;
  const add = (x: number, inside: number, here: number) => {
    sum += inside;
    lines.x.push(x);
    lines.before.push(sum / n);
    sum += here;
    lines.after.push(sum / n);
  };
  const first = grid[0] ?? Number.POSITIVE_INFINITY;
  const last = grid[grid.length - 1] ?? Number.NEGATIVE_INFINITY;
  if (min !== null && min < first) add(min, 0, 0);
  for (const [i, x] of grid.entries()) add(x, between[i] as number, at[i] as number);
  if (max !== null && max > last) add(max, between[grid.length] as number, 0);
  return lines;
}

/** Where a function of lines stands just before and just after each of `points`, which increase and include its own. */
function sampled({ x, before, after }: Lines, points: readonly number[]): { before: number[]; after: number[] } {
  const out: { before: number[]; after: number[] } = { before: [], after: [] };
  let i = 0;
  for (const point of points) {
    while (i < x.length && (x[i] as number) < point) i++;
    if (i < x.length && x[i] === point) {
      out.before.push(before[i] as number);
      out.after.push(after[i] as number);
      continue;
    }
    const value = i === 0 ? 0 : i === x.length ? 1 : between({ x, before, after }, i, point);
    out.before.push(value);
    out.after.push(value);
  }
  return out;
}

function between({ x, before, after }: Lines, i: number, point: number): number {
  const from = x[i - 1] as number;
  const low = after[i - 1] as number;
  const share = (point - from) / ((x[i] as number) - from);
  return low + share * ((before[i] as number) - low);
}

/** ∫ |d| over a stretch of length `width` where d goes straight from `from` to `to`. */
function areaUnder(from: number, to: number, width: number): number {
  const a = Math.abs(from);
  const b = Math.abs(to);
  if (from * to >= 0) return 0.5 * (a + b) * width;
  return ((0.5 * (a * a + b * b)) / (a + b)) * width;
}

/** ∫ |F − G| of two windows counted on one grid, both taken as straight lines between its points. Neither may be empty. */
export function wassersteinOnGrid(a: NumberProfile, b: NumberProfile): number {
  const lines = [linesOf(a), linesOf(b)] as const;
  const points = [...new Set([...lines[0].x, ...lines[1].x])].sort((x, y) => x - y);
  const F = sampled(lines[0], points);
  const G = sampled(lines[1], points);
  let area = 0;
  for (let i = 0; i + 1 < points.length; i++) {
    const from = (F.after[i] as number) - (G.after[i] as number);
    const to = (F.before[i + 1] as number) - (G.before[i + 1] as number);
    area += areaUnder(from, to, (points[i + 1] as number) - (points[i] as number));
  }
  return area;
}
