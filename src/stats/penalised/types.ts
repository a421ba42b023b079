// Penalised paths: what they are asked with and what they give. Plain, cloneable and JSON-safe. Types only.

/**
 * What a path minimises is glmnet's objective, `1/(2n)·RSS + lambda·(l1Ratio·|b|₁ + (1 − l1Ratio)/2·|b|₂²)` over columns
 * standardised with the 1/n standard deviation. Between the pure penalties, the squares count with the response in units
 * of its 1/n standard deviation, as in glmnet, so that lambda has the unit of the response; with l1Ratio 0 lambda is a
 * pure number and the objective holds as it stands.
 */
export interface PathOptions {
  /** Share of the absolute values in the penalty, in [0, 1]: 1 is the lasso (default), 0 ridge. */
  l1Ratio?: number;
  /** Default 100. */
  nLambda?: number;
  /** Smallest lambda of the grid over the largest. Default 1e-4, and 1e-2 where there are fewer rows than columns. */
  lambdaMinRatio?: number;
  /** A grid of one's own, finite and >= 0; it is sorted downwards. */
  lambdas?: readonly number[];
  /** Whether columns are penalised in units of their 1/n standard deviation. Default true. */
  standardize?: boolean;
  /** One a design column, >= 0, 0 for one that is never penalised; they are rescaled to sum to their number. */
  penaltyFactors?: readonly number[];
  /** Bounds of the coefficients on the scale of the data, one for all or one a design column; lower <= 0 <= upper. */
  bounds?: { lower: number | readonly number[]; upper: number | readonly number[] };
  /** Give beside each solution the least-squares fit of its terms. Default false. */
  relax?: boolean;
  /** End the grid where little is left to explain, as glmnet does. Default false. */
  earlyStop?: boolean;
}

/** What one penalised fit is asked with: a path's options, and one lambda. */
export interface PenaltyOptions extends Omit<PathOptions, "nLambda" | "lambdaMinRatio" | "lambdas" | "earlyStop"> {
  /** Finite and >= 0. */
  lambda: number;
}

/** What a penalised fit was penalised with, and how well it was solved. */
export interface Penalty {
  lambda: number;
  l1Ratio: number;
  standardize: boolean;
  /** One a design column, rescaled to sum to their number. */
  penaltyFactors: number[];
  /** Non-zero coefficients without the intercept; of ridge, the trace of its hat matrix without it. */
  df: number;
  /** Certified distance of the objective from its minimum, times 2n, over the null deviance. */
  dualityGap: number;
  nIter: number;
  stopReason: PathStop;
  /** Where asked for: least squares on the terms that are not 0, in the order of `Fit.terms`. */
  relaxed?: { coefficients: number[]; rSquared: number };
}

/** Why a solution is as good as it is: solved exactly on its terms, descended to the tolerance, or neither. */
export type PathStop = "exact" | "converged" | "max-iterations";

/** Coefficients along a grid of penalties, largest first. */
export interface Path {
  /** Design columns in their order, without the intercept. */
  terms: string[];
  l1Ratio: number;
  lambdas: number[];
  /** One a lambda; 0 where the model has none. */
  intercepts: number[];
  /** `[lambda][term]`, on the scale of the data. */
  coefficients: number[][];
  /** Non-zero coefficients; of ridge, the trace of its hat matrix without the intercept. */
  df: number[];
  /** Share of the null deviance that is explained, 1 − RSS/TSS. */
  devRatio: number[];
  /** Certified distance of the objective from its minimum, times 2n, over the null deviance. */
  dualityGap: number[];
  /** Cycles of coordinate descent and steps of the exact solver. */
  nIter: number[];
  stopReason: PathStop[];
  /** Sum of squares that a model of the intercept alone leaves (about 0 without intercept), and the weight of its rows. */
  nullDeviance: number;
  weight: number;
  /** Of ridge alone: generalised cross-validation, n·RSS/(n − df − [intercept])². */
  gcv?: (number | null)[];
  /** Of ridge, where asked for: mean squared error of each row predicted by the others; null where a row decides its own fit. */
  leaveOneOut?: (number | null)[];
  /** Where asked for: least squares on the terms of each solution. */
  relaxed?: { intercepts: number[]; coefficients: number[][]; devRatio: number[] };
  /** Columns that cannot have a coefficient, and why theirs is 0. */
  reasons: { field: string; reason: string }[];
}
