// Sums of squares of terms from a fit alone: its coefficients and the factor of its scatter, whose condition is the square
// root of the moments'. No row is read, and what is refined in the fit is refined here.

import type { Plan } from "#formula/types.ts";
import type { Dense } from "#kernel/backend.ts";
import { predictorOf } from "../../models/predict.ts";
import type { Fit } from "../../types.ts";
import { unitCovariance, waldForm } from "../hypothesis/spread.ts";
import { isWithin, termVariables } from "../plan-terms.ts";
import type { AnovaType } from "../types.ts";

/** One term: how much of the total it explains after the terms that its type puts before it. */
export interface TermSum {
  term: string;
  df: number;
  sumSq: number;
}

/** A fit's kept columns as the factor R and the effects R·beta, and which of them are each term's. */
interface Effects {
  /** Columns of R, p values each. */
  columns: Float64Array[];
  effects: Float64Array;
  /** Places of each term's kept columns among the kept ones, and among the fit's terms. */
  places: number[][];
  coefficients: number[][];
}

function effectsOf(fit: Fit): Effects {
  const { whiten, predictor, columns: kept } = predictorOf(fit);
  const { p, R } = whiten;
  const columns = Array.from({ length: p }, (_, j) => R.slice(j * p, (j + 1) * p));
  const effects = new Float64Array(p);
  for (const [j, column] of columns.entries()) {
    for (let i = 0; i <= j; i++)
      effects[i] = (effects[i] as number) + (column[i] as number) * (predictor.beta[j] as number);
  }
  const { plan } = fit;
  const first = plan.intercept ? 1 : 0;
  const places = plan.terms.map((_, t) =>
    Array.from(kept).flatMap((j, at) => (plan.columns[j]?.term === t ? [at] : [])),
  );
  return { columns, effects, places, coefficients: places.map((own) => own.map((at) => (kept[at] as number) + first)) };
}

/** Make the columns triangular, one after the other, by reflections (Householder), which `target` takes part in. In place. */
function reflect(columns: Float64Array[], target: Float64Array): void {
  for (const [k, column] of columns.entries()) {
    const v = column.slice(k);
    const norm = Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
    if (norm === 0) continue;
    v[0] = (v[0] as number) + ((v[0] as number) < 0 ? -norm : norm);
    const scale = 2 / v.reduce((sum, x) => sum + x * x, 0);
    for (const other of [...columns.slice(k), target]) {
      const dot = v.reduce((sum, x, i) => sum + x * (other[k + i] as number), 0) * scale;
      for (const [i, x] of v.entries()) other[k + i] = (other[k + i] as number) - dot * x;
    }
  }
}

/** What the columns at `own` explain after those at `before`, without the others. */
function sumAfter({ columns, effects }: Effects, before: readonly number[], own: readonly number[]): number {
  const ordered = [...before, ...own].map((at) => (columns[at] as Float64Array).slice());
  const target = effects.slice();
  reflect(ordered, target);
  return target.subarray(before.length, before.length + own.length).reduce((sum, z) => sum + z * z, 0);
}

/** What coefficients explain after all others: b′ (V/sigma²)⁻¹ b. */
function sumLast(fit: Fit, own: readonly number[], dense: Dense): number {
  const forms = own.map((at) => Float64Array.from(fit.terms, (_, j) => (j === at ? 1 : 0)));
  const b = own.map((at) => fit.coefficients[at] ?? 0);
  return waldForm(b, unitCovariance(fit, forms, dense), dense).sum;
}

/** Terms that contain each term, which type II leaves out of the model that it is tested in. */
function containing(plan: Plan): number[][] {
  const variables = termVariables(plan);
  return variables.map((own) => variables.flatMap((other, t) => (isWithin(own, other) ? [t] : [])));
}

/** Sums of squares of a fit's terms: type I in their order, type II each without those that contain it, type III each last. */
export function termSums(fit: Fit, type: AnovaType, dense: Dense): TermSum[] {
  const found = effectsOf(fit);
  const { effects, places, coefficients } = found;
  const outside = type === "II" ? containing(fit.plan) : [];
  const rows = fit.plan.terms.map((term, t): TermSum => {
    const own = places[t] ?? [];
    const df = own.length;
    if (df === 0) return { term, df, sumSq: 0 };
    if (type === "I") return { term, df, sumSq: own.reduce((sum, at) => sum + (effects[at] as number) ** 2, 0) };
    const left = (outside[t] ?? []).filter((other) => places[other]?.length);
    if (left.length === 0) return { term, df, sumSq: sumLast(fit, coefficients[t] ?? [], dense) };
    const before = places.flatMap((at, other) => (other === t || left.includes(other) ? [] : at));
    return { term, df, sumSq: sumAfter(found, before, own) };
  });
  if (type !== "III" || !fit.plan.intercept) return rows;
  return [{ term: "(Intercept)", df: 1, sumSq: sumLast(fit, [0], dense) }, ...rows];
}
