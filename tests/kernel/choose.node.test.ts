// The choice of a backend: by capability, with a reason in one sentence.

import { afterEach, expect, test, vi } from "vitest";
import { openBackend } from "#kernel/choose.ts";
import { binaryOf } from "#kernel/wasm/binary.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Let WebAssembly.validate refuse these builds. */
function refuse(...builds: ("simd" | "relaxed")[]): void {
  const sizes = builds.map((build) => binaryOf(build).length);
  const validate = WebAssembly.validate;
  vi.spyOn(WebAssembly, "validate").mockImplementation((bytes) => !sizes.includes(bytes.byteLength) && validate(bytes));
}

const choiceOf = async (name: Parameters<typeof openBackend>[0]) => (await openBackend(name)).capabilities;

test("auto takes relaxed where multiply-add fuses", async () => {
  expect(await choiceOf("auto")).toEqual({
    backend: "relaxed",
    reason: "WebAssembly computes with relaxed SIMD, whose multiply-add really fuses here.",
    simd: true,
    relaxed: true,
    webgpu: { reason: "There is no WebGPU." },
  });
});

test("auto takes simd where relaxed SIMD does not validate", async () => {
  refuse("relaxed");
  expect(await choiceOf("auto")).toEqual({
    backend: "simd",
    reason: "WebAssembly SIMD computes because relaxed SIMD is missing.",
    simd: true,
    relaxed: false,
    webgpu: { reason: "There is no WebGPU." },
  });
});

test("auto takes simd where the relaxed multiply-add rounds twice", async () => {
  const instantiate = WebAssembly.instantiate as (
    bytes: BufferSource,
    imports: WebAssembly.Imports,
  ) => Promise<unknown>;
  vi.spyOn(WebAssembly, "instantiate").mockImplementation((async (
    bytes: BufferSource,
    imports: WebAssembly.Imports,
  ) => {
    const source = (await instantiate(bytes, imports)) as WebAssembly.WebAssemblyInstantiatedSource;
    return { ...source, instance: { exports: { ...source.instance.exports, multiply_add_fuses: () => 0 } } };
  }) as unknown as typeof WebAssembly.instantiate);
  expect(await choiceOf("auto")).toMatchObject({
    backend: "simd",
    reason: "WebAssembly SIMD computes because the relaxed multiply-add rounds twice on this machine.",
  });
});

test("auto takes scalar where SIMD does not validate", async () => {
  refuse("simd", "relaxed");
  expect(await choiceOf("auto")).toEqual({
    backend: "scalar",
    reason: "Plain WebAssembly computes because SIMD is missing.",
    simd: false,
    relaxed: false,
    webgpu: { reason: "There is no WebGPU." },
  });
});

test.each([
  {
    message: "Refused to compile or instantiate WebAssembly module because 'unsafe-eval' is not an allowed source",
    why: "the page's content security policy forbids WebAssembly ('wasm-unsafe-eval' would allow it)",
  },
  {
    message: "call to WebAssembly.instantiate() blocked by CSP",
    why: "the page's content security policy forbids WebAssembly ('wasm-unsafe-eval' would allow it)",
  },
  { message: "out of memory", why: "WebAssembly does not start (out of memory)" },
])("auto takes the reference where the engine says: $message", async ({ message, why }) => {
  vi.spyOn(WebAssembly, "instantiate").mockRejectedValue(new Error(message));
  expect(await choiceOf("auto")).toEqual({
    backend: "reference",
    reason: `Plain TypeScript computes because ${why}.`,
    simd: false,
    relaxed: false,
    webgpu: { reason: "There is no WebGPU." },
  });
});

test("auto takes the reference where there is no WebAssembly", async () => {
  vi.stubGlobal("WebAssembly", undefined);
  const { backend, capabilities } = await openBackend("auto");
  expect(backend.name).toBe("reference");
  expect(capabilities.reason).toBe("Plain TypeScript computes because WebAssembly is missing.");
});

test.each(["reference", "scalar", "simd", "relaxed"] as const)("%s comes when asked for by name", async (name) => {
  const { backend, capabilities } = await openBackend(name);
  expect(backend.name).toBe(name);
  expect(capabilities.backend).toBe(name);
  expect(capabilities.reason).toBe(`The ${name} backend was asked for by name.`);
});

test("a named backend that is missing is refused with the reason", async () => {
  refuse("relaxed");
  await expect(openBackend("relaxed")).rejects.toMatchObject({
    code: "backend-unavailable",
    message: 'backend: must run here, but relaxed SIMD is missing; got "relaxed"',
    value: "relaxed",
  });
  await expect(openBackend("webgpu")).rejects.toMatchObject({
    code: "backend-unavailable",
    message: 'backend: must run here, but there is no WebGPU; got "webgpu"',
  });
});
