// The built library in plain Node: one file that imports anywhere, computes, and lets the process end after close().

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const library = resolve("dist/lib/leastwise.js");
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "leastwise-"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Run a module that imports the library, far from this project's packages; killed after `limit` ms. */
function node(
  body: string,
  limit = 20_000,
): Promise<{ code: number | null; killed: boolean; out: string; error: string }> {
  const file = join(folder, `case-${Math.random().toString(36).slice(2)}.mjs`);
  writeFileSync(
    file,
    `import { createEngine, LeastwiseError } from ${JSON.stringify(pathToFileURL(library).href)};\n${body}`,
  );
  return new Promise((done) => {
    const child = spawn(process.execPath, [file], { cwd: folder, env: {} });
    let out = "";
    let error = "";
    let killed = false;
    child.stdout.on("data", (data) => {
      out += data;
    });
    child.stderr.on("data", (data) => {
      error += data;
    });
    const timer = setTimeout(() => {
      killed = true;
      child.kill("SIGKILL");
    }, limit);
    child.on("close", (code) => {
      clearTimeout(timer);
      done({ code, killed, out, error });
    });
  });
}

describe("dist/lib/leastwise.js", () => {
  it("is one file that imports nothing", () => {
    expect(existsSync(library)).toBe(true);
    const text = readFileSync(library, "utf8");
    expect(text).not.toMatch(/(?:^|[;}\s])import\s*[\w{*"']/);
    expect(text).not.toMatch(/\bfrom\s*["']/);
  });

  it("fits CSV text in Node and ends by itself after close()", async () => {
    const { code, killed, out, error } = await node(`
      const engine = await createEngine();
      const table = await engine.readCsv("x,y\\n1,2\\n2,4.1\\n3,6.2\\n4,7.9\\n");
      const fit = await table.fit("y ~ x");
      const { fitted } = await table.predict(fit);
      engine.close();
      console.log(JSON.stringify({ c: fit.coefficients, fitted: [...fitted], ...engine.capabilities }));
    `);
    expect({ killed, code, error }).toEqual({ killed: false, code: 0, error: "" });
    const result = JSON.parse(out);
    expect(result.c[0]).toBeCloseTo(0.1, 12);
    expect(result.c[1]).toBeCloseTo(1.98, 12);
    expect(result.fitted).toHaveLength(4);
    expect(result).toMatchObject({ where: "in-process", workers: 0 });
    expect(["scalar", "simd", "relaxed"]).toContain(result.backend);
  });

  it("keeps the process alive until close()", async () => {
    const open = await node("await createEngine();", 1500);
    expect(open.killed).toBe(true);
    const closed = await node("const engine = await createEngine(); setTimeout(() => engine.close(), 200);");
    expect(closed).toMatchObject({ killed: false, code: 0 });
  });

  it("ends after close() though a read was under way", async () => {
    const { killed, code, out } = await node(`
      const engine = await createEngine();
      const reading = engine.readCsv(new Blob(["a,b\\n" + "1.5,x\\n".repeat(2_000_000)]), { onProgress: () => engine.close() });
      await reading.catch((error) => console.log(error instanceof LeastwiseError, error.code));
    `);
    expect({ killed, code, out }).toEqual({ killed: false, code: 0, out: "true closed\n" });
  });

  it("gives errors with code, place and value", async () => {
    const { out } = await node(`
      const engine = await createEngine();
      const error = await engine.readCsv("a,b\\n1,2\\n3\\n").catch((thrown) => thrown);
      console.log(JSON.stringify([error instanceof LeastwiseError, error.code, error.at.row]));
      engine.close();
    `);
    expect(JSON.parse(out)).toEqual([true, "csv-ragged-row", 2]);
  });
});
