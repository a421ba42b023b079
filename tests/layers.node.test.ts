// The layers hold: the linter looks at every folder, and this test at what its patterns cannot see.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

/** One forbidden import a layer: an arrow that points up, or sideways past what the layer may name. */
const VIOLATIONS = [
  { folder: "src/base", text: 'import "#kernel/backend.ts";' },
  { folder: "src/kernel", text: 'import type { Table } from "#table/types.ts";\nexport type T = Table;' },
  { folder: "src/table", text: 'import "#stats/types.ts";' },
  { folder: "src/formula", text: 'import "../../kernel/choose.ts";' },
  { folder: "src/stats", text: 'import "#kernel/choose.ts";' },
  { folder: "src/stats", text: 'import "#engine/index.ts";' },
  { folder: "src/engine/client", text: 'import "#stats/models/ols.ts";' },
  { folder: "src/engine/host", text: "export type T = typeof document;\nexport const d = document;" },
  { folder: "src/charts", text: 'import "#engine/index.ts";' },
  { folder: "src/widgets/shared", text: 'import "#engine/host/host.ts";' },
  { folder: "src/widgets/shared", text: 'export * from "#lessons/types.ts";' },
  { folder: "src/lessons", text: 'import "#site/shell.ts";' },
  { folder: "src/embed", text: 'import "#lessons/types.ts";' },
  { folder: "workers", text: 'import "#stats/types.ts";' },
];

const planted: string[] = [];

function plant(folder: string, text: string): string {
  const home = mkdtempSync(join(folder, "planted-"));
  planted.push(home);
  const file = join(home, "violation.ts");
  writeFileSync(file, `${text}\n`);
  return file;
}

function lint(file: string): string {
  const run = spawnSync("node_modules/.bin/biome", ["lint", "--max-diagnostics=50", file], { encoding: "utf8" });
  return `${run.stdout}${run.stderr}`;
}

afterAll(() => {
  for (const home of planted) rmSync(home, { recursive: true, force: true });
});

/** Ways to name a module that the linter's import rule does not count. */
const BLIND_SPOTS = [
  { name: "import type in an expression", pattern: /\bimport\(\s*["']([^"']+)["']\s*\)\s*\.\s*[A-Z]/g },
  { name: "require", pattern: /\brequire\(\s*["']([^"']+)["']/g },
  { name: "new URL against the module", pattern: /new URL\(\s*["']([^"']+)["']\s*,\s*import\.meta\.url/g },
];

/** Blind-spot findings in a text, as `way: module`. */
function blindSpots(text: string): string[] {
  return BLIND_SPOTS.flatMap(({ name, pattern }) => [...text.matchAll(pattern)].map((match) => `${name}: ${match[1]}`));
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.ts$/.test(file) && !file.includes("planted-"))
    .map((file) => join(folder, file));
}

describe("layers", () => {
  for (const [index, { folder, text }] of VIOLATIONS.entries()) {
    it(`the linter refuses in ${folder}: ${text.split("\n")[0]} (${index})`, () => {
      expect(lint(plant(folder, text))).toMatch(/noRestrictedImports|noRestrictedGlobals/);
    });
  }

  it("the linter accepts an arrow that points down", () => {
    const file = plant(
      "src/table",
      'import { LeastwiseError } from "#base/error.ts";\n\nexport const E = LeastwiseError;',
    );
    expect(lint(file)).not.toMatch(/noRestrictedImports/);
  });

  it("no source names a module in a way that the linter cannot see", () => {
    const files = ["src", "workers", "assembly"].flatMap(sources);
    expect(files.length).toBeGreaterThan(50);
    const found = files.flatMap((file) =>
      blindSpots(readFileSync(file, "utf8")).map((finding) => `${file}: ${finding}`),
    );
    expect(found).toEqual([]);
  });

  it("the search for blind spots finds planted ones", () => {
    const text = [
      'type A = import("#stats/types.ts").Fit;',
      'const b = require("#engine/index.ts");',
      'const c = new URL("./x.wasm", import.meta.url);',
    ].join("\n");
    expect(blindSpots(text)).toHaveLength(3);
  });
});
