// What is kept of a table beside its rows, so that a fit that is made again, by another penalty, of fewer columns or of other
// rows, reads few rows or none. Answers never depend on what is kept: it has the bits of what would be found anew.

import { LeastRecent } from "#base/least-recent.ts";
import type { OpenPlan } from "#formula/plan.ts";
import type { Survey } from "#formula/survey.ts";
import type { Plan } from "#formula/types.ts";
import type { WeightsAre } from "#stats/types.ts";
import { KeptMoments } from "./kept-moments.ts";

/** A formula's plan on all rows, and what it was made of. */
export interface KeptPlan {
  open: OpenPlan;
  seen: Survey;
  plan: Plan;
}

const PLAN_BYTES = 2 ** 23;
const SURVEY_BYTES = 2 ** 22;

/** Of a column of a plan and of a level in a survey, about. */
const COLUMN_BYTES = 1000;
const LEVEL_BYTES = 8;

export class KeptTable {
  /** Null where none are kept. */
  readonly moments: KeptMoments | null;
  readonly #plans = new LeastRecent<KeptPlan>(PLAN_BYTES);
  readonly #surveys = new LeastRecent<ReadonlyMap<number, Survey>>(SURVEY_BYTES);
  /** Columns of weights that were found good, by what they count. */
  readonly #weights = new Set<string>();

  constructor(moments: KeptMoments | null = new KeptMoments()) {
    this.moments = moments;
  }

  /** The plan of a formula, by `key`. */
  plan(key: string): KeptPlan | undefined {
    return this.#plans.get(key);
  }

  keepPlan(key: string, plan: KeptPlan): void {
    this.#plans.set(key, plan, COLUMN_BYTES * (1 + plan.plan.columns.length));
  }

  /** Surveys of superblocks, by `key`. */
  surveys(key: string): ReadonlyMap<number, Survey> {
    return this.#surveys.get(key) ?? new Map();
  }

  keepSurveys(key: string, surveys: ReadonlyMap<number, Survey>): void {
    let bytes = 0;
    for (const { seen } of surveys.values()) for (const { length } of seen) bytes += LEVEL_BYTES * (10 + length);
    this.#surveys.set(key, surveys, bytes);
  }

  isChecked(weights: string, are: WeightsAre): boolean {
    return this.#weights.has(weightsKey(weights, are));
  }

  keepChecked(weights: string, are: WeightsAre): void {
    this.#weights.add(weightsKey(weights, are));
  }

  /** What is kept of a table of `size` superblocks that differs from this one in the superblocks `changed`. */
  without(changed: readonly number[], size: number): KeptTable {
    const kept = new KeptTable(this.moments === null ? null : this.moments.without(changed, size));
    for (const [key, surveys] of this.#surveys.entries()) {
      kept.keepSurveys(key, new Map([...surveys].filter(([b]) => b < size && !changed.includes(b))));
    }
    return kept;
  }
}

function weightsKey(weights: string, are: WeightsAre): string {
  return `${are} ${weights}`;
}
