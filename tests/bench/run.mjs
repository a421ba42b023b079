// `npm run bench`: the Gram of a million rows by every build, and fits, paths, cross-validation and diagnostics as multiples
// of it, in Node and in Chromium, as ratios within one run; and rows of the storefront a second.
// `--peers` races other programs instead (peers/run.mjs). `--json FILE` also writes the figures; `--rows N`,
// `--columns N,N` and `--repeats N` change the task.

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { runnerImport } from "vite";
import { findChromium } from "../browsers.mjs";
import { openBenchPage } from "./in-page.mjs";
import { runPeers } from "./peers/run.mjs";

const RELAXED_FLAG = "--experimental-wasm-relaxed-simd";
const BACKENDS = ["relaxed", "simd", "scalar", "naive", "reference"];

/** Value of `--name` on the command line, or the default. */
function option(name, fallback) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
}

function ratio(value) {
  return value === undefined ? "–" : `${value.toFixed(2)}×`;
}

function row(cells) {
  console.log(cells.map((cell, i) => (i === 0 ? String(cell).padEnd(16) : String(cell).padStart(13))).join(""));
}

function print(results) {
  const [{ rows, columns }] = results;
  console.log(`\nGram of ${rows.toLocaleString("en")} × ${columns}, copy and centring included`);
  row(["backend", "min ms", "median ms", "GFLOP/s", "to scalar", "to naive", "to reference"]);
  for (const { backend, min, median, gflops, timesFaster } of results) {
    const { scalar, naive, reference } = timesFaster;
    row([backend, min.toFixed(1), median.toFixed(1), gflops.toFixed(2), ratio(scalar), ratio(naive), ratio(reference)]);
  }
}

/** Each call of the engine as so many plain Gram passes over the same rows, by the fastest runs and by the medians. */
function printModels(results, { rows, columns }) {
  console.log(`\nModels of ${rows.toLocaleString("en")} × ${columns}, as multiples of the plain Gram pass`);
  row(["call", "min ms", "median ms", "passes", "by medians", "note"]);
  for (const { call, min, median, passes, medianPasses, note } of results) {
    row([call, min.toFixed(1), median.toFixed(1), ratio(passes), ratio(medianPasses), note]);
  }
}

/** Rows a second of one worker. */
function printStorefront(results) {
  console.log("\nStorefront, thousands of rows a second by one worker");
  row(["work", "fastest", "median"]);
  for (const { work, fastest, median } of results) {
    row([work, (fastest / 1000).toFixed(0), (median / 1000).toFixed(0)]);
  }
}

/** Measure every size in one place; `bench` takes the options of benchGram. */
async function measure(place, bench, sizes) {
  console.log(`\n== ${place}`);
  const all = [];
  for (const size of sizes) {
    const results = await bench(size);
    print(results);
    all.push(...results);
  }
  return all;
}

async function main() {
  const rows = Number(option("rows", 1_000_000));
  const repeats = Number(option("repeats", 7));
  const columns = option("columns", "10,20,32,64,128").split(",").map(Number);
  // The slow contenders take the time: fewer repeats as columns grow.
  const sizes = columns.map((c) => ({
    rows,
    columns: c,
    backends: BACKENDS,
    repeats: Math.max(3, c > 32 ? 3 : repeats),
  }));
  const machine = { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, node: process.version };
  console.log(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}`);
  const { module } = await runnerImport("./tests/bench/node.ts", { configFile: false, logLevel: "error" });
  const inNode = await measure(`Node ${process.version}`, module.benchGram, sizes);
  const task = { rows, columns: 20, repeats };
  const modelsInNode = await module.benchModels(task);
  printModels(modelsInNode, task);
  const storefrontInNode = await module.benchStorefront({ rows });
  printStorefront(storefrontInNode);
  const page = await openBenchPage(findChromium());
  try {
    const inChromium = await measure(`Chromium ${page.version}`, (size) => page.call("benchGram", size), sizes);
    const modelsInChromium = await page.call("benchModels", task);
    printModels(modelsInChromium, task);
    const storefrontInChromium = await page.call("benchStorefront", { rows });
    printStorefront(storefrontInChromium);
    const file = option("json");
    const figures = {
      machine: { ...machine, chromium: page.version },
      node: inNode,
      chromium: inChromium,
      storefront: { node: storefrontInNode, chromium: storefrontInChromium },
      models: { node: modelsInNode, chromium: modelsInChromium },
    };
    if (file) writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
  } finally {
    await page.close();
  }
}

if (process.argv.includes("--peers")) await runPeers();
else if (process.execArgv.includes(RELAXED_FLAG)) await main();
else {
  const again = spawnSync(process.execPath, [RELAXED_FLAG, ...process.argv.slice(1)], { stdio: "inherit" });
  process.exitCode = again.status ?? 1;
}
