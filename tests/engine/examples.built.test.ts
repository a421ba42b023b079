// The examples of docs/engine.md, run as one program against the built library; and that no call is missing there.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";

const page = readFileSync("docs/engine.md", "utf8");
const examples = [...page.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code as string);
const library = pathToFileURL(resolve("dist/lib/leastwise.js")).href;

function run(program: string): { status: number | null; stdout: string; stderr: string } {
  const folder = mkdtempSync(join(tmpdir(), "leastwise-"));
  try {
    const file = join(folder, "examples.mjs");
    writeFileSync(file, program.replace('"leastwise"', JSON.stringify(library)));
    return spawnSync(process.execPath, [file], { cwd: folder, encoding: "utf8", timeout: 60_000 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Names of what an interface of the API can be asked. */
function callsOf(api: string, name: string): string[] {
  const body = new RegExp(`export interface ${name} \\{\\n(.*?)\\n\\}`, "s").exec(api)?.[1] ?? "";
  return [...body.matchAll(/^ {2}(\w+)\(/gm)].map(([, call]) => call as string);
}

describe("docs/engine.md", () => {
  it("has one example a section, of ten lines at most", () => {
    const sections = page.split(/^## /m).slice(1);
    expect(sections).toHaveLength(12);
    expect(examples).toHaveLength(sections.length);
    for (const section of sections) expect(section).toContain("```js\n");
    for (const code of examples) expect(code.trimEnd().split("\n").length).toBeLessThanOrEqual(10);
  });

  it("prints what its comments say", () => {
    const program = examples.join("\n");
    const said = [...program.matchAll(/^console\.log\(.*\);(?: \/\/ (.*))?$/gm)].map(
      ([line, comment]) => comment ?? line,
    );
    const { status, stdout, stderr } = run(program);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout.trimEnd().split("\n")).toEqual(said);
  });

  it("names every call of tables and of the engine, and every function", () => {
    const api = readFileSync("src/engine/api.ts", "utf8");
    const functions = [...readFileSync("src/stats/pure.ts", "utf8").matchAll(/[{,] (?!type )([a-z]\w*)/g)].map(
      ([, name]) => name as string,
    );
    const names = [...callsOf(api, "TableHandle"), ...callsOf(api, "Engine"), ...functions];
    expect(names.length).toBeGreaterThan(40);
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(page))).toEqual([]);
  });
});
