// What package.json promises: exact versions, a lock that agrees, the packages and the top level that are given.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  scripts: Record<string, string>;
};
const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, { version: string }> };
const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });

describe("package.json", () => {
  it("pins every dependency exactly, as the lock does", () => {
    for (const [name, version] of all) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
      expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version);
    }
  });

  it("holds the packages that are given", () => {
    const names = all.map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(["assemblyscript", "lit", "comlink", "vite", "vitest", "d3-scale"]));
  });

  it("has the scripts that the README names", () => {
    const scripts = ["start", "dev", "build", "test", "check", "fix", "bench", "test:node", "test:browser"];
    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(scripts));
  });

  it("keeps the top level as it is given", () => {
    const files = execFileSync("git", ["ls-files"], { encoding: "utf8" }).split("\n").filter(Boolean);
    const top = [...new Set(files.map((file) => file.split("/")[0]))].sort();
    const given =
      ".ci .gitattributes .gitignore .npmrc LICENSE README.md asconfig.json assembly biome.json data docs examples package-lock.json package.json src tests tsconfig.json vite.config.ts workers";
    expect(given.split(" ")).toEqual(expect.arrayContaining(top));
  });
});
