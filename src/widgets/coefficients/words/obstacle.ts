// Why a coefficient has no number, or no sentence of its own.

import { msg, str } from "@lit/localize";
import { quoted, type Reading, valueWords, variableOf } from "./names.ts";
import { listWords } from "./predictor.ts";
import type { Obstacle } from "./structure.ts";

/** Why a coefficient is missing. */
export function absentWords(reading: Reading, i: number): string {
  const { fit } = reading;
  const term = fit.terms[i] ?? "";
  if (fit.aliased.includes(term)) {
    return msg(
      str`No estimate: ${quoted(term)} can be worked out exactly from the terms above it, so no data could tell its share from theirs. Leave out one of them.`,
    );
  }
  return msg(str`No estimate: ${reasonOf(fit, i, "coefficients")}.`);
}

/** The fit's own words for why entry `i` of `field` is missing. */
export function reasonOf(fit: Reading["fit"], i: number, field: string): string {
  const own = fit.reasons.find((entry) => entry.field === `${field}[${fit.terms[i] ?? ""}]`);
  const all = fit.reasons.find((entry) => entry.field === field);
  return (own ?? all)?.reason ?? msg("it is not finite");
}

export function obstacleWords(reading: Reading, obstacle: Obstacle): string {
  switch (obstacle.kind) {
    case "curve":
      return msg(
        str`No single sentence: ${quoted(obstacle.label)} is curved, so the difference that goes with one step depends on where the step starts.`,
      );
    case "part":
      return msg(
        str`No single sentence: this is one of several columns made of ${quoted(obstacle.label)}, which are read together.`,
      );
    case "product":
      return msg(
        str`No single sentence: this multiplies ${listWords(obstacle.labels.map(quoted))}, so what it adds depends on where each of them stands.`,
      );
    case "bent": {
      const variable = variableOf(reading, obstacle.variable);
      const terms = listWords(obstacle.labels.map(quoted));
      const main = msg(
        str`No single sentence: ${variable.label} is in the model as ${terms}, which move together, so the difference that goes with one step depends on where it starts.`,
      );
      return main + turnWords(reading, obstacle);
    }
    default:
      return obstacle satisfies never;
  }
}

/** Where a parabola turns, if the data reach that far. */
function turnWords(reading: Reading, { variable: name, turn }: Extract<Obstacle, { kind: "bent" }>): string {
  const variable = variableOf(reading, name);
  if (turn === null || variable.range === null) return "";
  const at = -turn.linear / (2 * turn.square);
  const where = valueWords(variable, at, reading.locale);
  if (at < variable.range[0] || at > variable.range[1]) return msg(" Within these data the curve does not turn.");
  return turn.square < 0 ? msg(str` The curve is highest at ${where}.`) : msg(str` The curve is lowest at ${where}.`);
}
