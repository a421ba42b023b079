// From a transformed response back to its column: `log(y)`, `sqrt(y + 1)`, `I(y/1000)`, `boxcox(y, 0.3)` undone step by step.

import { exp, log } from "#base/elementary.ts";
import { call, compute, standardize } from "./evaluate.ts";
import { hasColumn } from "./expression.ts";
import { pow } from "./power.ts";
import type { Expr } from "./types.ts";

/** One step of the way back. */
export type InverseStep =
  /** slope·v + shift */
  | { kind: "affine"; slope: number; shift: number }
  | { kind: "exp" }
  | { kind: "log" }
  /** v^exponent; a v below 0, which no power of a positive value can be, counts as 0. */
  | { kind: "power"; exponent: number };

/** The column that a response is made of, and the steps back to it, the first to be taken first. */
export interface Inverse {
  column: string;
  steps: InverseStep[];
}

/**
 * How to undo `expr`; null where it is no function of one column that can be undone. Powers, roots and quotients are
 * undone to values that are not negative.
 */
export function inverseOf(expr: Expr): Inverse | null {
  const steps: InverseStep[] = [];
  let rest = expr;
  while (rest.kind !== "column") {
    const peeled = peel(rest);
    if (peeled === null) return null;
    steps.push(...peeled.steps);
    rest = peeled.rest;
  }
  return { column: rest.name, steps };
}

/** The value on the column's own scale; infinite where the transform never gets to `value`. */
export function undo(steps: readonly InverseStep[], value: number): number {
  let v = value;
  for (const step of steps) v = take(step, v);
  return v;
}

function take(step: InverseStep, v: number): number {
  switch (step.kind) {
    case "affine":
      return step.slope * v + step.shift;
    case "exp":
      return exp(v);
    case "log":
      return v > 0 || Number.isNaN(v) ? log(v) : Number.NEGATIVE_INFINITY;
    case "power":
      return pow(v < 0 ? 0 : v, step.exponent);
    default:
      return step satisfies never;
  }
}

interface Peeled {
  steps: InverseStep[];
  rest: Expr;
}

const affine = (slope: number, shift: number): InverseStep => ({ kind: "affine", slope, shift });

/** The outermost operation taken off. */
function peel(expr: Exclude<Expr, { kind: "column" }>): Peeled | null {
  switch (expr.kind) {
    case "negate":
      return { steps: [affine(-1, 0)], rest: expr.arg };
    case "call":
      return { steps: [undoCall(expr.fn)], rest: expr.arg };
    case "standardize":
      return { steps: [affine(expr.spread ?? Number.NaN, expr.centre ?? Number.NaN)], rest: expr.arg };
    case "binary":
      return peelBinary(expr);
    case "number":
    case "calendar":
    case "shift":
    case "target":
    case "basis":
      return null;
    default:
      return expr satisfies never;
  }
}

function undoCall(fn: "log" | "exp" | "sqrt"): InverseStep {
  if (fn === "sqrt") return { kind: "power", exponent: 2 };
  return { kind: fn === "log" ? "exp" : "log" };
}

function peelBinary({ op, left, right }: Extract<Expr, { kind: "binary" }>): Peeled | null {
  const inLeft = hasColumn(left);
  if (inLeft === hasColumn(right)) return null;
  const c = constant(inLeft ? right : left);
  const steps = c === null ? null : inLeft ? undoRight(op, c) : undoLeft(op, c);
  return steps === null ? null : { steps: [steps].flat(), rest: inLeft ? left : right };
}

/** y op c undone. */
function undoRight(op: "+" | "-" | "*" | "/" | "^", c: number): InverseStep | null {
  if (op === "+") return affine(1, -c);
  if (op === "-") return affine(1, c);
  if (c === 0) return null;
  if (op === "*") return affine(1 / c, 0);
  return op === "/" ? affine(c, 0) : { kind: "power", exponent: 1 / c };
}

/** c op y undone. */
function undoLeft(op: "+" | "-" | "*" | "/" | "^", c: number): InverseStep | InverseStep[] | null {
  if (op === "+") return affine(1, -c);
  if (op === "-") return affine(-1, c);
  if (c === 0) return null;
  if (op === "*") return affine(1 / c, 0);
  if (op === "/") return [affine(1 / c, 0), { kind: "power", exponent: -1 }];
  return c > 0 && c !== 1 ? [{ kind: "log" }, affine(1 / log(c), 0)] : null;
}

/** The value of an expression without columns. */
function constant(expr: Expr): number | null {
  const value = worthOf(expr);
  return Number.isFinite(value) ? value : null;
}

function worthOf(expr: Expr): number {
  switch (expr.kind) {
    case "number":
      return expr.value;
    case "negate":
      return -worthOf(expr.arg);
    case "call":
      return call(expr.fn, worthOf(expr.arg));
    case "binary":
      return compute(expr.op, worthOf(expr.left), worthOf(expr.right));
    case "standardize":
      return standardize(expr, worthOf(expr.arg));
    case "column":
    case "calendar":
    case "shift":
    case "target":
    case "basis":
      return Number.NaN;
    default:
      return expr satisfies never;
  }
}
