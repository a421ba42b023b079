// Amounts in words: the numbers of one sentence printed alike, with no more decimals than their interval can tell.

import { msg, str } from "@lit/localize";
import { numberFormats } from "#base/format.ts";

/** How the numbers of one sentence are printed. */
export interface AmountStyle {
  locale: string;
  /** "$", "%", "visits"; empty for pure numbers. */
  unit: string;
  decimals: number;
}

const formatters = new Map<string, Intl.NumberFormat>();

function formatter(locale: string, unit: string, decimals: number): Intl.NumberFormat {
  const key = `${locale} ${unit === "$"} ${decimals}`;
  const known = formatters.get(key);
  if (known) return known;
  const money = { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol" } as const;
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const made = new Intl.NumberFormat(locale, unit === "$" ? { ...money, ...digits } : digits);
  formatters.set(key, made);
  return made;
}

/**
 * Decimals (negative: tens, hundreds) with which an interval of half-width `half` spans at least `2·steps` units of the last
 * digit; without an interval, three significant digits. Never more than seven significant digits of the estimate.
 */
export function decimalsOf(estimate: number, half: number | null, steps: number): number {
  const size = estimate === 0 ? 0 : Math.floor(Math.log10(Math.abs(estimate)));
  if (half === null || !(half > 0)) return 2 - size;
  const decimals = -Math.floor(Math.log10(half / steps));
  return estimate === 0 ? decimals : Math.min(decimals, 6 - size);
}

/** Decimals for a sentence: whole dollars or at least cents, whole numbers or what the interval tells. */
export function sentenceDecimals(estimate: number, half: number | null, unit: string): number {
  const decimals = decimalsOf(estimate, half, 2);
  if (unit === "$") return decimals <= 0 ? 0 : Math.max(2, decimals);
  return Math.max(decimals, 0);
}

/** A number without its unit but for `$`, which stands before it. */
export function bareAmount(value: number, style: AmountStyle): string {
  const { locale, unit, decimals } = style;
  if (decimals > 9) return (unit === "$" && value >= 0 ? "$" : "") + numberFormats(locale).coefficient(value);
  const step = 10 ** Math.max(-decimals, 0);
  const rounded = Math.round(value / step) * step;
  return formatter(locale, unit, Math.max(decimals, 0))
    .format(rounded === 0 || step === 1 ? value : rounded)
    .replace(/^-(?=[^1-9]*$)/, "")
    .replace("-", "−");
}

/** A value in its unit, as `$1,234`, `12 %`, `30 visits`. */
export function amount(value: number, style: AmountStyle): string {
  return withUnit(bareAmount(value, style), value, style.unit);
}

/** A difference of values in their unit: of percentages, that is percentage points. */
export function difference(value: number, style: AmountStyle): string {
  const number = bareAmount(value, style);
  if (style.unit !== "%") return withUnit(number, value, style.unit);
  return value === 1 ? msg(str`${number} percentage point`) : msg(str`${number} percentage points`);
}

/** "51,000 to 199,000 visits": the unit once, but for `$`, which stands before each. */
export function span(low: number, high: number, print: (value: number) => string): string {
  const from = print(low);
  const to = print(high);
  const unit = / [^\d]+$/.exec(to)?.[0] ?? "";
  const bare = from.replace(/ [^\d]+$/, "");
  return unit === "" ? msg(str`${from} to ${to}`) : msg(str`${bare} to ${to}`);
}

function withUnit(number: string, value: number, unit: string): string {
  if (unit === "$" || unit === "") return number;
  return `${number} ${value === 1 ? singular(unit) : unit}`;
}

/** "visits" becomes "visit". Catalogues give units in the plural. */
function singular(unit: string): string {
  return /[^s]s$/.test(unit) ? unit.slice(0, -1) : unit;
}
