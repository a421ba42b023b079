// Sentences about one predictor: its slope, its level against the baseline, the value of a group or of the intercept.

import { msg, str } from "@lit/localize";
import { causalWords, differenceWords, estimateOf, meanWords } from "./effect.ts";
import { isRandom, onAverage, origin, type TermCase, whereWords } from "./frame.ts";
import { capitalised, quoted, rowsNoun, variableOf } from "./names.ts";
import { equalWords, listWords, outsideWords, raisingWords, stepOf, withWords, zeroWords } from "./predictor.ts";
import { type Atom, variablesOf } from "./structure.ts";

/** "Where marketing spend is $0, the model puts revenue at $103,081 on average (…)." */
export function valueSentence(term: TermCase, held: readonly Atom[], where: readonly string[] = []): string {
  const { reading, response, i } = term;
  const estimate = estimateOf(reading.fit, i, 1);
  if (!estimate) return "";
  const { what, interval } = meanWords(estimate, response, reading.locale);
  const { label } = response;
  const places = [...where, ...held.map((atom) => zeroWords(reading, atom))];
  if (places.length === 0) {
    return response.scale === "log"
      ? msg(str`Over all ${rowsNoun(reading.dataSet)}, ${label} was ${what} in the geometric mean${interval}.`)
      : msg(str`Over all ${rowsNoun(reading.dataSet)}, ${label} was ${what} on average${interval}.`);
  }
  const place = places.length <= 4 ? capitalised(msg(str`where ${listWords(places)}`)) : everywhere(held);
  const main =
    response.scale === "log"
      ? msg(str`${place}, the model puts ${label} at ${what} in the geometric mean${interval}.`)
      : msg(str`${place}, the model puts ${label} at ${what} on average${interval}.`);
  return main + outsideWords(reading, held);
}

/** The origin of a model with many predictors. */
function everywhere(held: readonly Atom[]): string {
  const levels = held.filter((atom) => atom.kind === "level").length;
  if (levels === 0) return msg("Where every predictor is 0");
  if (levels === held.length) return msg("Where every category is at its first level");
  return msg("Where every number in the model is 0 and every category is at its first level");
}

/** A slope: "Days with $1 more marketing spend had $0.82 more revenue on average (…)." */
export function slopeSentence(
  term: TermCase,
  atom: Exclude<Atom, { kind: "level" }>,
  held: readonly Atom[],
  also: readonly string[] = [],
): string {
  const { reading, response, i, own, predictors } = term;
  const step = stepOf(reading, atom, reading.fit.coefficients[i] ?? 0, response);
  const estimate = estimateOf(reading.fit, i, step);
  if (!estimate) return "";
  const place = whereWords(reading, held, also);
  const equal = equalWords(predictors, [...own, ...held]);
  const tail = outsideWords(reading, held);
  if (atom.kind !== "other" && isRandom(reading, [atom])) {
    const effect = causalWords(estimate, response, reading.locale);
    const raising = raisingWords(reading, atom, step);
    return capitalised(msg(str`${place}${raising} ${onAverage(effect, response)}${equal}.`)) + tail;
  }
  const rows = rowsNoun(reading.dataSet);
  const effect = differenceWords(estimate, response, reading.locale);
  const step1 = withWords(reading, atom, step);
  return capitalised(msg(str`${place}${rows} ${step1} had ${onAverage(effect, response)}${equal}.`)) + tail;
}

/** A level against its baseline: "Where region is west, days had $300 more revenue on average than where it is east (…)." */
export function levelSentence(term: TermCase, atom: Extract<Atom, { kind: "level" }>): string {
  const { reading, response, own, held, predictors } = term;
  const estimate = estimateOf(reading.fit, term.i, 1);
  if (!estimate) return "";
  const { label } = variableOf(reading, atom.variable);
  const level = quoted(atom.level);
  const baseline = quoted(atom.baseline);
  const equal = equalWords(predictors, [...own, ...held]);
  const tail = outsideWords(reading, held);
  if (isRandom(reading, [atom])) {
    const effect = causalWords(estimate, response, reading.locale);
    const place = whereWords(reading, held);
    const main = msg(str`${place}setting ${label} to ${level} rather than ${baseline} ${onAverage(effect, response)}`);
    return `${capitalised(main)}${equal}.${tail}`;
  }
  const rows = rowsNoun(reading.dataSet);
  const { what, interval } = differenceWords(estimate, response, reading.locale);
  const place = whereWords(reading, held, [msg(str`${label} is ${level}`)]);
  const main =
    response.scale === "log"
      ? msg(str`${place}${rows} had ${what} than where it is ${baseline}${interval}${equal}.`)
      : msg(str`${place}${rows} had ${what} on average than where it is ${baseline}${interval}${equal}.`);
  return capitalised(main) + tail;
}

/** A level without a baseline: the value of its group. */
export function groupSentence(term: TermCase, atom: Extract<Atom, { kind: "level" }>): string {
  const { reading } = term;
  const held = origin(reading).filter((other) => variablesOf(other)[0] !== atom.variable);
  const { label } = variableOf(reading, atom.variable);
  return valueSentence(term, held, [msg(str`${label} is ${quoted(atom.level)}`)]);
}
