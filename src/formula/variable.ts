// A call among the terms: an expression, a factor with its coding, or a basis of several columns.

import { type Call, columnName, matchArguments, soleArgument, startOf, truth, wholeNumber, word } from "./arguments.ts";
import type { BasisRequest, Coding, Variable } from "./ast.ts";
import { deparse } from "./deparse.ts";
import { factorPart, hasColumn, toExpr } from "./expression.ts";
import { formulaError } from "./fail.ts";
import type { Syntax } from "./syntax.ts";
import type { ColumnRef, FactorPart } from "./types.ts";

const CODINGS = ["treatment", "sum", "helmert"] as const;
/** Parts of a date that are levels as they come; the others are numbers. */
const LEVEL_PARTS: ReadonlySet<string> = new Set<FactorPart>(["weekday", "month", "quarter"]);
const MOST_DEGREE = 30;
const MOST_DF = 200;

/** The variable that a call among the terms is. Throws `formula-function` or `formula-unsupported`. */
export function toVariable(call: Call): Variable {
  const { at, fn } = call;
  const label = deparse(call);
  if (fn === "C") return { kind: "factor", label, ...toFactor(call) };
  const part = factorPart(fn);
  if (part !== undefined && LEVEL_PARTS.has(part)) {
    const coding: Coding = { kind: "treatment", base: null };
    return { kind: "factor", label, ...columnName(call, soleArgument(call)), part, coding };
  }
  if (fn === "poly" || fn === "ns" || fn === "bs") return toBasis(call, fn, label);
  const expr = toExpr(call);
  if (!hasColumn(expr)) {
    throw formulaError("formula-unsupported", { rule: "a term needs a column", got: label, at });
  }
  return { kind: "expression", label, expr, at };
}

/** C(column), C(column, sum), C(month(date), helmert), C(column, treatment, base = "level" or its place). */
function toFactor(call: Call): ColumnRef & { part: FactorPart | null; coding: Coding } {
  const args = matchArguments(call, ["x", "coding", "base"], 1);
  const source = args.get("x") as Syntax;
  const part = source.kind === "call" ? factorPart(source.fn) : undefined;
  const column =
    source.kind === "call" && part !== undefined ? columnName(source, soleArgument(source)) : columnName(call, source);
  return { ...column, part: part ?? null, coding: toCoding(call, args.get("coding"), args.get("base")) };
}

function toCoding(call: Call, name: Syntax | undefined, base: Syntax | undefined): Coding {
  const kind = name === undefined ? "treatment" : word(call, "coding", name, CODINGS);
  if (base === undefined) return kind === "treatment" ? { kind, base: null } : { kind };
  if (kind !== "treatment") {
    const rule = `C(): only the coding treatment has a base`;
    throw formulaError("formula-function", { rule, got: deparse(base), at: startOf(base) });
  }
  if (base.kind === "string") return { kind, base: { value: base.value, at: base.at } };
  const place = wholeNumber(call, "base, unless it is a level in quotes,", base, { least: 1, most: 2000 });
  return { kind, base: { value: place, at: startOf(base) } };
}

function toBasis(call: Call, fn: BasisRequest["kind"], label: string): Variable {
  const { at } = call;
  const { request, x } = requestOf(call, fn);
  const arg = toExpr(x);
  if (!hasColumn(arg)) throw formulaError("formula-unsupported", { rule: "a term needs a column", got: label, at });
  return { kind: "basis", label, request, arg, at };
}

function requestOf(call: Call, fn: BasisRequest["kind"]): { request: BasisRequest; x: Syntax } {
  if (fn === "poly") {
    const args = matchArguments(call, ["x", "degree", "raw"], 2);
    const value = args.get("degree") as Syntax;
    const raw = args.get("raw");
    const degree = wholeNumber(call, "degree", value, { least: 1, most: MOST_DEGREE });
    const request: BasisRequest = {
      kind: fn,
      degree,
      raw: raw !== undefined && truth(call, "raw", raw),
      at: startOf(value),
    };
    return { request, x: args.get("x") as Syntax };
  }
  const args = matchArguments(call, fn === "ns" ? ["x", "df"] : ["x", "df", "degree"], 2);
  const value = args.get("df") as Syntax;
  const at = startOf(value);
  const x = args.get("x") as Syntax;
  if (fn === "ns")
    return { request: { kind: fn, df: wholeNumber(call, "df", value, { least: 1, most: MOST_DF }), at }, x };
  const given = args.get("degree");
  const degree = given === undefined ? 3 : wholeNumber(call, "degree", given, { least: 1, most: MOST_DEGREE });
  const df = wholeNumber(call, "df", value, { least: degree, most: MOST_DF });
  return { request: { kind: fn, df, degree, at }, x };
}
