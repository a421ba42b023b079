// Build plugin: `*.md?lesson` becomes a module (a LessonText); pages get the same words inlined by their own plugin.

import { readFile } from "node:fs/promises";
import type { Plugin } from "vite";
import { bundledData } from "./bundled-data.ts";
import { compileLesson, lessonModule } from "./markdown/compile.ts";
import { sitePages } from "./pages.ts";

const SUFFIX = "?lesson";

function lessonModules(): Plugin {
  return {
    name: "leastwise:lesson-markdown",
    async load(id) {
      if (!id.endsWith(SUFFIX)) return null;
      const file = id.slice(0, -SUFFIX.length);
      this.addWatchFile(file);
      try {
        return { code: lessonModule(compileLesson(await readFile(file, "utf8"))), map: null };
      } catch (error) {
        throw new Error(`${file}: ${error instanceof Error ? error.message : error}`);
      }
    },
  };
}

/** Serve `?lesson` imports, and give the site its pages and data. */
export function lessonMarkdown(): Plugin[] {
  return [lessonModules(), sitePages(), bundledData()];
}
