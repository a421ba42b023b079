// What two Moments tell of a change: both come from the page and are checked.

import type { Dense } from "#kernel/backend.ts";
import { checkMoments } from "#stats/moments/check.ts";
import { momentsShift as shiftOf } from "#stats/monitor/shift/moments.ts";
import type { MomentsInput, MomentsShift } from "#stats/types.ts";
import type { MomentsShiftOptions } from "../../contract.ts";
import { requireCorrection } from "../options.ts";

/** @throws LeastwiseError `bad-argument` for what are no Moments, share no column, or an unknown correction */
export function momentsShift(
  [reference, current]: readonly [MomentsInput, MomentsInput],
  { correction = "benjamini-hochberg" }: MomentsShiftOptions,
  dense: Dense,
): MomentsShift {
  requireCorrection(correction);
  return shiftOf(checkMoments(reference), checkMoments(current), { correction }, dense);
}
