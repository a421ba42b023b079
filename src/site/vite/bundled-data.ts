// Build plugin: the bundled data sets that are files, copied to the site's data/ folder; in dev served from where they lie.

import { createReadStream, existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Plugin } from "vite";

const SOURCE = resolve("data");

/** Paths under data/ of the sets that no seed can make. */
function files(): string[] {
  const catalog = join(SOURCE, "catalog.json");
  if (!existsSync(catalog)) return [];
  const sets: { file: string; generated: boolean }[] = JSON.parse(readFileSync(catalog, "utf8"));
  return sets.filter(({ generated }) => !generated).map(({ file }) => file);
}

/** Give the site its data files. */
export function bundledData(): Plugin {
  return {
    name: "leastwise:bundled-data",
    apply: (config) => config.build?.lib === undefined,
    generateBundle() {
      for (const file of files()) {
        this.emitFile({ type: "asset", fileName: `data/${file}`, source: readFileSync(join(SOURCE, file)) });
      }
    },
    configureServer(server) {
      server.middlewares.use("/data", (request, response, next) => {
        const file = files().find((path) => request.url === `/${path}`);
        if (!file) return next();
        response.setHeader("Content-Type", "text/csv");
        createReadStream(join(SOURCE, file)).pipe(response);
      });
    },
  };
}
