// The benchmark of the models: each call of the engine's host on a million rows as a multiple of the plain Gram pass over
// the same rows, all in turn within one run. What is left out is the message to the worker and back. Runs in Node and in a
// page.

import { mergeTree, SUPERBLOCK_ROWS } from "#base/superblock.ts";
import type { TableCalls } from "#engine/contract.ts";
import { Host } from "#engine/host/host.ts";
import type { BackendName, Block } from "#kernel/backend.ts";
import { openBackend } from "#kernel/choose.ts";
import { median } from "./gram.ts";

export interface ModelBenchOptions {
  rows: number;
  columns: number;
  repeats: number;
}

/** One call: milliseconds, and how many plain Gram passes of the same run that is, by the fastest and by the medians. */
export interface ModelBenchResult {
  call: string;
  min: number;
  median: number;
  passes: number;
  medianPasses: number;
  /** What the call says of itself: the solver, how far the path went. */
  note: string;
}

interface Contender {
  call: string;
  run: () => Promise<string>;
  /** Before each run, and not in its time: the table is read anew, since moments are kept with it. */
  prepare?: () => Promise<void>;
}

/** Seed of the data. */
const SEED = 20_241;
/** Spread of the last column about the first, at which the answer from moments alone has fewer than nine digits. */
const NEARLY_ALIKE = 1e-2;

type Columns = Record<string, Float64Array>;

/** Columns of uniform numbers, and a response that most of them move. */
async function makeData(rows: number, columns: number): Promise<Columns> {
  const stream = (await openBackend("auto")).backend.random(SEED);
  const x = Array.from({ length: columns }, (_, j) => stream.uniform(rows, j, j + 1 + j / 4));
  const y = stream.normal(rows, 0, 1);
  for (const [j, values] of x.entries()) {
    const beta = j % 4 === 3 ? 0 : 1 / (1 + j);
    for (let i = 0; i < rows; i++) y[i] = (y[i] as number) + beta * (values[i] as number);
  }
  return { ...Object.fromEntries(x.map((values, j) => [`x${j + 1}`, values])), y };
}

/** The same with the last predictor nearly equal to the first. */
async function makeAlike(data: Columns, columns: number): Promise<Columns> {
  const x = data.x1 ?? new Float64Array();
  const stream = (await openBackend("auto")).backend.random(SEED + 1);
  const noise = stream.normal(x.length, 0, NEARLY_ALIKE);
  return { ...data, [`x${columns}`]: x.map((value, i) => value + (noise[i] as number)) };
}

function blocksOf(data: Columns, rows: number): Block[] {
  const blocks: Block[] = [];
  for (let from = 0; from < rows; from += SUPERBLOCK_ROWS) {
    const to = Math.min(rows, from + SUPERBLOCK_ROWS);
    blocks.push({ n: to - from, columns: Object.values(data).map((column) => column.subarray(from, to)) });
  }
  return blocks;
}

async function gramOf(data: Columns, rows: number, name: BackendName): Promise<Contender> {
  const { backend } = await openBackend(name);
  const blocks = blocksOf(data, rows);
  return {
    call: "Gram",
    async run() {
      const leaves = [];
      for (const block of blocks) leaves.push(await backend.moments(block));
      mergeTree(leaves, backend.merge);
      return name;
    },
  };
}

/** A table in a host, and the calls that read it. */
interface Held {
  renew(): Promise<void>;
  ask<K extends keyof TableCalls>(name: K, ...args: Parameters<TableCalls[K]>): Promise<ReturnType<TableCalls[K]>>;
}

async function hold(host: Host, id: number, data: Columns): Promise<Held> {
  const columns = Object.entries(data).map(([name, values]) => ({ name, values }));
  const renew = async () => void (await host.fromColumns(0, id, columns));
  await renew();
  return { renew, ask: (name, ...args) => host.ask(0, id, name, ...args) };
}

async function callsOn(table: Held, alike: Held, formula: string): Promise<Contender[]> {
  const known = await table.ask("fit", formula, {});
  const folds = { l1Ratio: 1, folds: 10 };
  return [
    {
      call: "fit",
      prepare: table.renew,
      run: async () => (await table.ask("fit", formula, {})).solver.name,
    },
    { call: "fit again", run: async () => (await table.ask("fit", formula, {})).solver.name },
    {
      call: "fit, two alike",
      prepare: alike.renew,
      run: async () => (await alike.ask("fit", formula, {})).solver.name,
    },
    {
      call: "lasso path",
      prepare: table.renew,
      run: async () => `${(await table.ask("path", formula, { l1Ratio: 1 })).lambdas.length} lambdas`,
    },
    {
      call: "10 folds × path",
      run: async () => `${(await table.ask("crossValidate", formula, folds)).lambdas.length} lambdas`,
    },
    {
      call: "diagnostics",
      run: async () => `top ${(await table.ask("diagnostics", known, { tests: [] })).leverage.top.length}`,
    },
  ];
}

/** Time the calls against the plain Gram pass, `repeats` times in turn. */
export async function benchModels({ rows, columns, repeats }: ModelBenchOptions): Promise<ModelBenchResult[]> {
  const host = new Host({ holdLock: async () => false });
  const { backend } = await host.start({ backend: "auto", keepMoments: false }, null);
  const data = await makeData(rows, columns);
  const table = await hold(host, 1, data);
  const alike = await hold(host, 2, await makeAlike(data, columns));
  const formula = `y ~ ${Object.keys(data).slice(0, -1).join(" + ")}`;
  const contenders = [await gramOf(data, rows, backend), ...(await callsOn(table, alike, formula))];
  const times = contenders.map((): number[] => []);
  const notes = contenders.map(() => "");
  for (let repeat = 0; repeat <= repeats; repeat++) {
    for (const [k, { run, prepare }] of contenders.entries()) {
      await prepare?.();
      const start = performance.now();
      notes[k] = await run();
      // The first round warms the compilers up.
      if (repeat > 0) times[k]?.push(performance.now() - start);
    }
  }
  host.stop();
  const gram = times[0] ?? [];
  return contenders.map(({ call }, k) => {
    const own = times[k] ?? [];
    return {
      call,
      min: Math.min(...own),
      median: median(own),
      passes: Math.min(...own) / Math.min(...gram),
      medianPasses: median(own) / median(gram),
      note: notes[k] ?? "",
    };
  });
}
