// A coefficient as a difference of the response, in words: "$0.82 more revenue", "sale price about 12 % higher".

import { msg, str } from "@lit/localize";
import type { Fit } from "#engine/index.ts";
import { type AmountStyle, amount, difference, sentenceDecimals, span } from "./amount.ts";
import { isLevel, quoted, type Reading, type Variable, variableOf } from "./names.ts";

/** The response as sentences need it. */
export interface Response {
  label: string;
  unit: string;
  /** "log": differences are ratios, said in percent. */
  scale: "plain" | "log";
  variable: Variable | null;
}

/** An estimate with its interval, where there is one, already multiplied by the step it is said for. */
export interface Estimate {
  value: number;
  interval: [number, number] | null;
}

/** A difference in words: what it is, and its interval in brackets with a space before it (empty without one). */
export interface EffectWords {
  what: string;
  interval: string;
}

export function responseOf(reading: Reading): Response {
  const { expr, label } = reading.fit.plan.response;
  const plain = expr.kind === "column" ? expr.name : null;
  const logged = expr.kind === "call" && expr.fn === "log" && expr.arg.kind === "column" ? expr.arg.name : null;
  const name = plain ?? logged;
  if (name === null) return { label: quoted(label), unit: "", scale: "plain", variable: null };
  const variable = variableOf(reading, name);
  return { label: variable.label, unit: variable.unit, scale: logged === null ? "plain" : "log", variable };
}

/** The estimate of design term `i` times `step`; null where the fit has none. */
export function estimateOf(fit: Fit, i: number, step: number): Estimate | null {
  const value = fit.coefficients[i];
  if (value === null || value === undefined) return null;
  const interval = fit.ci95[i] ?? null;
  return { value: value * step, interval: interval === null ? null : [interval[0] * step, interval[1] * step] };
}

/** On the scale that is said: percent for a logged response. */
function said(estimate: Estimate, response: Response): Estimate {
  if (response.scale === "plain") return estimate;
  const percent = (value: number) => 100 * Math.expm1(value);
  const { value, interval } = estimate;
  return { value: percent(value), interval: interval && [percent(interval[0]), percent(interval[1])] };
}

/** Print a size of the response's differences. */
function sizes(of: Estimate, response: Response, locale: string): (value: number) => string {
  const isLogged = response.scale === "log";
  const unit = isLogged ? "" : response.unit;
  const half = of.interval && (of.interval[1] - of.interval[0]) / 2;
  const style: AmountStyle = { locale, unit, decimals: sentenceDecimals(of.value, half, unit) };
  // An end that is almost no difference is not printed as none.
  while (style.decimals < 9 && of.interval?.some((end) => end !== 0 && Math.abs(end) < 0.5 * 10 ** -style.decimals)) {
    style.decimals += unit === "$" && style.decimals === 0 ? 2 : 1;
  }
  return (value) => (isLogged ? `${difference(value, style)} %` : difference(value, style));
}

/** "$0.82 more revenue", "a $300 higher sale price", "traffic higher by 3 visits". */
export function differenceWords(estimate: Estimate, response: Response, locale: string): EffectWords {
  const of = said(estimate, response);
  const size = sizes(of, response, locale);
  const amountLike = response.unit === "$" && !isLevel(response.label);
  return { what: whatWords(of.value, response, size), interval: intervalWords(of, size, amountLike) };
}

function whatWords(value: number, response: Response, size: (value: number) => string): string {
  const { label } = response;
  const q = size(Math.abs(value));
  const up = value >= 0;
  const money = response.unit === "$";
  if (response.scale === "log") {
    if (money && !isLevel(label)) return up ? msg(str`about ${q} more ${label}`) : msg(str`about ${q} less ${label}`);
    if (money) return up ? msg(str`a ${label} about ${q} higher`) : msg(str`a ${label} about ${q} lower`);
    return up ? msg(str`${label} about ${q} higher`) : msg(str`${label} about ${q} lower`);
  }
  if (money && !isLevel(label)) return up ? msg(str`${q} more ${label}`) : msg(str`${q} less ${label}`);
  if (money) return up ? msg(str`a ${q} higher ${label}`) : msg(str`a ${q} lower ${label}`);
  return up ? msg(str`${label} higher by ${q}`) : msg(str`${label} lower by ${q}`);
}

function intervalWords(of: Estimate, size: (value: number) => string, amountLike: boolean): string {
  if (of.interval === null) return "";
  const [low, high] = of.interval;
  const a = size(Math.abs(low));
  const b = size(Math.abs(high));
  if (low >= 0 && high >= 0) return msg(str` (95 % interval ${span(low, high, size)})`);
  if (low <= 0 && high <= 0) {
    const lower = span(-high, -low, size);
    return amountLike ? msg(str` (95 % interval ${lower} less)`) : msg(str` (95 % interval ${lower} lower)`);
  }
  return amountLike
    ? msg(str` (95 % interval ${a} less to ${b} more, which includes no difference)`)
    : msg(str` (95 % interval ${a} lower to ${b} higher, which includes no difference)`);
}

/** "raised revenue by $0.82": only where the predictor was assigned by chance. */
export function causalWords(estimate: Estimate, response: Response, locale: string): EffectWords {
  const of = said(estimate, response);
  const size = sizes(of, response, locale);
  const q = response.scale === "log" ? msg(str`about ${size(Math.abs(of.value))}`) : size(Math.abs(of.value));
  const { label } = response;
  const what = of.value >= 0 ? msg(str`raised ${label} by ${q}`) : msg(str`lowered ${label} by ${q}`);
  if (of.interval === null) return { what, interval: "" };
  const [low, high] = of.interval;
  const a = size(Math.abs(low));
  const b = size(Math.abs(high));
  if (low >= 0) return { what, interval: msg(str` (95 % interval ${span(low, high, size)})`) };
  if (high <= 0) return { what, interval: msg(str` (95 % interval ${span(-high, -low, size)})`) };
  return {
    what,
    interval: msg(str` (95 % interval: from lowered by ${a} to raised by ${b}, which includes no effect)`),
  };
}

/** A difference of differences: "$0.20 larger", "3 % smaller". */
export function changeWords(estimate: Estimate, response: Response, locale: string): EffectWords {
  const of = said(estimate, response);
  const size = sizes(of, response, locale);
  const q = size(Math.abs(of.value));
  const what = of.value >= 0 ? msg(str`${q} higher`) : msg(str`${q} lower`);
  return { what, interval: intervalWords(of, size, false) };
}

/** A value of the response itself (geometric mean where it is logged). */
export function meanWords(estimate: Estimate, response: Response, locale: string): EffectWords {
  const of: Estimate =
    response.scale === "plain"
      ? estimate
      : {
          value: Math.exp(estimate.value),
          interval: estimate.interval && [Math.exp(estimate.interval[0]), Math.exp(estimate.interval[1])],
        };
  const half = of.interval && (of.interval[1] - of.interval[0]) / 2;
  const style: AmountStyle = { locale, unit: response.unit, decimals: sentenceDecimals(of.value, half, response.unit) };
  const what = amount(of.value, style);
  if (of.interval === null) return { what, interval: "" };
  const reach = span(of.interval[0], of.interval[1], (value) => amount(value, style));
  return { what, interval: msg(str` (95 % interval ${reach})`) };
}
