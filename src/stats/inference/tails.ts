// The two tails of a distribution at a point, together and in logarithms, so that neither is ever 1 minus the other
// where it is small.

/** Tail probabilities at v > 0; `logSlope` is the log of the density of log v, which Newton's method needs. */
export interface Tails {
  lower: number;
  upper: number;
  logLower: number;
  logUpper: number;
  logSlope: number;
}

/** Below this the exponential comes near the subnormal numbers, and digits are kept by adding logarithms instead. */
const LOG_SMALL = -600;

/**
 * Tails from the one that was computed, `exp(logFactor)·rest`.
 *
 * @param logSlope log of the density of log v
 */
export function tailsFrom(side: "lower" | "upper", logFactor: number, rest: number, logSlope: number): Tails {
  const logThis = logFactor + Math.log(rest);
  const value = Math.min(1, logFactor > LOG_SMALL ? Math.exp(logFactor) * rest : Math.exp(logThis));
  const other = 1 - value;
  const logOther = Math.log1p(-value);
  return side === "lower"
    ? { lower: value, upper: other, logLower: logThis, logUpper: logOther, logSlope }
    : { lower: other, upper: value, logLower: logOther, logUpper: logThis, logSlope };
}
