// The predictor's side of a sentence: "with $1 more marketing spend", "raising it by $1", "where region is east".

import { msg, str } from "@lit/localize";
import { type AmountStyle, difference, span } from "./amount.ts";
import type { Response } from "./effect.ts";
import { isLevel, isUnitRange, quoted, type Reading, type Variable, valueWords, variableOf } from "./names.ts";
import { type Atom, variablesOf } from "./structure.ts";

/** Natural logarithm of 1.01: the step of a logged predictor, 1 % more. */
const LOG_ONE_PERCENT = Math.log1p(0.01);

/**
 * The step that a sentence speaks of: 1, or 1 % for a logged predictor; a smaller power of ten where the data span less than
 * 1; a larger one, within the data's range, where the difference would be under a cent or under 0.1 %.
 */
export function stepOf(reading: Reading, atom: Atom, slope: number, response: Response): number {
  if (atom.kind === "log") return LOG_ONE_PERCENT;
  if (atom.kind !== "linear") return 1;
  const { range } = variableOf(reading, atom.variable);
  if (range === null || !(range[1] > range[0])) return 1;
  const width = range[1] - range[0];
  if (width < 1) return 10 ** Math.floor(Math.log10(width));
  const least = response.scale === "log" ? 0.001 : response.unit === "$" ? 0.01 : 0;
  let step = 1;
  while (slope !== 0 && Math.abs(slope * step) < least && step * 10 <= width) step *= 10;
  return step;
}

function stepWords(variable: Variable, step: number, locale: string): string {
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  const style: AmountStyle = { locale, unit: variable.date ? "days" : variable.unit, decimals };
  return difference(step, style);
}

/** "with $1 more marketing spend". */
export function withWords(reading: Reading, atom: Exclude<Atom, { kind: "level" }>, step: number): string {
  if (atom.kind === "other") return msg(str`with ${quoted(atom.label)} higher by 1`);
  const variable = variableOf(reading, atom.variable);
  const { label } = variable;
  const money = variable.unit === "$";
  if (atom.kind === "log") {
    if (!money) return msg(str`with ${label} 1 % higher`);
    return isLevel(label) ? msg(str`with a 1 % higher ${label}`) : msg(str`with 1 % more ${label}`);
  }
  if (isUnitRange(variable)) return msg(str`with ${label} 1 rather than 0`);
  const q = stepWords(variable, step, reading.locale);
  if (variable.date) return msg(str`with ${label} later by ${q}`);
  if (!money) return msg(str`with ${label} higher by ${q}`);
  return isLevel(label) ? msg(str`with a ${q} higher ${label}`) : msg(str`with ${q} more ${label}`);
}

/** "raising marketing spend by $1": only where its values were assigned by chance. */
export function raisingWords(reading: Reading, atom: Exclude<Atom, { kind: "level" | "other" }>, step: number): string {
  const variable = variableOf(reading, atom.variable);
  const { label } = variable;
  if (atom.kind === "log") return msg(str`raising ${label} by 1 %`);
  if (isUnitRange(variable)) return msg(str`setting ${label} to 1 rather than 0`);
  return msg(str`raising ${label} by ${stepWords(variable, step, reading.locale)}`);
}

/** "region is east", "marketing spend is $0": where the rest of the model stands when this atom contributes nothing. */
export function zeroWords(reading: Reading, atom: Atom): string {
  if (atom.kind === "other") return msg(str`${quoted(atom.label)} is 0`);
  const variable = variableOf(reading, atom.variable);
  if (atom.kind === "level") return msg(str`${variable.label} is ${quoted(atom.baseline)}`);
  const zero = atom.kind === "log" ? 1 : 0;
  return msg(str`${variable.label} is ${valueWords(variable, zero, reading.locale)}`);
}

/** Joined as "a, b and c". */
export function listWords(parts: readonly string[]): string {
  if (parts.length < 2) return parts[0] ?? "";
  const head = parts.slice(0, -1).join(", ");
  const last = parts[parts.length - 1] ?? "";
  return msg(str`${head} and ${last}`);
}

/** Variables whose data do not reach the value that `zeroWords` names. */
function outside(reading: Reading, atoms: readonly Atom[]): Variable[] {
  const found: Variable[] = [];
  for (const atom of atoms) {
    if (atom.kind !== "linear" && atom.kind !== "log") continue;
    const variable = variableOf(reading, atom.variable);
    const zero = atom.kind === "log" ? 1 : 0;
    if (variable.range === null || (variable.range[0] <= zero && zero <= variable.range[1])) continue;
    if (!found.some((other) => other.name === variable.name)) found.push(variable);
  }
  return found;
}

/** "In these data marketing spend runs from $10,012 to $99,974, so this is an extrapolation." Empty where nothing is outside. */
export function outsideWords(reading: Reading, atoms: readonly Atom[]): string {
  const found = outside(reading, atoms);
  const [only] = found;
  if (only === undefined) return "";
  if (found.length === 1 && only.range !== null) {
    const range = span(only.range[0], only.range[1], (value) => valueWords(only, value, reading.locale));
    return msg(str` In these data ${only.label} runs from ${range}: this is an extrapolation, not something seen.`);
  }
  const labels = listWords(found.map((variable) => variable.label));
  return msg(str` That lies outside the data for ${labels}: this is an extrapolation, not something seen.`);
}

/** Predictors that the atoms do not mention are held equal: a clause for the end of the sentence, or nothing. */
export function equalWords(all: ReadonlySet<string>, mentioned: readonly Atom[]): string {
  const names = new Set(mentioned.flatMap(variablesOf));
  for (const name of all) if (!names.has(name)) return msg(", other things in the model equal");
  return "";
}
