// One plain sentence a coefficient, in the units of the data: what the rows had, never what caused what, unless the
// predictor was assigned by chance. Pure: fit and catalogue in, words out.

import { msg, str } from "@lit/localize";
import { responseOf } from "./effect.ts";
import { origin, type TermCase } from "./frame.ts";
import type { Reading } from "./names.ts";
import { absentWords, obstacleWords, reasonOf } from "./obstacle.ts";
import { pairSentence } from "./pair.ts";
import type { Said } from "./said.ts";
import { groupSentence, levelSentence, slopeSentence, valueSentence } from "./single.ts";
import { atomsOf, heldAt, isFullyCoded, obstacleOf, variablesOf } from "./structure.ts";

/** The sentence of term `i` of the fit. */
export function sentenceOf(reading: Reading, i: number): Said {
  const { fit } = reading;
  const said = estimateSentence(reading, i);
  if (!said.plain || fit.ci95[i]) return said;
  return { plain: true, text: said.text + msg(str` It has no interval: ${reasonOf(fit, i, "ci95")}.`) };
}

function estimateSentence(reading: Reading, i: number): Said {
  const { fit } = reading;
  const { plan } = fit;
  if (fit.coefficients[i] === null) return { plain: false, text: absentWords(reading, i) };
  const predictors = new Set(plan.columns.flatMap((column) => atomsOf(plan, column).flatMap(variablesOf)));
  const response = responseOf(reading);
  const j = plan.intercept ? i - 1 : i;
  const slopes = plan.intercept ? fit.coefficients.slice(1) : fit.coefficients;
  const column = plan.columns[j];
  const own = column === undefined ? [] : atomsOf(plan, column);
  const held = column === undefined ? origin(reading) : heldAt(plan, j, slopes);
  const term: TermCase = { reading, response, i, j, own, held, predictors };
  if (column === undefined) return { plain: true, text: valueSentence(term, held) };
  const obstacle = obstacleOf(plan, j, slopes);
  if (obstacle) return { plain: false, text: obstacleWords(reading, obstacle) };
  const [first, second] = own;
  if (first === undefined) return { plain: false, text: "" };
  if (second !== undefined) return pairSentence(term, first, second);
  if (first.kind !== "level") return { plain: true, text: slopeSentence(term, first, held) };
  if (isFullyCoded(plan, j, first.factor)) return { plain: true, text: groupSentence(term, first) };
  return { plain: true, text: levelSentence(term, first) };
}
