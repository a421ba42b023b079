// Changes of correlations between two Moments: pair by pair by Fisher's z, and all at once by a norm.

import { normalUpperTail } from "../../inference/normal.ts";
import type { Moments } from "../../types.ts";
import { adjustedP } from "../adjust.ts";
import type { CorrelationChange, MomentsShift } from "../report/types.ts";
import { effectOf } from "../thresholds.ts";
import type { Correction } from "../types.ts";
import { correlationOf } from "./spread.ts";

/** Fisher's z of a correlation; `null` at ±1. */
function fisher(r: number): number | null {
  const z = Math.atanh(Math.max(-1, Math.min(1, r)));
  return Number.isFinite(z) ? z : null;
}

/** How large Cohen's q is; a pair without one has moved to or from ±1 and comes first. */
const sizeOf = ({ difference }: CorrelationChange): number => Math.abs(difference.value ?? Number.POSITIVE_INFINITY);

/**
 * Changes of the correlations of the same columns, none of them constant; `null` below two columns.
 *
 * z = q/√(1/(n − 3) + 1/(m − 3)) with Cohen's q, the difference of Fisher's z. It supposes normal values.
 */
export function correlationShift(
  reference: Moments,
  current: Moments,
  correction: Correction,
): MomentsShift["correlations"] {
  const { names } = reference;
  const p = names.length;
  if (p < 2) return null;
  const { A } = correlationOf(reference);
  const { A: B } = correlationOf(current);
  const enough = reference.n > 3 && current.n > 3;
  const se = Math.sqrt(1 / (reference.n - 3) + 1 / (current.n - 3));
  const changes: CorrelationChange[] = [];
  let squares = 0;
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < j; i++) {
      const r0 = A[j * p + i] as number;
      const r1 = B[j * p + i] as number;
      squares += 2 * (r1 - r0) * (r1 - r0);
      const from = fisher(r0);
      const to = fisher(r1);
      const q = r0 === r1 ? 0 : from === null || to === null ? null : to - from;
      const z = q === null || !enough ? null : q / se;
      changes.push({
        columns: [names[i] as string, names[j] as string],
        reference: r0,
        current: r1,
        difference: effectOf("correlationDifference", q),
        z,
        p: z === null ? null : 2 * normalUpperTail(Math.abs(z)),
        pAdjusted: null,
      });
    }
  }
  const adjusted = adjustedP(
    changes.map((change) => change.p),
    correction,
  );
  const sorted = changes.map((change, k) => ({ ...change, pAdjusted: adjusted[k] ?? null }));
  sorted.sort((a, b) => sizeOf(b) - sizeOf(a) || 0);
  return { changes: sorted, frobenius: Math.sqrt(squares), rootMeanSquare: Math.sqrt(squares / (p * (p - 1))) };
}
