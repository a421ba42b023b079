// The arguments of a call as its function wants them, each checked where it stands.

import { deparse, quoteName } from "./deparse.ts";
import { formulaError } from "./fail.ts";
import type { Argument, Syntax } from "./syntax.ts";
import type { ColumnRef } from "./types.ts";

export type Call = Extract<Syntax, { kind: "call" }>;

/** Offset of the first sign of a node's text. */
export function startOf(node: Syntax): number {
  return node.kind === "binary" ? startOf(node.left) : node.at;
}

/**
 * Arguments by parameter as R matches them: by name first, then in order. The first `required` parameters must be there.
 *
 * @throws LeastwiseError `formula-function` at the argument that is too much or unknown, or at the ) where one is missing
 */
export function matchArguments(
  call: Call,
  parameters: readonly string[],
  required = parameters.length,
): Map<string, Syntax> {
  const found = new Map<string, Syntax>();
  for (const { name, value, at } of call.args) {
    if (name === null) continue;
    if (!parameters.includes(name) || found.has(name)) throw takes(call, parameters, quoteName(name), at);
    found.set(name, value);
  }
  const free = parameters.filter((name) => !found.has(name));
  for (const argument of call.args) if (argument.name === null) place(call, argument, { free, found, parameters });
  for (const name of parameters.slice(0, required)) {
    if (!found.has(name)) throw takes(call, parameters, ")", call.close);
  }
  return found;
}

function place(
  call: Call,
  { value }: Argument,
  into: { free: string[]; found: Map<string, Syntax>; parameters: readonly string[] },
): void {
  const name = into.free.shift();
  if (name === undefined) throw takes(call, into.parameters, deparse(value), startOf(value));
  into.found.set(name, value);
}

function takes({ fn }: Call, parameters: readonly string[], got: string, at: number): Error {
  const rule = parameters.length === 1 ? `${fn}() takes one argument` : `${fn}() takes ${parameters.join(", ")}`;
  return formulaError("formula-function", { rule, got, at });
}

/** The only argument of a call. */
export function soleArgument(call: Call): Syntax {
  return matchArguments(call, ["x"]).get("x") as Syntax;
}

function badArgument(rule: string, value: Syntax): Error {
  return formulaError("formula-function", { rule, got: deparse(value), at: startOf(value) });
}

/** A whole number written as such. */
export function wholeNumber(
  { fn }: Call,
  name: string,
  value: Syntax,
  { least, most }: { least: number; most: number },
): number {
  if (value.kind === "number" && Number.isInteger(value.value) && value.value >= least && value.value <= most) {
    return value.value;
  }
  throw badArgument(`${fn}(): ${name} must be a whole number from ${least} to ${most}`, value);
}

/** A number written as such, with or without a sign. */
export function plainNumber({ fn }: Call, name: string, value: Syntax): number {
  if (value.kind === "number") return value.value;
  if (value.kind === "unary" && value.arg.kind === "number") {
    return value.op === "-" ? -value.arg.value : value.arg.value;
  }
  throw badArgument(`${fn}(): ${name} must be a number`, value);
}

/** TRUE or FALSE. */
export function truth({ fn }: Call, name: string, value: Syntax): boolean {
  const isTruth = value.kind === "name" && !value.quoted && (value.name === "TRUE" || value.name === "FALSE");
  if (isTruth) return value.name === "TRUE";
  throw badArgument(`${fn}(): ${name} must be TRUE or FALSE`, value);
}

/** One of some words, in quotes or without. */
export function word<T extends string>({ fn }: Call, name: string, value: Syntax, known: readonly T[]): T {
  const text = value.kind === "string" ? value.value : value.kind === "name" ? value.name : null;
  const found = known.find((one) => one === text);
  if (found !== undefined) return found;
  throw badArgument(`${fn}(): ${name} must be one of ${known.map((one) => `"${one}"`).join(", ")}`, value);
}

/** The name of a column. */
export function columnName({ fn }: Call, value: Syntax): ColumnRef {
  if (value.kind === "name") return { name: value.name, at: value.at };
  const rule = `${fn}() needs the name of a column`;
  throw formulaError("formula-unsupported", { rule, got: deparse(value), at: startOf(value) });
}
