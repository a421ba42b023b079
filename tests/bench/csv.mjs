// `node tests/bench/csv.mjs`: a storefront CSV of a million rows read into columns, by one thread and by two workers, against
// DuckDB reading it into a table with as many threads; alternating, the fastest of several, and ratios. `--rows N`, `--repeats N`.

import { closeSync, createReadStream, mkdirSync, openSync, statSync, writeSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { DuckDBInstance } from "@duckdb/node-api";
import { build } from "vite";

const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
};

const HEADER =
  "date,region,sessions,product_views,carts,orders,units,price,competitor_price,discount,promo,search_spend,social_spend," +
  "video_spend,rating,stock_level,holiday,new_customers,returning_customers,refunds,revenue\n";

/** Marsaglia's xorshift; any stream will do. */
function uniform(seed) {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const REGIONS = ["north", "south", "east", "west"];
const PROMOS = ["none", "none", "none", "percent", "bundle", "gift"];

function row(i, perDay, u) {
  const date = new Date(Date.UTC(2021, 0, 1) + Math.floor(i / perDay) * 864e5).toISOString().slice(0, 10);
  const whole = (below) => Math.floor(u() * below);
  const sessions = 200 + whole(3000);
  const carts = whole(sessions * 0.2);
  const orders = whole(carts * 0.6);
  const units = orders + whole(orders);
  const price = 5 + u() * 95;
  const newcomers = whole(orders + 1);
  return [
    date,
    REGIONS[i % 4],
    sessions,
    whole(sessions * 4),
    carts,
    orders,
    units,
    price.toFixed(2),
    (price * (0.8 + 0.4 * u())).toFixed(2),
    (whole(6) * 0.05).toFixed(2),
    PROMOS[whole(6)],
    (u() * 900).toFixed(2),
    (u() * 700).toFixed(2),
    (u() * 400).toFixed(2),
    u() < 0.02 ? "" : (1 + u() * 4).toFixed(1),
    whole(5000),
    u() < 0.03 ? 1 : 0,
    newcomers,
    orders - newcomers,
    whole(orders * 0.1),
    (units * price).toFixed(2),
  ].join(",");
}

function writeStore(path, nRows) {
  const file = openSync(path, "w");
  const u = uniform(42);
  const perDay = Math.ceil(nRows / 1095);
  writeSync(file, HEADER);
  for (let i = 0; i < nRows; ) {
    const lines = [];
    for (const end = Math.min(nRows, i + 8192); i < end; i++) lines.push(`${row(i, perDay, u)}\n`);
    writeSync(file, lines.join(""));
  }
  closeSync(file);
}

async function bundle(folder) {
  await build({
    logLevel: "error",
    configFile: false,
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: "es2022",
      lib: { entry: resolve("tests/bench/csv-race.ts"), formats: ["es"], fileName: () => "csv-race.mjs" },
    },
  });
  return pathToFileURL(join(folder, "csv-race.mjs")).href;
}

/** Starts the workers; each is sent one message at a time or more, and says what it did. */
function startWorkers(module, n) {
  return Array.from({ length: n }, () => new Worker(resolve("tests/bench/csv-worker.mjs"), { workerData: { module } }));
}

/** Read the file by the workers: parts are dealt as they are asked for and joined in order; superblocks stay with their owners. */
function race(csv, workers, path) {
  const { Joiner, openCsv, planOf, SUPERBLOCK_ROWS, sortLevels } = csv;
  const totalBytes = statSync(path).size;
  const owners = new Map();
  const readers = new Map();
  const summaries = new Map();
  let [joiner, parts, next, nPlaced, nDone, bytes, ended] = [null, null, 0, 0, 0, 0, false];

  const deal = async (worker) => {
    const { value: part, done } = await parts.next();
    if (done) {
      ended = true;
      return;
    }
    joiner ??= new Joiner(parts.header, planOf(parts.file, part));
    readers.set(part.index, worker);
    worker.postMessage({ kind: "part", part, plan: joiner.plan }, [part.bytes.buffer]);
  };
  const place = (summary) => {
    const placed = joiner.add(summary);
    if (placed === null) throw new Error("the plan of the first rows did not hold");
    const worker = readers.get(summary.index);
    const mine = [];
    const last = Math.floor((placed.rowOffset + summary.nRows - 1) / SUPERBLOCK_ROWS);
    for (let k = Math.floor(placed.rowOffset / SUPERBLOCK_ROWS); k <= last; k++) {
      if (!owners.has(k)) owners.set(k, worker);
      if (owners.get(k) === worker) mine.push(k);
    }
    worker.postMessage({ kind: "place", index: summary.index, placed, mine });
  };
  const finish = () => {
    joiner.end();
    const columns = joiner.columns().columns.map((column) => {
      const { levels, code } = sortLevels(column.words);
      return { ...column, levels, recode: code };
    });
    for (const worker of workers) worker.postMessage({ kind: "finish", columns });
  };

  return new Promise((settle, fail) => {
    const answer = (worker) => (message) => {
      if (message.kind === "read") {
        summaries.set(message.summary.index, message.summary);
        for (; summaries.has(next); next++) place(summaries.get(next));
        deal(worker).then(check, fail);
      } else if (message.kind === "piece") {
        const buffers = message.piece.columns.map(({ buffer }) => buffer);
        owners.get(message.piece.superblock).postMessage(message, buffers);
      } else if (message.kind === "placed") {
        nPlaced++;
        check();
      } else {
        bytes += message.bytes;
        if (++nDone < workers.length) return;
        for (const other of workers) other.removeAllListeners("message").removeAllListeners("error");
        settle({ nRows: joiner.nRows, bytes });
      }
    };
    let finished = false;
    const check = () => {
      if (!ended || finished || nPlaced < readers.size) return;
      finished = true;
      finish();
    };
    const source = createReadStream(path, { highWaterMark: 1 << 22 });
    for (const worker of workers) worker.on("message", answer(worker)).on("error", fail);
    openCsv(source, { nReaders: workers.length, totalBytes, partBytes: PART_BYTES })
      .then((file) => {
        const iterator = file.parts[Symbol.asyncIterator]();
        parts = { next: () => iterator.next(), header: file.header, file };
        // Two each, so that no worker waits for the splitter.
        return Promise.all([...workers, ...workers].map(deal));
      })
      .then(check, fail);
  });
}

const PART_BYTES = option("part", 4) * 2 ** 20;

async function inOneThread(csv, path) {
  const { backend } = await csv.openBackend("auto");
  const { table } = await csv.readCsv(createReadStream(path, { highWaterMark: 1 << 22 }), {
    scanRows: backend.scanRows,
  });
  return { nRows: table.nRows };
}

async function duckdb(threads) {
  const instance = await DuckDBInstance.create(":memory:", { threads: String(threads) });
  const connection = await instance.connect();
  return async (path) => {
    await connection.run(`create or replace table t as select * from read_csv('${path}')`);
    return { nRows: Number((await connection.runAndReadAll("select count(*) from t")).getRows()[0][0]) };
  };
}

async function main() {
  const nRows = option("rows", 1_000_000);
  const folder = join(tmpdir(), "leastwise-csv");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "store.csv");
  const module = await bundle(join(folder, "build"));
  const csv = await import(module);
  writeStore(path, nRows);
  const workers = startWorkers(module, 2);
  const [native1, native2] = [await duckdb(1), await duckdb(2)];
  const tasks = {
    "DuckDB, 1 thread": () => native1(path),
    "readCsv, 1 thread": () => inOneThread(csv, path),
    "DuckDB, 2 threads": () => native2(path),
    "parts, 2 workers": () => race(csv, workers, path),
  };
  const best = {};
  let columnBytes = 0;
  for (let k = 0; k < option("repeats", 7); k++) {
    for (const [name, run] of Object.entries(tasks)) {
      const started = performance.now();
      const result = await run();
      best[name] = Math.min(best[name] ?? Number.POSITIVE_INFINITY, performance.now() - started);
      if (result.nRows !== nRows) throw new Error(`${name}: ${result.nRows} rows`);
      columnBytes = result.bytes ?? columnBytes;
    }
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
  const mib = (bytes) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  console.log(`${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}, DuckDB 1.5.4`);
  console.log(`${nRows} rows, ${mib(statSync(path).size)} as CSV, ${mib(columnBytes)} as columns`);
  for (const [name, ms] of Object.entries(best)) console.log(`${name.padEnd(20)}${ms.toFixed(0).padStart(6)} ms`);
  const ratio = (a, b) => (best[a] / best[b]).toFixed(2);
  console.log(`ratio, 1 thread: ${ratio("readCsv, 1 thread", "DuckDB, 1 thread")}`);
  console.log(`ratio, 2 threads: ${ratio("parts, 2 workers", "DuckDB, 2 threads")}`);
}

await main();
