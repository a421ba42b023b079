// Numeric expressions over the rows of a chunk: one loop an operation, no call a row but of log, exp and ^.

import { exp, log } from "#base/elementary.ts";
import { mapValues } from "#base/map-values.ts";
import { basisValues } from "./basis.ts";
import { calendarNumber } from "./calendar.ts";
import type { Leaf } from "./leaves.ts";
import { pow } from "./power.ts";
import type { NumericColumn } from "./rows.ts";
import type { Expr } from "./types.ts";

/** Values of a column, or of one made of earlier rows, in the rows that count; the same array for the same leaf. */
type ReadLeaf = (leaf: Leaf) => NumericColumn;

/** An array that may be overwritten, one that must not be, or one number for all rows. */
type Operand = { values: Float64Array; owned: boolean } | number;

type Binary = Extract<Expr, { kind: "binary" }>;
type Call = Extract<Expr, { kind: "call" }>;
type Standardize = Extract<Expr, { kind: "standardize" }>;

/** `expr` in n rows. A bare column comes back as it is stored: the caller must not write to the result. */
export function evaluate(expr: Expr, read: ReadLeaf, n: number): NumericColumn {
  if (expr.kind === "column" || expr.kind === "shift" || expr.kind === "target") return read(expr);
  const result = operand(expr, read, n);
  return typeof result === "number" ? new Float64Array(n).fill(result) : result.values;
}

function operand(expr: Expr, read: ReadLeaf, n: number): Operand {
  switch (expr.kind) {
    case "number":
      return expr.value;
    case "column":
    case "shift":
    case "target":
      return stored(read(expr));
    case "calendar": {
      const days = read({ kind: "column", ...expr.arg });
      return { values: mapValues(days, (day) => calendarNumber(expr.part, day)), owned: true };
    }
    case "standardize":
      return standardized(expr, operand(expr.arg, read, n));
    case "basis": {
      const columns = basisValues(expr.basis, evaluate(expr.arg, read, n));
      return { values: columns[expr.column] as Float64Array, owned: true };
    }
    case "negate":
      return negate(operand(expr.arg, read, n));
    case "binary":
      return combine(expr, operand(expr.left, read, n), operand(expr.right, read, n));
    case "call":
      return apply(expr.fn, operand(expr.arg, read, n));
    default:
      return expr satisfies never;
  }
}

function stored(values: NumericColumn): Operand {
  return values instanceof Float64Array ? { values, owned: false } : { values: new Float64Array(values), owned: true };
}

/** (x − centre)/spread in one number; what is not learned yet has no value. */
export function standardize({ centre, spread }: Pick<Standardize, "centre" | "spread">, x: number): number {
  return (x - (centre ?? Number.NaN)) / (spread ?? Number.NaN);
}

function standardized(expr: Standardize, arg: Operand): Operand {
  if (typeof arg === "number") return standardize(expr, arg);
  const out = target(arg);
  for (let i = 0; i < out.length; i++) out[i] = standardize(expr, arg.values[i] as number);
  return { values: out, owned: true };
}

function negate(arg: Operand): Operand {
  if (typeof arg === "number") return -arg;
  const out = target(arg);
  for (let i = 0; i < out.length; i++) out[i] = -(arg.values[i] as number);
  return { values: out, owned: true };
}

function combine({ op }: Binary, a: Operand, b: Operand): Operand {
  if (typeof a === "number") {
    if (typeof b === "number") return compute(op, a, b);
    const out = target(b);
    loops[op](new Float64Array(out.length).fill(a), b.values, out);
    return { values: out, owned: true };
  }
  if (typeof b === "number") {
    const out = target(a);
    if (op === "^") powers(a.values, b, out);
    else loops[op](a.values, new Float64Array(out.length).fill(b), out);
    return { values: out, owned: true };
  }
  const out = a.owned ? a.values : target(b);
  loops[op](a.values, b.values, out);
  return { values: out, owned: true };
}

function target(operand: { values: Float64Array; owned: boolean }): Float64Array {
  return operand.owned ? operand.values : new Float64Array(operand.values.length);
}

/** One operation on two numbers: what the loops do to every row. */
export function compute(op: Binary["op"], a: number, b: number): number {
  switch (op) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "^":
      return pow(a, b);
    default:
      return op satisfies never;
  }
}

type Loop = (a: Float64Array, b: Float64Array, out: Float64Array) => void;

const loops: Record<Binary["op"], Loop> = {
  "+": (a, b, out) => {
    for (let i = 0; i < out.length; i++) out[i] = (a[i] as number) + (b[i] as number);
  },
  "-": (a, b, out) => {
    for (let i = 0; i < out.length; i++) out[i] = (a[i] as number) - (b[i] as number);
  },
  "*": (a, b, out) => {
    for (let i = 0; i < out.length; i++) out[i] = (a[i] as number) * (b[i] as number);
  },
  "/": (a, b, out) => {
    for (let i = 0; i < out.length; i++) out[i] = (a[i] as number) / (b[i] as number);
  },
  "^": (a, b, out) => {
    for (let i = 0; i < out.length; i++) out[i] = pow(a[i] as number, b[i] as number);
  },
};

function powers(a: Float64Array, exponent: number, out: Float64Array): void {
  if (exponent === 2) loops["*"](a, a, out);
  else for (let i = 0; i < out.length; i++) out[i] = pow(a[i] as number, exponent);
}

/** One function of one number. */
export function call(fn: Call["fn"], x: number): number {
  switch (fn) {
    case "log":
      return log(x);
    case "exp":
      return exp(x);
    case "sqrt":
      return Math.sqrt(x);
    default:
      return fn satisfies never;
  }
}

function apply(fn: Call["fn"], arg: Operand): Operand {
  if (typeof arg === "number") return call(fn, arg);
  const { values } = arg;
  const out = target(arg);
  if (fn === "log") for (let i = 0; i < out.length; i++) out[i] = log(values[i] as number);
  else if (fn === "exp") for (let i = 0; i < out.length; i++) out[i] = exp(values[i] as number);
  else for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(values[i] as number);
  return { values: out, owned: true };
}
