// What the built kernels promise to whoever loads them.

import { expect, test } from "vitest";
import { binaryOf } from "#kernel/wasm/binary.ts";

const BUILDS = ["scalar", "simd", "relaxed"] as const;
const modules = BUILDS.map((build) => new WebAssembly.Module(binaryOf(build)));

test("all builds export the same names and kinds", () => {
  const [scalar, ...others] = modules.map((module) => WebAssembly.Module.exports(module));
  for (const exports of others) expect(exports).toEqual(scalar);
});

test("all they import is memory: no allocator, no abort, no clock", () => {
  for (const module of modules) {
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: "env", name: "memory", kind: "memory" }]);
  }
});

test("starting one leaves the memory as it was", () => {
  for (const module of modules) {
    const memory = new WebAssembly.Memory({ initial: 1 });
    new WebAssembly.Instance(module, { env: { memory } });
    expect(new Uint8Array(memory.buffer).every((byte) => byte === 0)).toBe(true);
  }
});
