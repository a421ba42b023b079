// Build plugin: `workers/compute.ts?function` becomes one self-contained function of a port, so that the same text can be
// a classic blob worker or run in process, in dev and build alike.

import { dirname, resolve } from "node:path";
import { build, type Plugin, type Rolldown } from "vite";

const SUFFIX = "?function";

/** Bundle the module at `entry` (default export: a function of a port) into the text of one function. */
async function bundle(entry: string, minify: boolean): Promise<{ code: string; files: string[] }> {
  const output = (await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    build: {
      write: false,
      minify,
      target: "es2022",
      reportCompressedSize: false,
      lib: { entry, formats: ["iife"], name: "serve", fileName: "compute" },
      rolldownOptions: { output: { exports: "default", minify } },
    },
  })) as Rolldown.RolldownOutput[];
  const chunk = output[0]?.output[0];
  if (chunk?.type !== "chunk") throw new Error(`${entry}: must build to one chunk`);
  return { code: chunk.code, files: chunk.moduleIds.filter((id) => id.startsWith("/")) };
}

/** Serve `?function` imports. */
export function computeFunction(): Plugin {
  let minify = false;
  return {
    name: "leastwise:compute-function",
    enforce: "pre",
    configResolved(config) {
      minify = config.command === "build";
    },
    async resolveId(source, importer) {
      if (!source.endsWith(SUFFIX)) return null;
      const bare = source.slice(0, -SUFFIX.length);
      const found = await this.resolve(bare, importer, { skipSelf: true });
      const file = found?.id ?? (importer ? resolve(dirname(importer), bare) : bare);
      return `${file}${SUFFIX}`;
    },
    async load(id) {
      if (!id.endsWith(SUFFIX)) return null;
      const { code, files } = await bundle(id.slice(0, -SUFFIX.length), minify);
      for (const file of files) this.addWatchFile(file.split("?")[0] as string);
      // A classic worker is sloppy where a module is strict.
      return { code: `export default function compute(port) {\n"use strict";\n${code}\nserve(port);\n}\n`, map: null };
    },
  };
}
