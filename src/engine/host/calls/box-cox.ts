// The Box–Cox profile of a formula's response.

import { boxCoxOf } from "#stats/features/box-cox.ts";
import type { BoxCoxOptions, BoxCoxProfile } from "../../contract.ts";
import { badOption } from "../options.ts";
import { type CallContext, planned } from "../planned.ts";

export async function boxCox(context: CallContext, formula: string, options: BoxCoxOptions): Promise<BoxCoxProfile> {
  const { lambdas } = options;
  if (lambdas !== undefined && !Array.isArray(lambdas)) throw badOption("lambdas", "a list of numbers", lambdas);
  const { plan, rows, weightsAre } = await planned(context, formula, options);
  const frequency = weightsAre === "frequency";
  return boxCoxOf(plan, rows, context.backend, lambdas === undefined ? { frequency } : { lambdas, frequency });
}
