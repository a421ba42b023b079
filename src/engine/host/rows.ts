// The rows of a planned model, superblock by superblock: what `stats` asks for, from a backend, in one fixed tree.

import { type Edges, mergeTree, superblocksIn } from "#base/superblock.ts";
import type { ShuffleRows } from "#formula/target.ts";
import type { Plan } from "#formula/types.ts";
import type { Backend } from "#kernel/backend.ts";
import { withWeights } from "#stats/moments/frequency.ts";
import { toMoments } from "#stats/moments/state.ts";
import { momentsPass } from "#stats/passes/moments.ts";
import { residualPass } from "#stats/passes/residuals.ts";
import { nameOfExactPass, nameOfPass } from "#stats/row-passes.ts";
import type { Rows } from "#stats/rows.ts";
import type { RowWindow } from "#stats/types.ts";
import type { Table } from "#table/types.ts";
import type { RemotePart } from "../pool/dealt.ts";
import { ModelRows, type PassResult } from "../pool/model.ts";
import type { Pace } from "../pool/pace.ts";
import type { Others } from "../pool/pool.ts";
import type { PassTask, SharedModel, SharedWeights } from "../pool/tasks.ts";
import { draftedMoments } from "./draft.ts";
import { type FoundMoments, momentsAt } from "./kept/kept-moments.ts";
import type { KeptTable } from "./kept/kept-table.ts";
import { type CountedMoments, MomentTree } from "./kept/moment-tree.ts";
import type { Weights } from "./weights.ts";

/** What a model's rows are made of. */
export interface RowsSource {
  plan: Plan;
  /** The superblocks that are here; `others` hold the rest. */
  table: Table;
  others: Others;
  /** Of all superblocks of the table. */
  edges: Edges;
  kept: KeptTable;
  weights: Weights | null;
  backend: Backend;
  pace: Pace;
  /** Whether rows of weight 0, which count as absent, are left out of passes too: a row that is drawn or dealt must count. */
  positive: boolean;
  /** Where the plan was made of these rows, all of them here: what dealt the folds of its target encodings. */
  shuffle: ShuffleRows | null;
  /** Rows of the table that are the model's; null for all. */
  window: RowWindow | null;
}

let lastModel = 0;

/** Rows of a model over the superblocks of a table. Rows with a missing value or a missing weight are left out. */
export function rowsOf(source: RowsSource): Rows {
  const { plan, table, others, weights, backend, pace, positive, shuffle, window } = source;
  const [from, to] = window ?? [0, table.nRows];
  const names = [...plan.columns.map(({ name }) => name), plan.response.label];
  const here = new ModelRows({ plan, table, weights: weights && ((k) => weights.chunk(k)), positive, shuffle, window });
  const place = { backend, pace };
  const everywhere = spreader(source);
  const run: Everywhere["run"] = (pass, args, only = null) => {
    const asked = () => ({ pass: nameOfPass(pass), exact: false, only, args });
    return everywhere(() => here.run(pass, args, place, only), asked);
  };
  let dropped = 0;
  const reduce: Rows["reduce"] = async (pass, args) => {
    const found = await run(pass, args);
    dropped = found.reduce((sum, { nDropped }) => sum + nDropped, 0);
    return mergeTree(resultsOf(found), (a, b) => pass.merge(a, b, backend));
  };
  const rows: Rows = {
    hasRows: true,
    nRows: to - from,
    weightsAre: weights?.are,
    async moments() {
      const { moments, sumLogWeight, nDropped } = await momentsOf(source, [from, to], { run });
      return { ...withWeights(toMoments(moments, names, sumLogWeight), weights?.are), nDropped };
    },
    residuals: (predictor) => reduce(residualPass, predictor),
    reduce,
    async reduceExact(pass, args) {
      const asked = () => ({ pass: nameOfExactPass(pass), exact: true, only: null, args });
      const found = await everywhere(() => here.runExact(pass, args, place), asked);
      return mergeTree(resultsOf(found), pass.merge);
    },
    turn: pace.turn,
  };
  const { draft } = backend;
  // Of a window, most moments are kept: a device would make them all anew.
  if (!draft || window) return rows;
  const whole = { rows, names, nWorkers: 1 + others.parts.length, first: () => here.first(), nDropped: () => dropped };
  return { ...rows, draftMoments: () => draftedMoments(draft, whole) };
}

function resultsOf<Result>(found: readonly PassResult<Result>[]): Result[] {
  return found.map(({ result }) => result);
}

/** Runs a pass wherever there are rows, over all superblocks or `only` some; results come in their order. */
interface Everywhere {
  run<Args, Result>(
    pass: Parameters<typeof nameOfPass<Args, Result>>[0],
    args: Args,
    only?: readonly number[] | null,
  ): Promise<PassResult<Result>[]>;
}

/**
 * Moments of the rows from `from` to `to`: those of superblocks that lie wholly between are kept and merged as a tree, so
 * that rows are touched in the others alone, and those of all rows are what `mergeTree` makes of them.
 */
async function momentsOf(
  { plan, table, edges, kept, weights, backend, positive, shuffle }: RowsSource,
  [from, to]: RowWindow,
  { run }: Everywhere,
): Promise<CountedMoments> {
  const merge = (a: CountedMoments, b: CountedMoments): CountedMoments => ({
    ...momentsPass.merge(a, b, backend),
    nDropped: a.nDropped + b.nDropped,
  });
  const touched = superblocksIn(edges, from, to);
  const isWhole = (b: number) => from <= (edges[b] as number) && (edges[b + 1] as number) <= to;
  const whole = touched.filter(isWhole);
  const wanted = [whole[0] ?? 0, (whole.at(-1) ?? -1) + 1] as const;
  const size = edges.length - 1;
  const isKept = weights === null || weights.column !== undefined;
  const model = { plan, weights: weights?.column ?? null, positive };
  const found = isKept ? kept.moments?.find(model, table, shuffle, { size, merge, wanted }) : null;
  const { tree, places }: FoundMoments = found ?? { tree: new MomentTree(size, merge), places: null };
  const only = touched.filter((b) => !isWhole(b) || tree.missing(b, b + 1).length > 0);
  const ends = new Map<number, CountedMoments>();
  for (const { superblock, result, nDropped } of only.length > 0 ? await run(momentsPass, null, only) : []) {
    const leaf = { ...result, nDropped };
    if (isWhole(superblock)) tree.set(superblock, leaf);
    else ends.set(superblock, leaf);
  }
  const nodes = tree.nodes(...wanted).map((node) => (places ? momentsAt(node, places) : node));
  const [first, last] = [touched[0] as number, touched.at(-1) as number];
  const left = ends.get(first);
  const right = last === first ? undefined : ends.get(last);
  return [...(left ? [left] : []), ...nodes, ...(right ? [right] : [])].reduce(merge);
}

/** Runs a pass here and on the other workers at once; results come in the order of the superblocks. */
function spreader({ plan, others, weights, positive, window }: RowsSource) {
  lastModel += 1;
  const id = lastModel;
  const told = new Set<RemotePart>();
  const shared = (part: RemotePart): SharedModel => ({
    plan,
    weights: weights && sharedWeights(weights, part),
    positive,
    window,
  });
  return async <Result>(
    run: () => Promise<PassResult<Result>[]>,
    asked: () => Pick<PassTask, "pass" | "exact" | "only" | "args">,
  ): Promise<PassResult<Result>[]> => {
    if (others.parts.length === 0) return run();
    const task = asked();
    const theirs = others.run(
      "pass",
      (part) => {
        const model = told.has(part) ? {} : { model: shared(part) };
        told.add(part);
        return { id, ...model, ...task };
      },
      task.only,
    );
    // Whoever fails first, the rest must not go unheard.
    const [own, found] = await Promise.all([run(), theirs]);
    return [own, ...(found as PassResult<Result>[][])].flat().sort((a, b) => a.superblock - b.superblock);
  };
}

function sharedWeights(weights: Weights, { superblocks }: RemotePart): SharedWeights {
  const { column, of } = weights;
  return column !== undefined ? { column } : { chunks: superblocks.map((b) => of?.(b) ?? new Float64Array()) };
}
