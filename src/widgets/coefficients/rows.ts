// What the table of a fit shows, row by row, as text and drawing values. Nothing is drawn here.

import { msg, str } from "@lit/localize";
import { numberFormats } from "#base/format.ts";
import type { Interval } from "#charts/mark/interval-scale.ts";
import { bareAmount, decimalsOf } from "./words/amount.ts";
import { isUnitRange, quoted, type Reading, variableOf } from "./words/names.ts";
import { reasonOf } from "./words/obstacle.ts";
import type { Said } from "./words/said.ts";
import { sentenceOf } from "./words/sentence.ts";
import { atomsOf, columnsOf } from "./words/structure.ts";

/** A number of the table, or why there is none. */
export interface Cell {
  text: string;
  reason?: string;
}

export interface Row {
  /** R's coefficient name. */
  name: string;
  /** Level or step that the drawing stands for: "against east", "1 SD = $25,900". */
  step: string;
  aliased: boolean;
  estimate: Cell;
  interval: Cell;
  error: Cell;
  t: Cell;
  p: Cell;
  /** What is drawn: the estimate for one step, in the response's unit; null for the intercept and where there is none. */
  drawn: Interval | null;
  said: Said;
}

/** Every row of the fit. */
export function rowsOf(reading: Reading): Row[] {
  const spreads = spreadsOf(reading);
  return reading.fit.terms.map((_, i) => rowOf(reading, i, spreads));
}

function rowOf(reading: Reading, i: number, spreads: readonly (number | null)[]): Row {
  const { fit, locale } = reading;
  const formats = numberFormats(locale);
  const cell = (field: "standardErrors" | "t" | "p", print: (value: number) => string): Cell => {
    const value = fit[field][i] ?? null;
    return value === null ? absent(reading, i, field) : { text: print(value) };
  };
  const estimate = fit.coefficients[i] ?? null;
  const ends = fit.ci95[i] ?? null;
  const half = ends && (ends[1] - ends[0]) / 2;
  const print = printer(estimate ?? 0, half, locale);
  const name = fit.terms[i] ?? "";
  return {
    name,
    ...stepOf(reading, i, spreads),
    aliased: fit.aliased.includes(name),
    estimate: estimate === null ? absent(reading, i, "coefficients") : { text: print(estimate) },
    interval: ends === null ? absent(reading, i, "ci95") : { text: msg(str`${print(ends[0])} to ${print(ends[1])}`) },
    error: cell("standardErrors", formats.coefficient),
    t: cell("t", formats.coefficient),
    p: cell("p", formats.p),
    said: sentenceOf(reading, i),
  };
}

function absent(reading: Reading, i: number, field: string): Cell {
  return { text: "–", reason: reasonOf(reading.fit, i, reading.fit.coefficients[i] === null ? "coefficients" : field) };
}

/** Estimate and interval alike: the interval spans at least twenty units of the last digit, or whole numbers. */
function printer(estimate: number, half: number | null, locale: string): (value: number) => string {
  const size = Math.max(Math.abs(estimate), half ?? 0);
  const formats = numberFormats(locale);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return formats.coefficient;
  const decimals = Math.max(0, decimalsOf(estimate, half, 10));
  return (value) => bareAmount(value, { locale, unit: "", decimals });
}

/** Standard deviation of each design column (root mean square without intercept); null where it is aliased. */
function spreadsOf({ fit }: Reading): (number | null)[] {
  const { R, weight } = fit.covariance;
  const first = fit.plan.intercept ? 1 : 0;
  const denominator = fit.plan.intercept ? (weight * (fit.n - 1)) / fit.n : weight;
  let at = 0;
  let kept = 0;
  return fit.plan.columns.map((_, j) => {
    if ((fit.coefficients[j + first] ?? null) === null) return null;
    kept += 1;
    let sum = 0;
    for (let i = 0; i < kept; i++) sum += (R[at + i] ?? 0) ** 2;
    at += kept;
    return Math.sqrt(sum / denominator);
  });
}

/** The step that is drawn: a level against its baseline, or one standard deviation more of anything else. */
function stepOf(reading: Reading, i: number, spreads: readonly (number | null)[]): Pick<Row, "step" | "drawn"> {
  const { fit } = reading;
  const j = fit.plan.intercept ? i - 1 : i;
  const column = fit.plan.columns[j];
  const value = fit.coefficients[i] ?? null;
  const spread = spreads[j] ?? null;
  if (column === undefined || value === null) return { step: "", drawn: null };
  const atoms = atomsOf(fit.plan, column);
  const [only, second] = atoms;
  const isContrast = atoms.every((atom) => atom.kind === "level");
  const isSwitch = second === undefined && only?.kind === "linear" && isUnitRange(variableOf(reading, only.variable));
  const size = isContrast || isSwitch ? 1 : spread;
  if (size === null) return { step: "", drawn: null };
  const [low, high] = fit.ci95[i] ?? [value, value];
  const drawn = { low: low * size, estimate: value * size, high: high * size };
  if (isContrast) {
    const against = second === undefined && only?.kind === "level" ? msg(str`against ${quoted(only.baseline)}`) : "";
    return { step: against, drawn };
  }
  if (isSwitch) return { step: msg("1 against 0"), drawn };
  const variable = second === undefined && only?.kind === "linear" ? variableOf(reading, only.variable) : null;
  const unit = variable?.unit ?? "";
  return { step: msg(str`1 SD = ${spreadWords(size, unit, reading.locale)}`), drawn };
}

/** A spread to three significant digits, money in whole dollars from ten on. */
function spreadWords(spread: number, unit: string, locale: string): string {
  const formats = numberFormats(locale);
  if (unit === "$") return formats.money(spread);
  return unit === "" ? formats.coefficient(spread) : `${formats.coefficient(spread)} ${unit}`;
}

/** Title and unit of the axis: what one unit along it is. */
export function axisOf(reading: Reading): { label: string; unit: string; percent: boolean } {
  const { expr, label } = reading.fit.plan.response;
  if (expr.kind === "column") {
    const variable = variableOf(reading, expr.name);
    return { label: variable.label, unit: variable.unit, percent: false };
  }
  if (expr.kind === "call" && expr.fn === "log") {
    const [name] = columnsOf(expr);
    const isPlain = expr.arg.kind === "column" && name !== undefined;
    return { label: isPlain ? variableOf(reading, name).label : label, unit: "", percent: true };
  }
  return { label: quoted(label), unit: "", percent: false };
}
