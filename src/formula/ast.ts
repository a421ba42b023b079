// What a formula says before it meets a table: a response and an expression of terms. Types only.

import type { Expr, FactorPart } from "./types.ts";

/** One variable of the model as R counts them: `price`, `log(price + 1)`, `C(holiday)`. `label` is R's text of it. */
export type Variable =
  | { kind: "column"; label: string; name: string; at: number }
  | { kind: "expression"; label: string; expr: Expr; at: number }
  | { kind: "factor"; label: string; name: string; part: FactorPart | null; coding: Coding; at: number }
  | { kind: "basis"; label: string; request: BasisRequest; arg: Expr; at: number };

/** How the levels of a factor become columns. `base` is a level by its text or by its place from 1; null is the first. */
export type Coding =
  | { kind: "treatment"; base: { value: string | number; at: number } | null }
  | { kind: "sum" }
  | { kind: "helmert" };

/** Several columns made of one; `at` is where the number stands that may ask too much of the values. */
export type BasisRequest =
  | { kind: "poly"; degree: number; raw: boolean; at: number }
  | { kind: "ns"; df: number; at: number }
  | { kind: "bs"; df: number; degree: number; at: number };

/** `add` joins, `subtract` deletes, `within` is %in%; `at` is the offset of the operator. */
export type TermOperator = "add" | "subtract" | "cross" | "interact" | "nest" | "within";

export type TermExpr =
  | { kind: "variable"; variable: Variable }
  /** All columns that the response does not name. */
  | { kind: "dot"; at: number }
  /** 1 or 0. */
  | { kind: "intercept"; present: boolean }
  | { kind: "binary"; op: TermOperator; left: TermExpr; right: TermExpr; at: number }
  | { kind: "delete"; arg: TermExpr; at: number }
  | { kind: "power"; base: TermExpr; degree: number; at: number };

export interface Formula {
  text: string;
  response: { label: string; expr: Expr; at: number };
  terms: TermExpr;
}
