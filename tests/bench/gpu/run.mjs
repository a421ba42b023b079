// `npm install && node run.mjs` in this folder, after `npm ci && npm run build:kernel` at the top: draft moments on this
// machine's GPU against the best WebAssembly build, and the exact sums checked first. No part of `npm test`.
// `--rows N` changes the rows of a superblock, `--columns N,N` the predictors, `--repeats N` the runs of which the fastest counts.

import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const here = dirname(fileURLToPath(import.meta.url));

/** Value of `--name` on the command line, or the default. */
function option(name, fallback) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
}

/** Dawn's WebGPU, or why there is none. */
async function openDawn() {
  try {
    const { create } = await import("webgpu");
    return { gpu: create([]) };
  } catch (error) {
    return { missing: `Dawn does not load: ${error.message.split("\n")[0]}` };
  }
}

async function main() {
  const { gpu, missing } = await openDawn();
  if (missing) return console.log(`skipped: ${missing}`);
  const { module } = await runnerImport(resolve(here, "../drafts.ts"), {
    configFile: false,
    root: resolve(here, "../../.."),
  });
  await module.benchGpu(gpu, {
    rows: Number(option("rows", 65_536)),
    columns: option("columns", "32,64,128,256").split(",").map(Number),
    repeats: Number(option("repeats", 5)),
    print: console.log,
  });
}

// Dawn keeps its threads, so that the process ends only where it is told to.
main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
