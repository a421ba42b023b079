// A module of the tests as one text that a page can import from a data: URL.

import { build, type Rolldown } from "vite";

/** Bundle `entry` (a path from the repository's root) into the text of one ES module. */
export async function moduleText(entry: string): Promise<string> {
  const output = (await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    build: { write: false, minify: false, target: "es2022", lib: { entry, formats: ["es"], fileName: "module" } },
  })) as Rolldown.RolldownOutput[];
  return output[0]?.output[0].code ?? "";
}

/** The same as a data: URL. */
export async function moduleUrl(entry: string): Promise<string> {
  return `data:text/javascript,${encodeURIComponent(await moduleText(entry))}`;
}
