// `npm run bench -- --peers`: this project in Chromium against numpy's BLAS, scikit-learn, statsmodels and R, where those are
// installed, and DuckDB, on the same data in one run. `--rows N` changes the task, `--only ID,ID` runs some comparisons without writing.

import { closeSync, createReadStream, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { cpus, freemem, loadavg, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { runnerImport } from "vite";
import { findChromium } from "../../browsers.mjs";
import { openBenchPage } from "../in-page.mjs";
import { CORES, comparisonsOf, contendersOf, MANY } from "./contenders.mjs";
import { raceCsv } from "./csv.mjs";
import { measure } from "./measure.mjs";
import { startPeer } from "./process.mjs";
import { printComparison, writeReport } from "./report.mjs";

const FOLDER = "build/bench";
const HERE = "tests/bench/peers";
/** The column of the kernel's wide Gram. */
const WIDE = 64;
/** Bytes that the long race may need: three copies of 21 columns and the operating system's of the file. */
const MANY_BYTES = 4.5 * MANY * 21 * 8;

/** Parts of the data files, by `?from=BYTE&length=BYTES`. */
const serveData = {
  name: "bench-data",
  configureServer(server) {
    server.middlewares.use("/bench-data", (request, response) => {
      const { pathname, searchParams } = new URL(request.url, "http://localhost");
      const [from, length] = ["from", "length"].map((name) => Number(searchParams.get(name)));
      response.setHeader("Content-Type", "application/octet-stream");
      response.setHeader("Content-Length", length);
      createReadStream(join(FOLDER, pathname), { start: from, end: from + length - 1 }).pipe(response);
    });
  },
};

/** Make a file of columns. */
async function makeData(rows, predictors) {
  const name = `${rows}-${predictors}.f64`;
  const path = join(FOLDER, name);
  mkdirSync(FOLDER, { recursive: true });
  const { module } = await runnerImport("./tests/bench/node.ts", { configFile: false, logLevel: "error" });
  const file = openSync(path, "w");
  await module.writePeerData(rows, predictors, (j, column) => {
    for (let at = 0; at < column.length; )
      at += writeSync(file, column, at, column.length - at, j * column.length + at);
  });
  closeSync(file);
  return { path: resolve(path), url: `/bench-data/${name}`, rows };
}

/** Open the tables of one size in the page and in the other programs. */
async function openAll(peers, { path, url, rows }, { predictors, kernel }) {
  const { page, python, r } = peers;
  await page.call("closePeers");
  const started = await page.call("openPeerTable", "one", { url, rows, predictors }, 1);
  const several = await page.call("openPeerTable", "several", { url, rows, predictors: 20 }, CORES);
  if (kernel) await page.call("openPeerKernel", { url, rows, predictors });
  await python?.ask("load", path, rows, predictors);
  if (kernel) await r?.ask("load", path, rows, 20);
  return { backend: started.backend, started: several.workers };
}

function option(name, fallback) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
}

async function race(peers, comparisons, missing) {
  const contenders = contendersOf(peers);
  const found = [];
  let open = 0;
  let backend = "";
  for (const comparison of comparisons) {
    const { rows, id } = comparison;
    if (rows === MANY && freemem() < MANY_BYTES) {
      missing.push(
        `${id}: needs ${Math.ceil(MANY_BYTES / 1e9)} GB of free memory, ${(freemem() / 1e9).toFixed(1)} GB are`,
      );
      continue;
    }
    if (rows !== open) {
      const small = rows !== MANY;
      const predictors = small ? WIDE : 20;
      const opened = await openAll(peers, await makeData(rows, predictors), { predictors, kernel: small });
      backend = opened.backend;
      if (opened.started < CORES) {
        missing.push(`workers at ${rows} rows: ${CORES} were asked for, ${opened.started} started`);
      }
      open = rows;
    }
    found.push(await measure(comparison, contenders));
    printComparison(found.at(-1));
  }
  return { found, backend };
}

/** The first Python that has the packages; the one on the path may be another than the system's. */
async function startPython(missing) {
  const reasons = [];
  for (const command of process.env.PYTHON ? [process.env.PYTHON] : ["python3", "/usr/bin/python3"]) {
    const python = await startPeer(command, [`${HERE}/peers.py`], reasons);
    if (python) return python;
  }
  missing.push(...reasons);
  return null;
}

async function openPeers(missing) {
  const [page, python, r] = await Promise.all([
    openBenchPage(findChromium(), { plugins: [serveData] }),
    startPython(missing),
    startPeer("Rscript", ["--vanilla", `${HERE}/peers.R`], missing),
  ]);
  return { page, python, r };
}

/** Run the race, print it and write what it found. */
export async function runPeers() {
  const missing = [];
  const only = option("only", null)?.split(",");
  const rows = Number(option("rows", 1_000_000));
  const before = loadavg()[0].toFixed(1);
  const peers = await openPeers(missing);
  try {
    const comparisons = comparisonsOf(rows).filter(({ id }) => only?.includes(id) ?? true);
    const { found, backend } = await race(peers, comparisons, missing);
    const csv = (only?.includes("csv") ?? true) ? await raceCsv(peers.page, FOLDER, rows) : null;
    if (csv) {
      found.push(csv.found);
      printComparison(csv.found);
    }
    for (const reason of missing) console.log(`left out: ${reason}`);
    if (only) return;
    const machine = { cpu: cpus()[0]?.model ?? "unknown", cores: CORES, memory: Math.round(totalmem() / 1e9) };
    const { python, sklearn, ...others } = peers.python?.versions ?? {};
    writeReport({
      machine,
      versions: {
        Chromium: peers.page.version,
        backend,
        R: peers.r?.versions.r,
        glmnet: peers.r?.versions.glmnet,
        Python: python,
        "scikit-learn": sklearn,
        ...others,
        DuckDB: csv?.version,
      },
      command: "npm run bench -- --peers",
      date: new Date().toISOString().slice(0, 10),
      load: { before, after: loadavg()[0].toFixed(1) },
      missing,
      comparisons: found,
    });
  } finally {
    await peers.page.close();
    peers.python?.close();
    peers.r?.close();
    rmSync(FOLDER, { recursive: true, force: true });
  }
}
