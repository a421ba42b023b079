// Hypotheses as people write them, "2*search - social = 1", read into a row of L and a right-hand side.

import { LeastwiseError } from "#base/error.ts";

/** Σ weights[j]·beta[j] + constant. */
interface LinearForm {
  weights: Float64Array;
  constant: number;
}

/** One hypothesis: weights·beta = value. */
export interface HypothesisRow {
  weights: Float64Array;
  value: number;
}

interface Reader {
  text: string;
  at: number;
  /** Names of the coefficients, the longest first, with their places. */
  names: readonly { name: string; place: number }[];
  nTerms: number;
}

const NUMBER = /^(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?/;
const PART_OF_NAME = /[\p{L}\p{N}_.:]/u;

function refuse({ text, at }: Reader, rule: string): LeastwiseError {
  const got = at >= text.length ? "the end" : JSON.stringify(text.slice(at, at + 12));
  const message = `hypothesis ${JSON.stringify(text)}: ${rule}; got ${got} at character ${at}`;
  return new LeastwiseError("bad-argument", message, { at: { char: at }, value: text });
}

function skipSpace(reader: Reader): void {
  while (/\s/.test(reader.text[reader.at] ?? "")) reader.at += 1;
}

/** Whether the next character is `mark`; it is read if so. */
function reads(reader: Reader, mark: string): boolean {
  skipSpace(reader);
  if (reader.text[reader.at] !== mark) return false;
  reader.at += 1;
  return true;
}

function constantOf(reader: Reader, constant: number): LinearForm {
  return { weights: new Float64Array(reader.nTerms), constant };
}

/** A coefficient, a number, or a sum in parentheses. Names come first: (Intercept) has parentheses of its own. */
function atom(reader: Reader): LinearForm {
  skipSpace(reader);
  const rest = reader.text.slice(reader.at);
  const known = reader.names.find(({ name }) => rest.startsWith(name) && !PART_OF_NAME.test(rest[name.length] ?? ""));
  if (known) {
    reader.at += known.name.length;
    const form = constantOf(reader, 0);
    form.weights[known.place] = 1;
    return form;
  }
  const number = NUMBER.exec(rest)?.[0];
  if (number !== undefined) {
    reader.at += number.length;
    return constantOf(reader, Number(number));
  }
  if (!reads(reader, "(")) throw refuse(reader, "must name coefficients of the model and numbers");
  const inner = sum(reader);
  if (!reads(reader, ")")) throw refuse(reader, "must close its parenthesis");
  return inner;
}

const isConstant = ({ weights }: LinearForm): boolean => weights.every((w) => w === 0);

const times = ({ weights, constant }: LinearForm, factor: number): LinearForm => ({
  weights: weights.map((w) => w * factor),
  constant: constant * factor,
});

/** An atom behind any number of signs. */
function signed(reader: Reader): LinearForm {
  if (reads(reader, "-")) return times(signed(reader), -1);
  return reads(reader, "+") ? signed(reader) : atom(reader);
}

/** Factors from left to right: a/b*c is (a/b)*c. */
function product(reader: Reader): LinearForm {
  let left = signed(reader);
  for (;;) {
    const start = reader.at;
    const divides = reads(reader, "/");
    if (!divides && !reads(reader, "*")) return left;
    const right = signed(reader);
    const linear = isConstant(right) ? left : right;
    const factor = isConstant(right) ? right.constant : left.constant;
    const bad = divides ? !isConstant(right) || right.constant === 0 : !isConstant(left) && !isConstant(right);
    if (bad) throw refuse({ ...reader, at: start }, "must be linear in the coefficients");
    left = times(linear, divides ? 1 / factor : factor);
  }
}

function sum(reader: Reader): LinearForm {
  let left = product(reader);
  for (;;) {
    const minus = reads(reader, "-");
    if (!minus && !reads(reader, "+")) return left;
    const right = times(product(reader), minus ? -1 : 1);
    left = {
      weights: left.weights.map((w, j) => w + (right.weights[j] as number)),
      constant: left.constant + right.constant,
    };
  }
}

/**
 * Read one hypothesis: sums, products with numbers and parentheses over the names of coefficients, and at most one "=";
 * without one the form is 0.
 *
 * @throws LeastwiseError `bad-argument` with the character where it cannot be read
 */
export function readHypothesis(text: string, terms: readonly string[]): HypothesisRow {
  const names = terms.map((name, place) => ({ name, place })).sort((a, b) => b.name.length - a.name.length);
  const reader: Reader = { text, at: 0, names, nTerms: terms.length };
  const left = sum(reader);
  const right = reads(reader, "=") ? sum(reader) : constantOf(reader, 0);
  skipSpace(reader);
  if (reader.at < text.length) throw refuse(reader, "must end, or go on with +, -, *, / or =");
  const weights = left.weights.map((w, j) => w - (right.weights[j] as number));
  if (weights.every((w) => w === 0)) throw refuse({ ...reader, at: 0 }, "must hold a coefficient that does not cancel");
  return { weights, value: right.constant - left.constant };
}
