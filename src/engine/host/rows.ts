// The rows of a planned model, superblock by superblock: what `stats` asks for, from a backend, in one fixed tree.

import { mergeTree, SUPERBLOCK_ROWS } from "#base/superblock.ts";
import type { ShuffleRows } from "#formula/target.ts";
import type { Plan } from "#formula/types.ts";
import type { Backend } from "#kernel/backend.ts";
import { withWeights } from "#stats/moments/frequency.ts";
import { toMoments } from "#stats/moments/state.ts";
import { momentsPass } from "#stats/passes/moments.ts";
import { residualPass } from "#stats/passes/residuals.ts";
import { nameOfExactPass, nameOfPass } from "#stats/row-passes.ts";
import type { Rows } from "#stats/rows.ts";
import type { Table } from "#table/types.ts";
import type { RemotePart } from "../pool/dealt.ts";
import { ModelRows, type PassResults } from "../pool/model.ts";
import type { Pace } from "../pool/pace.ts";
import type { Others } from "../pool/pool.ts";
import type { PassTask, SharedModel, SharedWeights } from "../pool/tasks.ts";
import { draftedMoments } from "./draft.ts";
import type { Weights } from "./weights.ts";

/** What a model's rows are made of. */
export interface RowsSource {
  plan: Plan;
  /** The superblocks that are here; `others` hold the rest. */
  table: Table;
  others: Others;
  weights: Weights | null;
  backend: Backend;
  pace: Pace;
  /** Whether rows of weight 0, which count as absent, are left out of passes too: a row that is drawn or dealt must count. */
  positive?: boolean;
  /** The rows that the model is made of, `[from, to)`; all if left out. */
  window?: readonly [number, number] | null | undefined;
  /** Where the plan was made of these rows, all of them here: what dealt the folds of its target encodings. */
  shuffle: ShuffleRows | null;
}

let lastModel = 0;

/** Rows of a model over the superblocks of a table. Rows with a missing value or a missing weight are left out. */
export function rowsOf(source: RowsSource): Rows {
  const { plan, table, others, weights, backend, pace, positive = false, shuffle, window = null } = source;
  const names = [...plan.columns.map(({ name }) => name), plan.response.label];
  const here = new ModelRows({ plan, table, weights: weights && ((k) => weights.chunk(k)), positive, shuffle, window });
  const place = { backend, pace };
  const everywhere = spreader(source);
  let nDropped = 0;
  const reduce: Rows["reduce"] = async (pass, args) => {
    const asked = () => ({ pass: nameOfPass(pass), exact: false, args });
    const found = await everywhere(() => here.run(pass, args, place), asked);
    nDropped = found.nDropped;
    return mergeTree(found.results, (a, b) => pass.merge(a, b, backend));
  };
  const rows: Rows = {
    hasRows: true,
    nRows: window ? window[1] - window[0] : table.nRows,
    weightsAre: weights?.are,
    async moments() {
      const { moments, sumLogWeight } = await reduce(momentsPass, null);
      return { ...withWeights(toMoments(moments, names, sumLogWeight), weights?.are), nDropped };
    },
    residuals: (predictor) => reduce(residualPass, predictor),
    reduce,
    async reduceExact(pass, args) {
      const asked = () => ({ pass: nameOfExactPass(pass), exact: true, args });
      const { results } = await everywhere(() => here.runExact(pass, args, place), asked);
      return mergeTree(results, pass.merge);
    },
    turn: pace.turn,
  };
  const { draft } = backend;
  if (!draft) return rows;
  const whole = { rows, names, nWorkers: 1 + others.parts.length, first: () => here.first(), nDropped: () => nDropped };
  return { ...rows, draftMoments: () => draftedMoments(draft, whole) };
}

/** Runs a pass here and on the other workers at once; results come in the order of the superblocks. */
function spreader({ plan, others, weights, positive = false, window = null }: RowsSource) {
  lastModel += 1;
  const id = lastModel;
  let told = false;
  const shared = (part: RemotePart): SharedModel => ({
    plan,
    weights: weights && sharedWeights(weights, part),
    positive,
    window,
  });
  return async <Result>(
    run: () => Promise<PassResults<Result>>,
    asked: () => Pick<PassTask, "pass" | "exact" | "args">,
  ): Promise<PassResults<Result>> => {
    if (others.parts.length === 0) return run();
    const task = asked();
    const known = told;
    told = true;
    const theirs = others.run("pass", (part) => ({ id, ...(known ? {} : { model: shared(part) }), ...task }));
    // Whoever fails first, the rest must not go unheard.
    const [own, ...rest] = (await Promise.all([run(), theirs.then((found) => found)]).then(([mine, found]) => [
      mine,
      ...found,
    ])) as PassResults<Result>[];
    return joined([own as PassResults<Result>, ...rest]);
  };
}

/** Results by superblock. */
function joined<Result>(found: readonly PassResults<Result>[]): PassResults<Result> {
  const placed = found.flatMap(({ results, superblocks }) =>
    results.map((result, k) => ({ superblock: superblocks[k] as number, result })),
  );
  placed.sort((a, b) => a.superblock - b.superblock);
  return {
    superblocks: placed.map(({ superblock }) => superblock),
    results: placed.map(({ result }) => result),
    nDropped: found.reduce((sum, { nDropped }) => sum + nDropped, 0),
  };
}

function sharedWeights(weights: Weights, { superblocks }: RemotePart): SharedWeights {
  const { column, values } = weights;
  if (column !== undefined) return { column };
  return {
    chunks: superblocks.map((b) => (values as Float64Array).slice(b * SUPERBLOCK_ROWS, (b + 1) * SUPERBLOCK_ROWS)),
  };
}
