// Moments that somebody else made, checked where they come in: after this they are trusted.

import type { Plan } from "#formula/types.ts";
import type { Moments } from "../types.ts";
import { checkFolds } from "./check-folds.ts";
import { checkScatter } from "./check-scatter.ts";
import { packedLength } from "./packed.ts";
import { refuseMoments as refuse } from "./refuse-moments.ts";

/** The inverse of a weight below this would overflow when it is squared. */
const LEAST_WEIGHT = 1e-150;

type Given = Partial<Record<keyof Moments, unknown>>;

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function checkNames(names: unknown): string[] {
  if (!Array.isArray(names) || names.length === 0) refuse(".names", "be a list of one name or more", names);
  const seen = new Map<string, number>();
  for (const [j, name] of names.entries()) {
    if (typeof name !== "string" || name === "") refuse(`.names[${j}]`, "be text, and not empty", name);
    if (seen.has(name)) refuse(`.names[${j}]`, `differ from names[${seen.get(name)}]`, name);
    seen.set(name, j);
  }
  return names;
}

/** A list of `length` finite numbers. */
function checkNumbers(field: string, values: unknown, { length, rule }: { length: number; rule: string }): number[] {
  const isList = Array.isArray(values) || values instanceof Float64Array;
  if (!isList) refuse(field, `hold ${rule}`, values);
  if (values.length !== length) refuse(field, `hold ${rule}`, values.length);
  return Array.from(values, (value: unknown, k) => {
    if (typeof value !== "number" || !Number.isFinite(value)) refuse(`${field}[${k}]`, "be a finite number", value);
    return value;
  });
}

/** Counts and weights, and that they agree. */
function checkCounts(given: Given): Pick<Moments, "n" | "weight" | "sumLogWeight" | "weightsAre"> {
  const { n, weight, weightsAre, sumLogWeight = weightsAre === "analytic" ? undefined : 0 } = given;
  if (!isWhole(n) || n <= 0) refuse(".n", "be a whole number > 0", n);
  if (typeof weight !== "number" || !(weight >= LEAST_WEIGHT && weight < Number.POSITIVE_INFINITY)) {
    refuse(".weight", `be a finite number >= ${LEAST_WEIGHT}`, weight);
  }
  if (weightsAre !== undefined && weightsAre !== "analytic" && weightsAre !== "frequency") {
    refuse(".weightsAre", 'be "analytic" or "frequency", or be left out', weightsAre);
  }
  if (weightsAre !== "analytic" && weight !== n) {
    refuse(".weight", `equal n, which is ${n}, unless weightsAre is "analytic"`, weight);
  }
  if (typeof sumLogWeight !== "number" || !Number.isFinite(sumLogWeight)) {
    refuse(".sumLogWeight", "be a finite number, the sum of log w", sumLogWeight);
  }
  if (weightsAre !== "analytic" && sumLogWeight !== 0) {
    refuse(".sumLogWeight", 'be 0 unless weightsAre is "analytic"', sumLogWeight);
  }
  return { n, weight, sumLogWeight, ...(weightsAre && { weightsAre }) };
}

function checkPlan(plan: unknown, names: readonly string[]): Plan | undefined {
  if (plan === undefined) return undefined;
  const { columns, response, terms, levels, variables } = (plan ?? {}) as Partial<Plan>;
  const lists = [columns, terms, levels, variables];
  if (!lists.every(Array.isArray) || typeof response?.label !== "string") {
    refuse(".plan", "be the plan that came with the moments, or be left out", plan);
  }
  const own = [...(columns ?? []).map((column) => column?.name), response.label];
  const at = names.findIndex((name, j) => name !== own[j]);
  if (at >= 0 || own.length !== names.length) {
    refuse(
      ".plan",
      `have the columns of names, then the response; those differ at ${at < 0 ? names.length : at}`,
      own[at],
    );
  }
  return plan as Plan;
}

/**
 * Moments as plain data, if they can be those of any rows. `shift` may be left out, and `sumLogWeight` too unless weights
 * are analytic. The scatter must be positive semidefinite within rounding; it is symmetric by its form.
 *
 * @throws LeastwiseError `bad-argument` naming the place, the rule and the value
 */
export function checkMoments(given: unknown): Moments {
  if (typeof given !== "object" || given === null) refuse("", "be an object as table.moments() gives", given);
  const fields: Given = given;
  const names = checkNames(fields.names);
  const q = names.length;
  const counts = checkCounts(fields);
  const each = { length: q, rule: `one number for each of ${q} names` };
  const triangle = `the ${packedLength(q)} entries of the upper triangle of ${q} columns, column by column`;
  const mean = checkNumbers(".mean", fields.mean, each);
  const scatter = checkNumbers(".scatter", fields.scatter, { length: packedLength(q), rule: triangle });
  const shift = fields.shift === undefined ? mean.map(() => 0) : checkNumbers(".shift", fields.shift, each);
  const { nDropped } = fields;
  if (nDropped !== undefined && (!isWhole(nDropped) || nDropped < 0)) {
    refuse(".nDropped", "be a whole number >= 0, or be left out", nDropped);
  }
  const plan = checkPlan(fields.plan, names);
  checkScatter({ ...counts, mean, scatter, names });
  const own: Moments = {
    ...counts,
    names: names.slice(),
    mean,
    scatter,
    shift,
    ...(nDropped !== undefined && { nDropped }),
    ...(plan && { plan }),
  };
  return fields.folds === undefined ? own : { ...own, folds: checkFolds(fields.folds, own, checkMoments) };
}
