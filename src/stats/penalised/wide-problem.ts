// A penalised model of more columns than all products are worth: each column scaled on its own.

import { normalEquations } from "../models/normal-equations.ts";
import { roundingScatter } from "../moments/scale.ts";
import type { ColumnSums } from "../passes/columns.ts";
import type { ResolvedOptions } from "./options.ts";

/** Everything of p columns, on the correlation scale unless it says otherwise. */
export interface WideProblem {
  p: number;
  intercept: boolean;
  n: number;
  weight: number;
  nSeen: number;
  /** Origin of the columns and the response's mean, on the scale of the data; 0 without intercept. */
  centre: Float64Array;
  level: number;
  /** Length of each column; 0 where it is constant. */
  scale: Float64Array;
  tss: number;
  responseSd: number;
  r: Float64Array;
  l1: Float64Array;
  l2: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
  /** A coefficient on the scale of the data over one on the correlation scale. */
  toData: Float64Array;
}

/** Squared lengths about the origin, and products with the response. */
function sumsAbout({ weight, mean, scatter, cross }: ColumnSums, intercept: boolean) {
  if (intercept) return { squares: scatter, products: cross };
  const my = mean[mean.length - 1] as number;
  return {
    squares: scatter.map((s, j) => s + weight * (mean[j] as number) ** 2),
    products: cross.map((s, j) => s + weight * (mean[j] as number) * my),
  };
}

/** @throws LeastwiseError `response-constant`; `value-not-finite` where squares overflow */
export function wideProblem(
  sums: ColumnSums,
  names: string[],
  intercept: boolean,
  options: ResolvedOptions,
): WideProblem {
  const { n, weight, nSeen, mean, scatter } = sums;
  const p = mean.length - 1;
  const { squares, products } = sumsAbout(sums, intercept);
  // The response alone is a model with nothing to fit, with the checks that every model has.
  const own = { n, weight, shift: [], sumLogWeight: 0, names: names.slice(p) };
  const { tss, level } = normalEquations(
    { ...own, mean: [mean[p] as number], scatter: [scatter[p] as number] },
    intercept,
  );
  const length = Math.sqrt(tss);
  const scale = squares.slice(0, p).map((square, j) => {
    const varies = (scatter[j] as number) > roundingScatter(mean[j] as number, weight);
    return varies ? Math.sqrt(square) : 0;
  });
  const toData = scale.map((d) => (d === 0 ? 0 : length / d));
  const units = scale.map((d, j) => {
    if (d === 0) return 0;
    return options.standardize ? Math.sqrt(scatter[j] as number) / d : Math.sqrt(weight) / d;
  });
  const onScale = (bounds: Float64Array) =>
    bounds.map((bound, j) => (toData[j] === 0 || bound === 0 ? 0 : bound / (toData[j] as number)));
  const l1 = options.penaltyFactors.map((factor, j) => factor * (units[j] as number));
  return {
    p,
    intercept,
    n,
    weight,
    nSeen,
    centre: intercept ? mean.slice(0, p) : new Float64Array(p),
    level,
    scale,
    tss,
    responseSd: Math.sqrt(tss / weight),
    r: scale.map((d, j) => (d === 0 ? 0 : (products[j] as number) / d / length)),
    l1,
    l2: l1.map((value, j) => value * (units[j] as number)),
    lower: onScale(options.lower),
    upper: onScale(options.upper),
    toData,
  };
}
