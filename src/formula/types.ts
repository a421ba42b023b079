// A formula as parsed, and the Plan: what a formula became on a table. Plain JSON; expanding rows needs nothing else.
// Types only.

/** A numeric expression over columns; `at` is the character where it stands in the formula. */
export type Expr =
  | { kind: "number"; value: number }
  | { kind: "column"; name: string; at: number }
  | { kind: "negate"; arg: Expr }
  | { kind: "binary"; op: "+" | "-" | "*" | "/" | "^"; left: Expr; right: Expr }
  | { kind: "call"; fn: "log" | "exp" | "sqrt"; arg: Expr; at: number }
  | CalendarExpr
  /** (arg − centre)/spread; both null until a table gives them. */
  | { kind: "standardize"; mode: StandardizeMode; arg: Expr; centre: number | null; spread: number | null; at: number }
  | ShiftExpr
  | TargetExpr
  /** Column `column` (from 0) of a basis of `arg`. `label` is R's text of the whole basis. */
  | { kind: "basis"; label: string; basis: Basis; arg: Expr; column: number; at: number };

/** A table's column that a formula names. */
export interface ColumnRef {
  name: string;
  at: number;
}

/** Part of a date as a number: weekday 1 (Monday) to 7, month 1 to 12, quarter, year, day of the month, weekend 0 or 1; time is days since 1970. */
export type CalendarPart = "weekday" | "month" | "quarter" | "year" | "day" | "weekend" | "time";

/** A part of the date in a column of dates. */
export interface CalendarExpr {
  kind: "calendar";
  part: CalendarPart;
  arg: ColumnRef;
  at: number;
}

/**
 * What becomes of a column before it enters: "sample" and "population" centre and divide by the standard deviation (n − 1
 * and n below the sum), "two-sd" by twice the first, "robust" takes median and 1.4826·MAD, "centre" only the mean away,
 * "origin" only the least value; "none" leaves it.
 */
export type StandardizeMode = "sample" | "population" | "two-sd" | "robust" | "centre" | "origin" | "none";

/**
 * A column of numbers in earlier rows: its value `k` rows before (lag), or the mean of the `k` rows before, today's not among
 * them (roll). Rows follow one another by `order`, ties as they stand in the table, or as they stand where that is null; `by`
 * starts anew in every group. Missing where a row, or a value among the k, is missing.
 */
export interface ShiftExpr {
  kind: "shift";
  fn: "lag" | "roll";
  source: ColumnRef;
  k: number;
  order: ColumnRef | null;
  by: ColumnRef | null;
  at: number;
}

/**
 * A category as the mean response of its level. `learned` is null until a table gives it: the means of all rows by level, the
 * mean of all, and for each fold the means of the other folds.
 */
export interface TargetExpr {
  kind: "target";
  arg: ColumnRef;
  folds: number;
  /** Rows of the mean of all that are added to every level. */
  smoothing: number;
  seed: number;
  learned: { levels: string[]; overall: number[]; mean: number; byFold: number[][] } | null;
  at: number;
}

/** What a basis remembers of the rows it was made on. */
export type Basis =
  /** Orthogonal polynomials by R's recurrence: `alpha[degree]`, `norm2[degree + 2]`. */
  | { kind: "poly"; alpha: number[]; norm2: number[] }
  /** B-splines of `degree` without the first, or the natural cubic splines made of them; `knots` are the inner ones. */
  | { kind: "spline"; natural: boolean; degree: number; knots: number[]; boundary: [number, number] };

/** One factor of a product: a number a row, the indicator of a level, or a contrast: a value a level of the plan. */
export type Factor =
  /** `of` is R's label of the variable where that makes several columns. */
  | { kind: "numeric"; label: string; expr: Expr; of?: string }
  | { kind: "level"; variable: string; level: string }
  | { kind: "contrast"; variable: string; values: number[] };

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
  /** Table columns that the formula reads in a row itself; a row with one of them missing is dropped. Those that only lags read are not among them. */
  variables: string[];
  /** Levels of each factor among the rows used. */
  levels: PlanLevels[];
}

/** A factor: the table column it reads, or a part of the date in it, and its levels, the first being the baseline. */
export interface PlanLevels {
  variable: string;
  column: string;
  levels: string[];
  part?: FactorPart;
  /** Index of the baseline where that is not the first level. */
  base?: number;
}

/** A part of a date whose values can be levels. */
export type FactorPart = Exclude<CalendarPart, "time">;

/**
 * What becomes of a row whose level the model has not seen: an error, no prediction, or the prediction of the factor's
 * baseline level.
 */
export type UnseenLevels = "error" | "missing" | "baseline";
