// A CSV of the storefront: read into columns in a page that has read before, and from the drop on the data page of a fresh
// browser to the finished fit on the screen, against DuckDB reading it into a table.

import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { join, resolve } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { chromium } from "playwright-core";
import { runnerImport } from "vite";
import { findChromium } from "../../browsers.mjs";
import { FLAGS } from "../in-page.mjs";
import { CORES } from "./contenders.mjs";
import { measure } from "./measure.mjs";

const FORMULA = "revenue ~ sessions + price + discount + region";
/** What is promised: no more time than DuckDB to read, and at most half as much again up to the fit. */
const READ_PROMISE = 1;
const DROP_PROMISE = 0.667;
/** A page that was opened is given this long to come to rest. */
const REST_MS = 1500;

const importTs = async (path) => (await runnerImport(path, { configFile: false, logLevel: "error" })).module;

/** Write the file; gives where it is, its columns, and the bytes that they take as columns. */
async function makeFile(folder, rows) {
  mkdirSync(folder, { recursive: true });
  const path = resolve(join(folder, `storefront-${rows}.csv`));
  const { writeStorefrontCsv } = await importTs("./tests/bench/node.ts");
  const file = openSync(path, "w");
  const { columnBytes, nColumns } = await writeStorefrontCsv(rows, (text) => writeSync(file, text));
  closeSync(file);
  return { path, nColumns, columnBytes };
}

async function startDuckDb() {
  const instance = await DuckDBInstance.create(":memory:", { threads: String(CORES) });
  const connection = await instance.connect();
  const run = async (path) => {
    const began = performance.now();
    await connection.run(`create or replace table t as select * from read_csv('${path}')`);
    const milliseconds = performance.now() - began;
    const found = await connection.runAndReadAll("select count(*) from t");
    return { milliseconds, check: Number(found.getRows()[0][0]), note: "" };
  };
  return { run, version: (await connection.runAndReadAll("select version()")).getRows()[0][0] };
}

/** Resident bytes of the largest process that draws a page, by a field of what Linux tells of it; NaN elsewhere. */
async function residentBytes(browser, field) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const sizes = processInfo.flatMap(({ type, id }) => {
    if (type !== "renderer" || process.platform !== "linux") return [];
    const kilobytes = new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${id}/status`, "utf8"));
    return kilobytes ? [Number(kilobytes[1]) * 1024] : [];
  });
  return sizes.length === 0 ? Number.NaN : Math.max(...sizes);
}

/** In the page: resolves once the finished fit of all rows stands on the screen. */
function untilFitted(count) {
  const data = document.querySelector("lw-data");
  const coefficients = document.querySelector("lw-coefficients");
  return new Promise((resolve) => {
    const look = () => {
      const words = coefficients.shadowRoot.textContent;
      const isWhole = data.shadowRoot.textContent.includes(count) && data.fits.current?.fit.provisional === undefined;
      if (isWhole && words.includes("Intercept")) {
        resolve({
          milliseconds: performance.now() - globalThis.dropped,
          n: data.fits.current.fit.n,
          tasks: globalThis.tasks,
        });
      } else requestAnimationFrame(look);
    };
    look();
  });
}

/** In the page: notes when a file comes, and every long task from then on. */
function watchDrop(formula) {
  const data = document.querySelector("lw-data");
  data.setAttribute("formula", formula);
  globalThis.tasks = [];
  const chooser = data.shadowRoot.querySelector("input[type=file]");
  chooser.addEventListener(
    "change",
    () => {
      globalThis.dropped = performance.now();
      new PerformanceObserver((list) => {
        globalThis.tasks.push(...list.getEntries().map(({ duration }) => duration));
      }).observe({ type: "longtask" });
    },
    { capture: true },
  );
}

/** Give the file to the data page of a browser that was just started. */
async function drop(url, { path, columnBytes }, rows) {
  const browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${url}data/`);
    await page.waitForTimeout(REST_MS);
    await page.evaluate(watchDrop, FORMULA);
    const before = await residentBytes(browser, "VmRSS");
    const fitted = page.evaluate(untilFitted, rows.toLocaleString("en"));
    await page.locator("input[type=file]").first().setInputFiles(path);
    const { milliseconds, n, tasks } = await fitted;
    const peak = (await residentBytes(browser, "VmHWM")) - before;
    const longest = tasks.length === 0 ? "under 50" : Math.round(Math.max(...tasks));
    const memory = Number.isNaN(peak) ? "" : `, peak memory ${(peak / columnBytes).toFixed(1)} × the columns`;
    return { milliseconds, check: n, note: `longest task ${longest} ms${memory}` };
  } finally {
    await browser.close();
  }
}

/** Race them over a file of `rows` orders; `page` is the benchmarks' own, which serves what is in `folder`. */
export async function raceCsv(page, folder, rows) {
  const built = spawnSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });
  if (built.status !== 0) throw new Error("npm run build: must end well, since the data page is raced");
  const { serve } = await importTs("./tests/helpers/serve.ts");
  const file = await makeFile(folder, rows);
  const site = await serve("dist/site");
  try {
    const duckdb = await startDuckDb();
    await page.call("openPeerCsv", `/bench-data/storefront-${rows}.csv?from=0&length=${statSync(file.path).size}`);
    const contenders = {
      duckdb: { label: `DuckDB, ${CORES} threads`, cores: CORES, run: () => duckdb.run(file.path) },
      read: { label: `Leastwise, read by ${CORES} workers`, cores: CORES, run: () => page.call("readPeerCsv") },
      drop: { label: "Leastwise, from the drop to the fit", cores: CORES, run: () => drop(site.url, file, rows) },
    };
    const found = await measure(
      {
        id: "csv",
        title: "A CSV of the storefront",
        note: `${(statSync(file.path).size / 1e6).toFixed(0)} MB. The drop is on the data page of a browser that was just started; everything up to the fit on the screen is in its time.`,
        rows,
        predictors: file.nColumns,
        repeats: 7,
        contenders: ["duckdb", "read", "drop"],
        ratios: [
          ["DuckDB over the read", "duckdb", "read", READ_PROMISE],
          ["DuckDB over drop and fit", "duckdb", "drop", DROP_PROMISE],
        ],
      },
      contenders,
    );
    return { found, version: duckdb.version };
  } finally {
    await page.call("closePeers");
    await site.close();
  }
}
