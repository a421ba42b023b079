// "auto" with an adapter that says it is a GPU (SwiftShader in CI, which is none): the race runs, and the CPU wins it.

import { expect, test } from "vitest";
import type { Backend } from "#kernel/backend.ts";
import { openBackend } from "#kernel/choose.ts";
import { gpuHere } from "#kernel/webgpu/device.ts";
import { fitOls } from "#stats/models/ols.ts";
import { arrayPlan } from "#tests/helpers/array-rows.ts";
import { draftedRows } from "#tests/helpers/drafted-rows.ts";
import { makeBlock } from "../data.ts";

/** The adapter of this browser, saying that it is no software; its devices come into `opened`. */
function boasting(opened: GPUDevice[]): GPU {
  const gpu = gpuHere() as GPU;
  return {
    wgslLanguageFeatures: gpu.wgslLanguageFeatures,
    async requestAdapter() {
      const adapter = (await gpu.requestAdapter()) as GPUAdapter;
      const requestDevice = async (descriptor: GPUDeviceDescriptor) => {
        const device = await adapter.requestDevice(descriptor);
        opened.push(device);
        return device;
      };
      const { vendor, architecture, device, description } = adapter.info;
      const info = { vendor, architecture, device, description, isFallbackAdapter: false };
      return { info, features: adapter.features, requestDevice };
    },
  } as unknown as GPU;
}

test("auto races a large problem once, keeps the answer, and the fit says why", async () => {
  const devices: GPUDevice[] = [];
  const { backend, capabilities } = await openBackend("auto", boasting(devices));
  expect(capabilities.webgpu).toEqual({ adapter: "google swiftshader", isFallback: false });
  expect(capabilities.backend).not.toBe("webgpu");
  expect(devices).toHaveLength(0);
  const draft = backend.draft as NonNullable<Backend["draft"]>;
  const block = makeBlock({ n: 2000, q: 24 });
  const verdict = await draft.worth(block, 2e6, 1);
  expect(verdict.reason).toMatch(
    /^WebGPU on google swiftshader does not pay for 2000 rows of 23 columns: \d+\.\d ms .+ by \w+$/,
  );
  expect(await draft.worth(block, 2e6, 1)).toBe(verdict);
  expect(devices).toHaveLength(1);
  const names = Array.from({ length: 23 }, (_, j) => `x${j}`);
  const columns = Object.fromEntries(names.map((name, j) => [name, block.columns[j] as Float64Array]));
  const model = { columns, y: block.columns[23] as Float64Array };
  const rows = { ...draftedRows(model, backend), nRows: 2e6 };
  const options = { weighted: false, exactWork: 0 };
  const plain = await fitOls(arrayPlan(model), rows, backend, options);
  expect(plain.solver.webgpu).toEqual({ used: false, reason: "the problem is too small for WebGPU" });
  devices[0]?.destroy();
  await devices[0]?.lost;
  const { pays, reason } = await draft.worth(block, 2e6, 1);
  expect(pays).toBe(false);
  expect(reason).toMatch(/^WebGPU was lost: .+/);
  backend.close();
});
