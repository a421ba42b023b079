// Where WebGPU does not work: every refusal leaves the CPU, and says why.

import { describe, expect, test } from "vitest";
import type { Backend } from "#kernel/backend.ts";
import { openBackend } from "#kernel/choose.ts";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { openWebGpu, withWebGpu } from "#kernel/webgpu/backend.ts";
import { findAdapter } from "#kernel/webgpu/device.ts";
import { makeBlock } from "../data.ts";

const info = { vendor: "maker", architecture: "chip", device: "", description: "", isFallbackAdapter: false };

interface Faked {
  requestAdapter?: () => unknown;
  requestDevice?: () => unknown;
  fallback?: boolean;
}

/** A GPU that does what the test wants at each step; what it opens is no device. */
function fakeGpu({ requestAdapter, requestDevice, fallback = false }: Faked): GPU {
  const adapter = {
    info: { ...info, isFallbackAdapter: fallback },
    features: new Set<string>(),
    requestDevice: requestDevice ?? (async () => ({})),
  };
  return { wgslLanguageFeatures: new Set(), requestAdapter: requestAdapter ?? (async () => adapter) } as unknown as GPU;
}

/** A device that lets everything be made and sums nothing: read-backs are zeros. */
function deafDevice(): unknown {
  const buffer = ({ size }: { size: number }) => ({
    size,
    getMappedRange: (_: number, bytes: number) => new ArrayBuffer(bytes ?? size),
    mapAsync: async () => {},
    unmap() {},
    destroy() {},
  });
  const anything = (): unknown =>
    new Proxy(() => {}, { get: (_, key) => (key === "then" ? undefined : anything), apply: () => anything() });
  const scopes = { pushErrorScope() {}, popErrorScope: async () => null };
  const made = { ...scopes, createBuffer: buffer, lost: new Promise(() => {}), destroy() {} };
  return new Proxy(made, { get: (own, key) => Reflect.get(own, key) ?? (key === "then" ? undefined : anything()) });
}

const refusals: [string, GPU | undefined, string][] = [
  ["no API", undefined, "there is no WebGPU"],
  ["no adapter", fakeGpu({ requestAdapter: async () => null }), "WebGPU finds no adapter"],
  [
    "a request that throws",
    fakeGpu({
      requestAdapter() {
        throw new Error("Blocked by policy.");
      },
    }),
    "WebGPU gives no adapter (Blocked by policy)",
  ],
  [
    "a request that is refused",
    fakeGpu({ requestAdapter: () => Promise.reject(new DOMException("not allowed", "SecurityError")) }),
    "WebGPU gives no adapter (not allowed)",
  ],
];

describe("webgpu where it does not work", () => {
  test.each(refusals)("%s: a backend by name is refused with the reason", async (_, gpu, why) => {
    await expect(openBackend("webgpu", gpu)).rejects.toMatchObject({
      code: "backend-unavailable",
      message: `backend: must run here, but ${why}; got "webgpu"`,
      value: "webgpu",
    });
  });

  test.each(refusals)("%s: auto computes on the CPU, and capabilities say why", async (_, gpu, why) => {
    const { backend, capabilities } = await openBackend("auto", gpu);
    expect(backend.draft).toBeUndefined();
    expect(capabilities.backend).toBe("relaxed");
    expect(capabilities.webgpu).toEqual({ reason: `${why.charAt(0).toUpperCase()}${why.slice(1)}.` });
  });

  test("an adapter that does not answer is not waited for", async () => {
    const gpu = fakeGpu({ requestAdapter: () => new Promise(() => {}) });
    const { backend, webgpu } = await withWebGpu(gpu, referenceBackend(), findAdapter(gpu, 20));
    expect(backend.draft).toBeUndefined();
    expect(webgpu).toEqual({ reason: "WebGPU gives no adapter (no answer within 20 ms)" });
  });

  test("software in place of a GPU is named and not raced", async () => {
    const gpu = fakeGpu({ fallback: true });
    const { backend, webgpu } = await withWebGpu(gpu, referenceBackend(), findAdapter(gpu, 100));
    expect(webgpu).toEqual({ adapter: "maker chip", isFallback: true });
    expect(backend.draft).toBeUndefined();
  });

  test("a device that is refused is the reason of a backend by name", async () => {
    const gpu = fakeGpu({ requestDevice: () => Promise.reject(new Error("device creation failed")) });
    await expect(openWebGpu({ gpu, cpu: referenceBackend() })).rejects.toThrow("device creation failed");
  });

  test("a device whose sums are wrong is not trusted", async () => {
    const gpu = fakeGpu({ requestDevice: async () => deafDevice() });
    await expect(openWebGpu({ gpu, cpu: referenceBackend() })).rejects.toThrow(
      /^a sum of products came out as 0 where \d+ is right$/,
    );
  });
});

describe("auto where there is an adapter", () => {
  const large = { n: 1000, columns: makeBlock({ n: 1000, q: 40 }).columns };
  async function opened(requestDevice: () => unknown): Promise<NonNullable<Backend["draft"]>> {
    const gpu = fakeGpu({ requestDevice });
    const { backend } = await withWebGpu(gpu, referenceBackend(), findAdapter(gpu, 100));
    return backend.draft as NonNullable<Backend["draft"]>;
  }

  test("small problems open no device", async () => {
    const draft = await opened(() => Promise.reject(new Error("opened")));
    expect(await draft.worth(large, 1000, 1)).toEqual({ pays: false, reason: "the problem is too small for WebGPU" });
  });

  test("a device that does not start, or sums wrongly, pays never, with the reason", async () => {
    const refused = await opened(() => Promise.reject(new Error("device creation failed")));
    expect(await refused.moments(large)).toEqual({
      moments: await referenceBackend().moments(large),
      error: 0,
      nOnDevice: 0,
      lost: "device creation failed",
    });
    expect(await refused.worth(large, 1e6, 1)).toEqual({
      pays: false,
      reason: "WebGPU does not start (device creation failed)",
    });
    const { pays, reason } = await (await opened(async () => deafDevice())).worth(large, 1e6, 1);
    expect(pays).toBe(false);
    expect(reason).toMatch(/^WebGPU does not start \(a sum of products came out as 0 where \d+ is right\)$/);
  });
});
