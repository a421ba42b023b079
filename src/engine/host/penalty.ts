// What the options of a fit say about its penalty.

import type { PenaltyOptions } from "#stats/types.ts";
import type { FitOptions } from "../contract.ts";
import { badOption } from "./options.ts";

/** Options that only a penalised method takes. */
const OF_PENALTY = ["lambda", "l1Ratio", "standardize", "penaltyFactors", "bounds", "relax"] as const;

/** The share of absolute values that a method stands for; null where it is the caller's to say. */
const RATIOS = { ridge: 0, lasso: 1, "elastic-net": null } as const;

/**
 * The penalty that a fit asks for; null for least squares.
 *
 * @throws LeastwiseError `bad-argument` where options and method do not fit together
 */
export function penaltyOf(options: FitOptions): PenaltyOptions | null {
  const { method = "ols", lambda, l1Ratio, standardize, penaltyFactors, bounds, relax } = options;
  if (method === "ols") {
    const given = OF_PENALTY.find((name) => options[name] !== undefined);
    if (given) throw badOption(given, 'left out where method is "ols"', options[given]);
    return null;
  }
  if (!Object.hasOwn(RATIOS, method)) throw badOption("method", '"ols", "ridge", "lasso" or "elastic-net"', method);
  if (lambda === undefined) throw badOption("lambda", `given where method is "${method}"`, lambda);
  const ratio = RATIOS[method];
  if (ratio === null && l1Ratio === undefined) throw badOption("l1Ratio", `given where method is "${method}"`, l1Ratio);
  if (ratio !== null && l1Ratio !== undefined && l1Ratio !== ratio) {
    throw badOption("l1Ratio", `${ratio}, or left out, where method is "${method}"`, l1Ratio);
  }
  return {
    lambda,
    l1Ratio: ratio ?? (l1Ratio as number),
    ...(standardize === undefined ? {} : { standardize }),
    ...(penaltyFactors === undefined ? {} : { penaltyFactors }),
    ...(bounds === undefined ? {} : { bounds }),
    ...(relax === undefined ? {} : { relax }),
  };
}
