// One lane: an engine of its own over data of its own, timed until the fastest run is known. The engine ends with it.

import { type createEngine, type Engine, LeastwiseError, type Speed, type TableHandle } from "#engine/index.ts";
import { errorWords } from "#widgets/shared/error-words.ts";
import { type DesignSize, formulaOf } from "./design.ts";
import type { Lane } from "./lanes.ts";
import type { Made, makeInWorker } from "./make.ts";
import type { Done, Outcome, Split } from "./outcome.ts";
import { type Seen, timedInSight, whenSeen } from "./visible.ts";

/** What a race needs of the place where it runs. */
export interface Place {
  createEngine: typeof createEngine;
  makeData: typeof makeInWorker;
  seen: Seen;
}

/** What one lane is asked. */
export interface LaneTask {
  lane: Lane;
  size: DesignSize;
  /** Whether the time is split into its stages and the cross-validation run too. */
  closely: boolean;
  signal: AbortSignal;
  show: (outcome: Outcome) => void;
}

/** What one lane gives; what was looked at closely only where that was asked. */
export interface LaneResult {
  outcome: Outcome;
  split?: Split;
  crossValidation?: number;
}

/** Rows that are printed and read as CSV: enough for a rate, few enough for a phone. */
const CSV_ROWS = 20_000;
/** Milliseconds of a sample, far above what clocks in browsers can tell apart, and of the shortest call that is thought of. */
const SAMPLE_MS = 20;
const SHORTEST_MS = 0.2;
/** Milliseconds that the runs of a lane take together, and how many there are. */
const LANE_MS = 900;
const MIN_RUNS = 2;
const MAX_RUNS = 15;

/** Milliseconds between two tellings, and the share of a run that is told at most while it goes on. */
const TELL_MS = 250;
const ALMOST = 0.95;

/** Why no GPU drafts a fit that says nothing of one: small problems are summed in double-double. */
const UNTOLD = "the CPU fits so few rows in full precision at once";

/** The reason in a refused backend's message. */
const WHY_MISSING = /must run here, but (.+); got "\w+"$/;

/** How far a lane is: runs done of so many, the fastest, and what one was expected to take. */
interface Progress {
  done: number;
  repeats: number;
  best: number;
  expected: number;
}

function stageOf(speed: Speed, name: string): number {
  return speed.stages.find(({ stage }) => stage === name)?.milliseconds ?? 0;
}

/** Milliseconds that the Gram of all rows will take, as one superblock took them. */
function estimate({ size, lane }: LaneTask, speed: Speed): number {
  return (stageOf(speed, "gram") * size.rows) / speed.rows / lane.workers;
}

/**
 * Tell every quarter of a second how far a lane is, by the clock and by how long a run is expected to take, since a run itself
 * has nothing to tell. Gives what stops that.
 */
function tellWhile({ show }: LaneTask, { done, repeats, best, expected }: Progress): () => void {
  const each = Math.max(SAMPLE_MS, Math.min(best, expected));
  const began = performance.now();
  const tell = () => {
    const passed = performance.now() - began;
    const left = ((repeats - done) * each - passed) / 1000;
    const share = (done + Math.min(ALMOST, passed / each)) / repeats;
    const known = Number.isFinite(best) ? best : null;
    show({ state: "busy", doing: "running", share, left: left > 1 ? left : null, best: known });
  };
  tell();
  const timer = setInterval(tell, TELL_MS);
  return () => clearInterval(timer);
}

/** Milliseconds of one call, from a sample that is long enough for the clock; null where the tab was hidden meanwhile. */
async function sample(place: Place, run: () => Promise<unknown>, expected: number): Promise<number | null> {
  const calls = Math.max(1, Math.ceil(SAMPLE_MS / Math.max(SHORTEST_MS, expected)));
  const milliseconds = await timedInSight(place.seen, async () => {
    for (let call = 0; call < calls; call++) await run();
  });
  return milliseconds === null ? null : milliseconds / calls;
}

/** The fastest of some samples in sight. */
async function fastest(task: LaneTask, place: Place, run: () => Promise<unknown>, expected: number) {
  const { signal, show } = task;
  const repeats = Math.max(MIN_RUNS, Math.min(MAX_RUNS, Math.ceil(LANE_MS / Math.max(SAMPLE_MS, expected))));
  let best = Number.POSITIVE_INFINITY;
  for (let done = 0; done < repeats; ) {
    const stop = tellWhile(task, { done, repeats, best, expected });
    const milliseconds = await sample(place, run, Math.min(best, expected)).finally(stop);
    signal.throwIfAborted();
    if (milliseconds === null) {
      show({ state: "hidden" });
      await whenSeen(place.seen, signal);
    } else {
      best = Math.min(best, milliseconds);
      done += 1;
    }
  }
  return { milliseconds: best, repeats };
}

/** Milliseconds of one call: of a sample as long as the first call says it must be, or of that call, whichever is faster. */
async function timed({ signal }: LaneTask, place: Place, run: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let done = 0; done < 2; ) {
    const milliseconds = await sample(place, run, best);
    signal.throwIfAborted();
    if (milliseconds === null) await whenSeen(place.seen, signal);
    else {
      best = Math.min(best, milliseconds);
      done += 1;
    }
  }
  return best;
}

interface Opened {
  engine: Engine;
  table: TableHandle;
  speed: Speed;
  made: Made;
}

async function lookClosely(task: LaneTask, place: Place, opened: Opened, gram: number): Promise<Partial<LaneResult>> {
  const { size, lane, signal, show } = task;
  const { engine, table, speed, made } = opened;
  const formula = formulaOf(size.predictors);
  const busy = (doing: string) => show({ state: "busy", doing, share: 1, left: null, best: gram });
  busy("fitting");
  const fit = await timed(task, place, () => table.fit(formula, { signal }));
  busy("cross-validating");
  const options = { l1Ratio: 1, folds: 10, signal };
  const crossValidation = await timed(task, place, () => table.crossValidate(formula, options));
  busy("reading CSV");
  const { csv } = made;
  const parse = csv
    ? await timed(task, place, async () => (await engine.readCsv(csv, { signal })).close())
    : Number.NaN;
  const pack = Math.min(gram, (stageOf(speed, "pack") * size.rows) / speed.rows / lane.workers);
  const split = { generate: made.milliseconds, parse, parseRows: Math.min(CSV_ROWS, size.rows) };
  return { crossValidation, split: { ...split, pack, gram: gram - pack, solve: Math.max(0, fit - gram) } };
}

async function runIn(engine: Engine, task: LaneTask, place: Place): Promise<LaneResult> {
  const { size, lane, closely, signal, show } = task;
  const making = (share: number) => show({ state: "busy", doing: "making the data", share, left: null, best: null });
  making(0);
  const speed = await engine.measure({ columns: size.predictors + 1, stages: ["pack", "gram"], signal });
  const made = await place.makeData({ ...size, csvRows: closely ? CSV_ROWS : 0 }, signal, making);
  show({ state: "busy", doing: "handing the data over", share: 1, left: null, best: null });
  const table = await engine.fromColumns(made.columns, { transfer: true, signal });
  const formula = formulaOf(size.predictors);
  let expected = estimate(task, speed);
  if (lane.backend === "webgpu") {
    const began = performance.now();
    const { webgpu } = (await table.fit(formula, { signal })).solver;
    if (!webgpu?.used) return { outcome: { state: "missing", reason: `Not used here: ${webgpu?.reason ?? UNTOLD}.` } };
    expected = performance.now() - began;
  }
  // A GPU only drafts moments, for fits to refine: there the whole fit is timed.
  const run = () => (lane.backend === "webgpu" ? table.fit(formula, { signal }) : table.moments(formula, { signal }));
  const { milliseconds, repeats } = await fastest(task, place, run, expected);
  const looked = closely ? await lookClosely(task, place, { engine, table, speed, made }, milliseconds) : {};
  const { backend, workers } = engine.capabilities;
  const outcome: Done = {
    state: "done",
    milliseconds,
    repeats,
    backend,
    workers: Math.min(workers, lane.workers),
    slowed: 0,
  };
  return { outcome, ...looked };
}

/** Run one lane. Rejects only where the race is cancelled. */
export async function runLane(task: LaneTask, place: Place): Promise<LaneResult> {
  const { lane, signal } = task;
  let engine: Engine | null = null;
  try {
    await whenSeen(place.seen, signal);
    engine = await place.createEngine({ backend: lane.backend, workers: lane.workers, keepMoments: false });
    return await runIn(engine, task, place);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof LeastwiseError && error.code === "backend-unavailable")) {
      return { outcome: { state: "failed", reason: errorWords(error) } };
    }
    const [, why] = WHY_MISSING.exec(error.message) ?? [];
    return { outcome: { state: "missing", reason: why ? `Not here: ${why}.` : errorWords(error) } };
  } finally {
    engine?.close();
  }
}
