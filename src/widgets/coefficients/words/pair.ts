// Sentences about a product of two predictors: how the difference of one changes with the other.

import { msg, str } from "@lit/localize";
import { changeWords, type EffectWords, type Estimate, estimateOf } from "./effect.ts";
import { type TermCase, whereWords } from "./frame.ts";
import { capitalised, quoted, rowsNoun, variableOf } from "./names.ts";
import { equalWords, listWords, outsideWords, stepOf, withWords } from "./predictor.ts";
import type { Said } from "./said.ts";
import { slopeSentence } from "./single.ts";
import { type Atom, hasAlone, isFullyCoded, variablesOf } from "./structure.ts";

/** A product of two: how one difference changes with the other. */
export function pairSentence(term: TermCase, first: Atom, second: Atom): Said {
  const { plan } = term.reading.fit;
  const level = first.kind === "level" ? first : second.kind === "level" ? second : null;
  const other = level === first ? second : first;
  if (level === null) return { plain: true, text: productSentence(term, first, second) };
  const full = isFullyCoded(plan, term.j, level.factor);
  if (other.kind === "level") {
    if (full || isFullyCoded(plan, term.j, other.factor)) return { plain: false, text: crossWords(term, level, other) };
    return { plain: true, text: levelsSentence(term, level, other) };
  }
  const place = msg(str`${variableOf(term.reading, level.variable).label} is ${quoted(level.level)}`);
  if (full && !hasAlone(plan, other)) return { plain: true, text: slopeSentence(term, other, term.held, [place]) };
  if (full) return { plain: false, text: crossWords(term, level, other) };
  return { plain: true, text: slopeChangeSentence(term, level, other) };
}

/** Pieces that the three sentences about differences of differences share. */
function change(term: TermCase, step: number): EffectWords & { noun: string; equal: string; tail: string } {
  const { reading, response, own, held, predictors } = term;
  const estimate: Estimate = estimateOf(reading.fit, term.i, step) ?? { value: 0, interval: null };
  const { label } = response;
  return {
    ...changeWords(estimate, response, reading.locale),
    noun: response.scale === "log" ? msg(str`the ratio of ${label}`) : msg(str`the difference in ${label}`),
    equal: equalWords(predictors, [...own, ...held]),
    tail: outsideWords(reading, held),
  };
}

/** Numeric × level: "Where region is west, the difference in revenue that goes with $1 more spend is $0.20 higher than …". */
function slopeChangeSentence(
  term: TermCase,
  level: Extract<Atom, { kind: "level" }>,
  other: Exclude<Atom, { kind: "level" }>,
): string {
  const { reading, response } = term;
  const step = stepOf(reading, other, reading.fit.coefficients[term.i] ?? 0, response);
  const { what, interval, noun, equal, tail } = change(term, step);
  const place = whereWords(reading, term.held, [
    msg(str`${variableOf(reading, level.variable).label} is ${quoted(level.level)}`),
  ]);
  const goes = msg(str`${noun} for ${rowsNoun(reading.dataSet)} ${withWords(reading, other, step)}`);
  const main = msg(str`${place}${goes} is ${what} than where it is ${quoted(level.baseline)}${interval}${equal}.`);
  return capitalised(main) + tail;
}

/** Numeric × numeric. */
function productSentence(term: TermCase, first: Atom, second: Atom): string {
  const { reading, response } = term;
  if (first.kind === "level" || second.kind === "level") return "";
  const slope = reading.fit.coefficients[term.i] ?? 0;
  const outer = stepOf(reading, second, slope, response);
  const inner = stepOf(reading, first, slope * outer, response);
  const { what, interval, noun, equal, tail } = change(term, inner * outer);
  const rows = rowsNoun(reading.dataSet);
  const place = whereWords(reading, term.held);
  const goes = msg(str`${noun} that goes ${withWords(reading, first, inner)}`);
  const main = msg(
    str`${place}among ${rows} ${withWords(reading, second, outer)}, ${goes} is ${what}${interval}${equal}.`,
  );
  return capitalised(main) + tail;
}

/** Level × level. */
function levelsSentence(
  term: TermCase,
  first: Extract<Atom, { kind: "level" }>,
  second: Extract<Atom, { kind: "level" }>,
): string {
  const { reading } = term;
  const { what, interval, noun, equal, tail } = change(term, 1);
  const a = variableOf(reading, first.variable).label;
  const b = variableOf(reading, second.variable).label;
  const place = whereWords(reading, term.held, [msg(str`${b} is ${quoted(second.level)}`)]);
  const between = msg(str`${noun} between ${a} ${quoted(first.level)} and ${quoted(first.baseline)}`);
  const main = msg(str`${place}${between} is ${what} than where it is ${quoted(second.baseline)}${interval}${equal}.`);
  return capitalised(main) + tail;
}

function crossWords(term: TermCase, first: Atom, second: Atom): string {
  const labels = [first, second].map((atom) => variableOf(term.reading, variablesOf(atom)[0] ?? "").label);
  return msg(
    str`No single sentence: the model has no separate term for ${listWords(labels)}, so this is read together with the others of its kind.`,
  );
}
