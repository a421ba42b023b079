// The ladder: which road a fit takes, and how far up it goes before its digits are enough.

import { LeastwiseError } from "#base/error.ts";
import type { Plan } from "#formula/types.ts";
import type { Backend } from "#kernel/backend.ts";
import { solveExactRoad } from "../exact/fit.ts";
import { exactMomentsPass } from "../exact/moments.ts";
import { packedIndex } from "../moments/packed.ts";
import type { Rows } from "../rows.ts";
import type { Moments } from "../types.ts";
import { climbDraft } from "./draft-road.ts";
import { climbMoments } from "./moments-road.ts";
import type { OlsOptions } from "./ols.ts";
import type { Solved } from "./solved.ts";

/** n·q² up to which double-double costs some ten milliseconds (docs/decisions/0007). */
const EXACT_WORK = 2e7;

/** "1 row", "2 rows". */
const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

/** @throws LeastwiseError `rows-too-few` where there are fewer rows than terms */
function requireRows({ n, nDropped }: Pick<Solved, "n" | "nDropped">, plan: Plan): void {
  const nTerms = plan.columns.length + (plan.intercept ? 1 : 0);
  if (n > 0 && n >= nTerms) return;
  const left =
    nDropped === 0
      ? ""
      : `, as ${count(nDropped, "row")} with a missing value ${nDropped === 1 ? "was" : "were"} left out`;
  const message = `model: must have at least as many rows as terms; got ${count(n, "row")} for ${count(nTerms, "term")}${left}`;
  throw new LeastwiseError("rows-too-few", message, { value: n });
}

async function exactRoad(plan: Plan, rows: Rows, dense: Backend["dense"], reason: string): Promise<Solved> {
  const summed = await rows.reduceExact(exactMomentsPass, null);
  const moments = rows.weightsAre === "frequency" ? { ...summed, n: summed.weight.hi, sumLogWeight: 0 } : summed;
  requireRows(moments, plan);
  return solveExactRoad({ moments, intercept: plan.intercept, response: plan.response.label, reason }, rows, dense);
}

/** A column whose squares about the mean sum to less, and whose mean is smaller, loses digits to underflow. */
const LEAST_SCATTER = 1e-270;
const LEAST_MEAN = 1e-130;

/** The first column whose squares leave the range of doubles; undefined where all stay in it. */
function outOfRange({ mean, scatter, names }: Moments): string | undefined {
  return names.find((_, j) => {
    const m = Math.abs(mean[j] as number);
    const s = scatter[packedIndex(j, j)] as number;
    if (!Number.isFinite(m) || !Number.isFinite(s)) return true;
    return s < LEAST_SCATTER && m < LEAST_MEAN && (m > 0 || s > 0);
  });
}

/** What was said of the GPU on the way, as `SolverReport.webgpu`. */
interface Told {
  webgpu?: NonNullable<Solved["solver"]["webgpu"]>;
}

const notUsed = (reason: string): Told => ({ webgpu: { used: false, reason } });

/** What is told of a GPU that is there and not asked. */
const toldOf = ({ draftMoments }: Rows, reason: string): Told => (draftMoments ? notUsed(reason) : {});

/** Draft moments where a device makes them, and the moments that are right after all where it made none. */
async function fromDraft(
  plan: Plan,
  rows: Rows,
  dense: Backend["dense"],
): Promise<Told & { solved?: Solved; moments?: Moments & { nDropped: number } }> {
  const drafted = await rows.draftMoments?.();
  if (!drafted) return {};
  if ("declined" in drafted) return notUsed(drafted.declined);
  const { moments, nOnDevice, lost, reason } = drafted;
  requireRows(moments, plan);
  if (nOnDevice === 0) {
    return {
      ...notUsed(lost === null ? "values of this range are not for a GPU" : `WebGPU was lost: ${lost}`),
      moments,
    };
  }
  const beyond = outOfRange(moments);
  if (beyond !== undefined) return notUsed(`the squares of ${beyond} leave the range of doubles`);
  const partly = lost === null ? reason : `${reason}; it was lost on the way (${lost}), and the CPU made the rest`;
  const climbed = await climbDraft({ ...drafted, reason: partly }, plan, rows, dense);
  return "solved" in climbed ? climbed : notUsed(climbed.insufficient);
}

/** From moments in doubles. */
async function climbOnCpu(
  plan: Plan,
  rows: Rows,
  dense: Backend["dense"],
  known?: Moments & { nDropped: number },
): Promise<Solved> {
  const moments = known ?? (await rows.moments());
  requireRows(moments, plan);
  const beyond = rows.hasRows ? outOfRange(moments) : undefined;
  if (beyond !== undefined) {
    return exactRoad(plan, rows, dense, `the squares of ${beyond} leave the range of doubles`);
  }
  const climbed = await climbMoments(moments, plan, rows, dense);
  return "solved" in climbed ? climbed.solved : exactRoad(plan, rows, dense, climbed.insufficient);
}

const telling = (solved: Solved, { webgpu }: Told): Solved =>
  webgpu ? { ...solved, solver: { ...solved.solver, webgpu } } : solved;

/**
 * Solve a planned model. Small problems, and those that ask for "certified", take the exact road; larger ones climb from
 * their moments through refinement and a whitened second pass to the exact road, until every coefficient has its digits, and so
 * do small ones that ask for "quick". Where a GPU pays, moments are drafted on it and the solution is refined from residuals of the rows.
 *
 * @throws LeastwiseError `rows-too-few`, `response-constant`, `value-not-finite`; `bad-argument` for "certified" without rows
 */
export async function climb(
  plan: Plan,
  rows: Rows,
  { dense }: Pick<Backend, "dense">,
  { precision = "auto", exactWork = EXACT_WORK }: OlsOptions,
): Promise<Solved> {
  const onCpu = toldOf(rows, "double-double is for the CPU");
  if (precision === "certified") {
    if (rows.hasRows) return telling(await exactRoad(plan, rows, dense, 'precision "certified" asks for it'), onCpu);
    const message = 'precision: must be "auto" where there are moments and no rows; got "certified"';
    throw new LeastwiseError("bad-argument", message, { value: precision });
  }
  if (precision === "quick")
    return telling(await climbOnCpu(plan, rows, dense), toldOf(rows, "moments that are kept are the CPU's"));
  const q = plan.columns.length + 1;
  if (rows.hasRows && rows.nRows * q * q <= exactWork) {
    return telling(await exactRoad(plan, rows, dense, "the problem is small"), onCpu);
  }
  const { solved, moments, ...told } = await fromDraft(plan, rows, dense);
  return solved ?? telling(await climbOnCpu(plan, rows, dense, moments), told);
}
