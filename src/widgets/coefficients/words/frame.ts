// What the sentences about one term share: the term's place in the model, its conditions, its voice.

import { msg, str } from "@lit/localize";
import type { EffectWords, Response } from "./effect.ts";
import { type Reading, variableOf } from "./names.ts";
import { listWords, zeroWords } from "./predictor.ts";
import { type Atom, atomsOf, variablesOf } from "./structure.ts";

export interface TermCase {
  reading: Reading;
  response: Response;
  /** Index of the term in the fit's arrays. */
  i: number;
  /** Index of its design column. */
  j: number;
  own: Atom[];
  held: Atom[];
  /** Every predictor that the model names. */
  predictors: ReadonlySet<string>;
}

/**
 * Every predictor of the model once, at zero or at its baseline: where the intercept stands. A category that comes in only
 * together with a number has no say there.
 */
export function origin(reading: Reading): Atom[] {
  const { plan } = reading.fit;
  const found: Atom[] = [];
  for (const column of plan.columns) {
    const atoms = atomsOf(plan, column);
    const isCategorical = atoms.every((atom) => atom.kind === "level");
    for (const atom of atoms) {
      if (atom.kind === "level" && !isCategorical) continue;
      const isKnown = variablesOf(atom).every((name) => found.some((other) => variablesOf(other).includes(name)));
      if (!isKnown) found.push(atom);
    }
  }
  return found;
}

export function isRandom(reading: Reading, atoms: readonly Atom[]): boolean {
  return atoms.flatMap(variablesOf).every((name) => variableOf(reading, name).random);
}

/** "Where x is 0, " with a small or capital letter as the rest needs; empty without conditions. */
export function whereWords(reading: Reading, held: readonly Atom[], also: readonly string[] = []): string {
  const places = [...also, ...held.map((atom) => zeroWords(reading, atom))];
  return places.length === 0 ? "" : msg(str`where ${listWords(places)}, `);
}

/** Percentages are ratios of geometric means: not "on average". */
export function onAverage({ what, interval }: EffectWords, response: Response): string {
  return response.scale === "log" ? `${what}${interval}` : msg(str`${what} on average${interval}`);
}
