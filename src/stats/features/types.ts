// What features add to a fit and to predictions: plain, cloneable, JSON-safe. Types only.

/**
 * What is needed to predict the mean of a response on its own scale (Duan 1983): the mean of exp(slope·e) over the residuals
 * where the response is a logarithm, otherwise up to 256 values that stand for equal shares of the residuals.
 */
export type Smearing =
  | { kind: "factor"; slope: number; factor: number; n: number }
  | { kind: "residuals"; values: number[]; n: number };

/** A coefficient in words of change: `value` with the ends of its 95 % interval. */
export interface Effect {
  /**
   * "percent": the response changes by `value` % for one unit more, or against the baseline level; "per-percent": by `value`
   * units for 1 % more; "elasticity": by `value` % for 1 % more.
   */
  kind: "percent" | "per-percent" | "elasticity";
  value: number;
  /** Null where the coefficient has no interval. */
  ci95: [number, number] | null;
}

/** The likelihood of a model under powers of its response. */
export interface BoxCoxProfile {
  n: number;
  /** Ascending powers, and the log-likelihood under each; null where the model fits perfectly. */
  lambdas: number[];
  logLik: (number | null)[];
  /** The most likely power, within 1e-6, and its log-likelihood. */
  lambda: number | null;
  logLikMax: number | null;
  /** Powers that a likelihood-ratio test at 5 % does not refuse. */
  ci95: [number | null, number | null];
  /** Why a value is `null`. */
  reasons: { field: string; reason: string }[];
}
