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
