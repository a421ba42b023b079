// Stepwise selection: one term in or out at a time, by a criterion or by partial F.

import { fUpperTail } from "../f.ts";
import { reductionBy } from "../sweep.ts";
import { type GroupSet, mayAdd, mayDrop, rankOf, type Search, sweptBy } from "./candidates.ts";
import { goodnessFor, penalised, roundingShare } from "./criteria.ts";

/** By criterion −2 logLik + k (rank + 1), or by the p of partial F. */
export type StepRule = { kind: "penalty"; k: number } | { kind: "F"; enter: number; remove: number };

export interface StepOptions {
  add: boolean;
  drop: boolean;
  rule: StepRule;
  maxIter: number;
  /** Called before every step: others may come in, and the search is over where it rejects. */
  turn(): Promise<void>;
}

/** A set on the way. `value` is the criterion, or the p of the term that moved; null at the start by F. */
interface Step {
  action: "start" | "add" | "drop";
  term: string | null;
  set: GroupSet;
  value: number | null;
}

export interface StepwiseResult {
  steps: Step[];
  nIter: number;
  stopReason: "converged" | "max-iter";
}

/** Improvements of the criterion below this are rounding, as in R's `step`. */
const LEAST_GAIN = 1e-7;

interface Move {
  action: "add" | "drop";
  group: number;
  value: number;
}

const toggled = (set: GroupSet, group: number): GroupSet => set.map((flag, g) => (g === group ? !flag : flag));

/** Where a search stands: the swept matrix, and the share of the response that the set leaves. */
interface Stand {
  A: Float64Array;
  share: number;
  rank: number;
}

function standAt(search: Search, set: GroupSet): Stand {
  const A = sweptBy(search, set);
  return { A, share: A.at(-1) ?? 0, rank: rankOf(search, set) };
}

/** One move, judged by one look at the swept matrix. */
function moveOf(search: Search, { A, share, rank }: Stand, move: Omit<Move, "value">, rule: StepRule): Move {
  const columns = search.groups[move.group]?.columns ?? [];
  const fall = reductionBy(A, search.system.q, columns);
  const size = rank + (move.action === "add" ? columns.length : -columns.length);
  if (rule.kind === "penalty") {
    return { ...move, value: penalised(goodnessFor(search, share - fall, size), size, rule.k) };
  }
  const at = { small: move.action === "add" ? share : share - fall, change: Math.abs(fall), df1: columns.length };
  return { ...move, value: partialP(search, at, Math.max(rank, size)) };
}

function movesFrom(search: Search, set: GroupSet, stand: Stand, { add, drop, rule }: StepOptions): Move[] {
  const fits = (group: number) => stand.rank + (search.groups[group]?.columns.length ?? 0) <= search.n;
  const out = drop ? mayDrop(search, set) : [];
  const into = add ? mayAdd(search, set).filter(fits) : [];
  return [
    ...out.map((group) => moveOf(search, stand, { action: "drop", group }, rule)),
    ...into.map((group) => moveOf(search, stand, { action: "add", group }, rule)),
  ];
}

/** p of the partial F between a smaller model, which leaves `small`, and a larger one of rank `rank`. */
function partialP({ n, system }: Search, at: { small: number; change: number; df1: number }, rank: number): number {
  const df2 = n - rank;
  const large = at.small - at.change;
  if (df2 <= 0) return 1;
  if (large <= roundingShare(system.q)) return 0;
  return fUpperTail(at.change / at.df1 / (large / df2), at.df1, df2);
}

/** The move to make by F: the least needed term out, or else the most needed in. */
function bestByF(moves: readonly Move[], { enter, remove }: Extract<StepRule, { kind: "F" }>): Move | null {
  const out = moves.filter(({ action, value }) => action === "drop" && value > remove);
  if (out.length > 0) return out.reduce((worst, move) => (move.value > worst.value ? move : worst));
  const into = moves.filter(({ action, value }) => action === "add" && value < enter);
  return into.length === 0 ? null : into.reduce((best, move) => (move.value < best.value ? move : best));
}

function bestByPenalty(moves: readonly Move[], current: number): Move | null {
  const best = moves.reduce<Move | null>((least, move) => (least && least.value <= move.value ? least : move), null);
  return best && best.value < current - LEAST_GAIN ? best : null;
}

/**
 * Move from a set of terms to a better one until none is better, as R's `step` does: a term enters only with all that it
 * contains, and leaves only before them; factors enter and leave as a whole.
 */
export async function stepwise(search: Search, start: GroupSet, options: StepOptions): Promise<StepwiseResult> {
  const { rule, maxIter, turn } = options;
  let set = start;
  const steps: Step[] = [];
  for (let nIter = 0; ; nIter++) {
    await turn();
    const stand = standAt(search, set);
    const current =
      rule.kind === "F" ? null : penalised(goodnessFor(search, stand.share, stand.rank), stand.rank, rule.k);
    if (nIter === 0) steps.push({ action: "start", term: null, set, value: current });
    const moves = movesFrom(search, set, stand, options);
    const move = rule.kind === "F" ? bestByF(moves, rule) : bestByPenalty(moves, current ?? Number.NEGATIVE_INFINITY);
    if (!move) return { steps, nIter, stopReason: "converged" };
    if (nIter === maxIter) return { steps, nIter, stopReason: "max-iter" };
    set = toggled(set, move.group);
    steps.push({ action: move.action, term: search.groups[move.group]?.term ?? null, set, value: move.value });
  }
}
