// The worker as text: one function that needs nothing around it, and serves whatever port it is given.

import { describe, expect, it, vi } from "vitest";
import { Connection } from "#engine/client/connection.ts";
import type { Fit } from "#engine/contract.ts";
import compute from "#workers/compute.ts?function";

const text = `(${compute})`;

describe("workers/compute.ts?function", () => {
  it("is one function of a port", () => {
    expect(compute).toBeInstanceOf(Function);
    expect(compute.length).toBe(1);
  });

  it("imports nothing and resolves nothing against its own address", () => {
    // Libraries name their types' modules in comments.
    const code = text.replace(/\/\*[\s\S]*?\*\//g, "");
    expect(code).not.toMatch(/\bimport\s*[({.]/);
    expect(code).not.toMatch(/^\s*(?:import|export)\b/m);
    expect(text).not.toMatch(/__vite|require\(/);
  });

  it("serves a port when its text is all there is of it", async () => {
    const alone = new Function(`return ${text}`)() as typeof compute;
    const { port1, port2 } = new MessageChannel();
    const connection = new Connection(port1, { mortal: false, dispose: () => port1.close() });
    alone(port2);
    const report = await connection.send("start", { backend: "auto" }, null);
    expect(report).toMatchObject({ lockHeld: false });
    const columns = [
      { name: "x", values: [1, 2, 3] },
      { name: "y", values: [2, 4, 6] },
    ];
    const info = await connection.send("fromColumns", 1, 7, columns);
    expect(info).toMatchObject({ id: 7, nRows: 3 });
    expect(((await connection.send("ask", 2, 7, "fit", "y ~ x", {})) as Fit).coefficients[1]).toBeCloseTo(2, 14);
    await expect(connection.send("ask", 3, 8, "fit", "y ~ x", {})).rejects.toMatchObject({ code: "closed" });
    connection.close();
  });

  it("forgets a cancelled call, and keeps no table that it made", async () => {
    const { port1, port2 } = new MessageChannel();
    const connection = new Connection(port1, { mortal: false, dispose: () => port1.close() });
    compute(port2);
    await connection.send("start", { backend: "auto" }, null);
    const text = `a,b\n${"1.5,2.5\n".repeat(300_000)}`;
    for (let table = 1; table <= 20; table++) {
      const controller = new AbortController();
      const { signal } = controller;
      const source = { kind: "text", text } as const;
      const reading = connection.call("readCsv", (call) => [call, table, source, {}, null, null, null], {
        signal,
      });
      controller.abort("enough");
      await expect(reading).rejects.toBe("enough");
    }
    await vi.waitFor(() => expect(connection.pending).toBe(0));
    for (let table = 1; table <= 20; table++) {
      await expect(connection.send("ask", 0, table, "rows", 0, 1, {})).rejects.toMatchObject({ code: "closed" });
    }
    connection.close();
  });
});
