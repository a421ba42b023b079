// A formula as parsed, and the Plan: what a formula became on a table. Plain JSON; expanding rows needs nothing else.
// Types only.

/** A numeric expression over columns; `at` is the character where it stands in the formula. */
export type Expr =
  | { kind: "number"; value: number }
  | { kind: "column"; name: string; at: number }
  | { kind: "negate"; arg: Expr }
  | { kind: "binary"; op: "+" | "-" | "*" | "/" | "^"; left: Expr; right: Expr }
  | { kind: "call"; fn: "log" | "exp" | "sqrt"; arg: Expr; at: number };

/** One factor of a product: a number a row, or the indicator of a level. */
export type Factor =
  | { kind: "numeric"; label: string; expr: Expr }
  | { kind: "level"; variable: string; level: string };

/** One column of the design, the product of its factors; the intercept is no column. */
export interface DesignColumn {
  /** R's coefficient name, as `regionwest` or `log(price):regionwest`. */
  name: string;
  /** Index into `Plan.terms`. */
  term: number;
  factors: Factor[];
}

/** What a formula became on a table: everything that prediction on new rows must repeat. */
export interface Plan {
  formula: string;
  response: { label: string; expr: Expr };
  intercept: boolean;
  /** R's term labels in R's order, as `price`, `region`, `price:region`. */
  terms: string[];
  columns: DesignColumn[];
  /** Table columns that the formula names; a row with one of them missing is dropped. */
  variables: string[];
  /** Levels of each factor among the rows used, the first being the baseline, and the table column it reads. */
  levels: { variable: string; column: string; levels: string[] }[];
}
