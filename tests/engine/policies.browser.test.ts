// Pages that forbid things: Trusted Types, no workers, no WebAssembly. The engine says what ran instead, and why.

import { expect, it } from "vitest";
import type { Capabilities } from "#engine/index.ts";

const entry = new URL("/src/engine/index.ts", location.href).href;

/** What the engine says, and a slope it finds, in a page of its own under a policy. */
async function under(policy: string): Promise<{ capabilities: Capabilities; slope: number }> {
  const frame = document.createElement("iframe");
  frame.srcdoc = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}">
    <script type="module">
      import { createEngine } from "${entry}";
      const report = (result) => parent.postMessage({ policy: ${JSON.stringify(policy)}, ...result }, "*");
      try {
        const engine = await createEngine();
        const table = await engine.fromColumns({ x: [1, 2, 3], y: [2, 4, 6.5] });
        const fit = await table.fit("y ~ x");
        report({ capabilities: engine.capabilities, slope: fit.coefficients[1] });
        engine.close();
      } catch (error) {
        report({ error: String(error) });
      }
    </script>`;
  try {
    return await new Promise((resolve, reject) => {
      const listen = ({ data }: MessageEvent) => {
        if (data?.policy !== policy) return;
        removeEventListener("message", listen);
        if (data.error) reject(new Error(data.error));
        else resolve(data);
      };
      addEventListener("message", listen);
      document.body.append(frame);
    });
  } finally {
    frame.remove();
  }
}

const scripts = "script-src 'self' 'unsafe-inline'";

it("runs in a worker where Trusted Types are required and its policy is named", async () => {
  const { capabilities, slope } = await under(
    `${scripts} 'wasm-unsafe-eval'; worker-src blob:; require-trusted-types-for 'script'; trusted-types leastwise vite`,
  );
  expect(capabilities).toMatchObject({ where: "worker", simd: true });
  expect(slope).toBeCloseTo(2.25, 12);
});

it("runs in this thread where Trusted Types are required and its policy is not named", async () => {
  const { capabilities, slope } = await under(
    `${scripts} 'wasm-unsafe-eval'; worker-src blob:; require-trusted-types-for 'script'; trusted-types vite`,
  );
  expect(capabilities).toMatchObject({ where: "in-process", simd: true });
  expect(capabilities.whereReason).toMatch(/policy/i);
  expect(slope).toBeCloseTo(2.25, 12);
});

it("runs in this thread where workers are refused", async () => {
  const { capabilities, slope } = await under(`${scripts} 'wasm-unsafe-eval'; worker-src 'none'`);
  expect(capabilities).toMatchObject({ where: "in-process", simd: true });
  expect(capabilities.whereReason).not.toBe("");
  expect(slope).toBeCloseTo(2.25, 12);
});

it("runs the reference backend in a worker where WebAssembly is refused", async () => {
  const { capabilities, slope } = await under(`${scripts}; worker-src blob:`);
  expect(capabilities).toMatchObject({ where: "worker", backend: "reference", simd: false });
  expect(slope).toBeCloseTo(2.25, 12);
});

it("runs the reference backend in this thread where both are refused", async () => {
  const { capabilities, slope } = await under(`${scripts}; worker-src 'none'`);
  expect(capabilities).toMatchObject({ where: "in-process", backend: "reference" });
  expect(slope).toBeCloseTo(2.25, 12);
});
