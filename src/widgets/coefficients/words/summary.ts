// What a fit says as a whole: the few numbers that matter, and one sentence of them.

import { msg, str } from "@lit/localize";
import { numberFormats } from "#base/format.ts";
import { bareAmount } from "./amount.ts";
import { responseOf } from "./effect.ts";
import { type Reading, rowsNoun } from "./names.ts";

/** A number with its name; `reason` says why there is none, `note` what it means. */
export interface Figure {
  name: string;
  text: string;
  note?: string;
  reason?: string;
}

/** R², adjusted R², sigma in the response's unit, F with its p, and the rows used and dropped. */
export function figuresOf(reading: Reading): Figure[] {
  const { fit, locale, dataSet } = reading;
  const formats = numberFormats(locale);
  const response = responseOf(reading);
  const sigma = fit.sigma === null ? null : formats.quantity(fit.sigma, response.scale === "log" ? "" : response.unit);
  const sigmaNote = response.scale === "log" ? fit.plan.response.label : undefined;
  const figure = (name: string, field: string, text: string | null, note?: string): Figure => {
    const reason = fit.reasons.find((entry) => entry.field === field)?.reason;
    const given = note === undefined ? {} : { note };
    return text === null ? { name, text: "–", ...(reason ? { reason } : {}) } : { name, text, ...given };
  };
  const f = fit.f;
  return [
    figure("R²", "rSquared", fit.rSquared === null ? null : shareWords(fit.rSquared, locale)),
    figure(msg("Adjusted R²"), "adjRSquared", fit.adjRSquared === null ? null : shareWords(fit.adjRSquared, locale)),
    figure(msg("Residual SD"), "sigma", sigma, sigmaNote),
    figure(
      "F",
      "f",
      f && formats.coefficient(f.value),
      f ? msg(str`on ${formats.count(f.df1)} and ${formats.count(f.df2)}, p ${equals(formats.p(f.p))}`) : undefined,
    ),
    {
      name: capital(rowsNoun(dataSet)),
      text: formats.count(fit.n),
      note:
        fit.nDropped === 0
          ? msg("none left out")
          : msg(str`${formats.count(fit.nDropped)} left out, with a value missing`),
    },
  ];
}

/** R² to three decimals, or to as many as keep it apart from 1. */
function shareWords(share: number, locale: string): string {
  const rest = 1 - share;
  const decimals = rest > 0 ? Math.min(9, Math.max(3, 1 - Math.floor(Math.log10(rest)))) : 3;
  return bareAmount(share, { locale, unit: "", decimals: rest < 0.01 ? decimals : 3 });
}

function equals(p: string): string {
  return p.startsWith("<") ? p : `= ${p}`;
}

function capital(noun: string): string {
  return noun.charAt(0).toLocaleUpperCase() + noun.slice(1);
}

/** "The model accounts for 59.8 % of the variance of revenue over 1,000 days; a typical day lies $18,200 from it." */
export function summarySentence(reading: Reading): string {
  const { fit, locale, dataSet } = reading;
  const formats = numberFormats(locale);
  const response = responseOf(reading);
  const rows = rowsNoun(dataSet);
  const n = formats.count(fit.n);
  if (fit.rSquared === null) return msg(str`A model of ${n} ${rows}.`);
  const label = response.scale === "log" ? fit.plan.response.label : response.label;
  const share = formats.share(fit.rSquared);
  const about = fit.plan.intercept
    ? msg(str`The model accounts for ${share} of the variance of ${label} over ${n} ${rows}`)
    : msg(
        str`Without an intercept, the model accounts for ${share} of the sum of squares of ${label} about zero over ${n} ${rows}`,
      );
  if (fit.sigma === null) return `${about}.`;
  const miss =
    response.scale === "log" ? formats.share(Math.expm1(fit.sigma)) : formats.quantity(fit.sigma, response.unit);
  return msg(str`${about}; its typical miss is ${miss}.`);
}
