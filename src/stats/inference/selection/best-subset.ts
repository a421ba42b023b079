// The best subsets of terms of every size by branch and bound: a subset leaves no less unexplained than the set it is of
// (Furnival and Wilson 1974; terms reordered at every node as by Gatu and Kontoghiorghes 2006).

import { reductionBy, sweep } from "../sweep.ts";
import { type GroupSet, mayAdd, mayDrop, rankOf, type Search, sweptBy } from "./candidates.ts";

export interface SubsetOptions {
  /** Models kept of each rank. */
  nBest: number;
  maxIter: number;
  /** Called between short stretches of the search: others may come in, and the search is over where it rejects. */
  turn(): Promise<void>;
}

/** Sets looked at in one stretch, a millisecond or less. */
const STRETCH = 256;

/** A set and the share of the response that it leaves. */
interface Found {
  key: string;
  set: GroupSet;
  share: number;
}

export interface SubsetResult {
  /** By rank, ascending, and within a rank by what is left, ascending. */
  sets: GroupSet[];
  nIter: number;
  stopReason: "converged" | "max-iter";
}

/** A set with some terms that every set below it keeps, and others that may leave. */
interface Node {
  A: Float64Array;
  set: boolean[];
  share: number;
  rank: number;
  free: number[];
}

interface State {
  search: Search;
  options: SubsetOptions;
  best: Map<number, Found[]>;
  /** Sets of each rank, counted to `nBest`: a list that is as long cannot get longer. */
  capacity: number[];
  nIter: number;
  /** Whether sets that could be better were left. */
  cut: boolean;
}

/** Counts subsets by rank up to `most`, leaving out that a term may need others. */
function capacities(search: Search, most: number): number[] {
  const forced = search.groups.map((group) => group.forced);
  const ranks = new Array<number>(
    rankOf(
      search,
      search.groups.map(() => true),
    ) + 1,
  ).fill(0);
  ranks[rankOf(search, forced)] = 1;
  for (const { columns, forced: always } of search.groups) {
    if (always) continue;
    for (let r = ranks.length - 1; r >= columns.length; r--) {
      ranks[r] = Math.min(most, (ranks[r] as number) + (ranks[r - columns.length] as number));
    }
  }
  return ranks;
}

function isClosed({ groups }: Search, set: GroupSet): boolean {
  return groups.every(({ within }, g) => !set[g] || within.every((other) => set[other]));
}

function record({ best, options, search }: State, { set, share, rank }: Pick<Node, "set" | "share" | "rank">): void {
  const list = best.get(rank) ?? [];
  const worst = list[options.nBest - 1];
  if ((worst && worst.share <= share) || !isClosed(search, set)) return;
  const key = set.map(Number).join("");
  if (list.some((found) => found.key === key)) return;
  list.push({ key, set: set.slice(), share });
  list.sort((a, b) => a.share - b.share);
  best.set(rank, list.slice(0, options.nBest));
}

/** Whether a set between two ranks that leaves `share` or more could still be among the best. */
function canImprove({ best, capacity, options }: State, share: number, low: number, high: number): boolean {
  for (let rank = low; rank <= high; rank++) {
    const room = Math.min(options.nBest, capacity[rank] ?? 0);
    const list = best.get(rank) ?? [];
    if (room > 0 && (list.length < room || (list[room - 1] as Found).share > share)) return true;
  }
  return false;
}

/** The set without a group, and without every group that contains it. Null where one of those must stay. */
function childOf(state: State, node: Node, group: number, free: number[]): Node | null {
  const { search } = state;
  const gone = [group, ...(search.groups[group]?.containing ?? [])].filter((g) => node.set[g]);
  if (gone.some((g) => g !== group && !free.includes(g))) return null;
  const A = node.A.slice();
  const set = node.set.slice();
  const { q } = search.system;
  for (const g of gone) {
    set[g] = false;
    for (const k of search.groups[g]?.columns ?? []) sweep(A, q, k);
  }
  const share = A[q * q - 1] as number;
  return { A, set, share, rank: rankOf(search, set), free: free.filter((g) => !gone.includes(g)) };
}

/**
 * Look at a node's subsets, those without its weakest terms first: they make the bounds that spare the others. Yields after
 * every stretch.
 */
function* visit(state: State, node: Node): Generator<void, void> {
  const { search, options } = state;
  state.nIter += 1;
  record(state, node);
  if (state.nIter % STRETCH === 0) yield;
  const { q } = search.system;
  const columnsOf = (g: number): number[] => search.groups[g]?.columns ?? [];
  const costs = node.free.map((g) => ({ g, left: node.share - reductionBy(node.A, q, columnsOf(g)) }));
  costs.sort((a, b) => b.left - a.left);
  let low = node.rank;
  for (let i = costs.length - 1; i >= 0; i--) {
    const { g, left } = costs[i] as { g: number; left: number };
    low -= columnsOf(g).length;
    if (!canImprove(state, left, low, node.rank - columnsOf(g).length)) continue;
    state.cut ||= state.nIter >= options.maxIter;
    if (state.cut) return;
    const child = childOf(
      state,
      node,
      g,
      costs.slice(i + 1).map((cost) => cost.g),
    );
    if (child) yield* visit(state, child);
  }
}

/** Record the sets on a greedy way from `start`, so that the search begins with bounds. */
function greedy(state: State, start: GroupSet, movesFrom: (search: Search, set: GroupSet) => number[]): void {
  const { search } = state;
  const { q } = search.system;
  let set = start.slice();
  for (;;) {
    const A = sweptBy(search, set);
    record(state, { set, share: A[q * q - 1] as number, rank: rankOf(search, set) });
    const moves = movesFrom(search, set).map((g) => ({ g, fall: reductionBy(A, q, search.groups[g]?.columns ?? []) }));
    const first = moves[0];
    if (!first) return;
    const { g: moved } = moves.reduce((best, move) => (move.fall > best.fall ? move : best), first);
    set = set.map((flag, g) => (g === moved ? !flag : flag));
  }
}

/**
 * The `nBest` sets of each rank that leave least of the response, exactly. Every criterion that falls with the residual
 * sum at a given rank (AIC, BIC, adjusted R², Cp) has its best among the first of each rank.
 *
 * `stopReason` is `max-iter` where the search was cut short: the sets are then good, and perhaps not the best.
 */
export async function bestSubsets(search: Search, options: SubsetOptions): Promise<SubsetResult> {
  const { groups, system } = search;
  const state: State = {
    search,
    options,
    best: new Map(),
    capacity: capacities(search, options.nBest),
    nIter: 0,
    cut: false,
  };
  const all = groups.map(() => true);
  greedy(state, all, mayDrop);
  greedy(
    state,
    groups.map(({ forced }) => forced),
    mayAdd,
  );
  const A = sweptBy(search, all);
  const share = A[system.q ** 2 - 1] as number;
  const free = groups.flatMap(({ forced }, g) => (forced ? [] : [g]));
  const root = { A, set: all, share, rank: rankOf(search, all), free };
  for (const _ of visit(state, root)) await options.turn();
  const ranks = [...state.best.keys()].sort((a, b) => a - b);
  const sets = ranks.flatMap((rank) => state.best.get(rank)?.map(({ set }) => set) ?? []);
  return { sets, nIter: state.nIter, stopReason: state.cut ? "max-iter" : "converged" };
}
