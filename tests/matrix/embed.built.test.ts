// The embed where teachers put it: the page on one origin, the module on another, under each kind of header, in three
// engines. Every cell says which backend ran and why.

import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Driver, openChromium, openFirefox, openWebKit } from "./drivers.ts";
import { CELLS, type Cell, serveMatrix } from "./servers.ts";

interface Report {
  error?: string;
  backend: string;
  reason: string;
  where: string;
  whereReason: string;
  isolated: boolean;
  lineSlope: number;
  tableSlope: number;
  drawn: boolean;
  text: boolean;
  styleViolations: string[];
}

const { CHROME_PATH, FIREFOX_PATH, WEBKIT_DRIVER, XVFB_PATH } = process.env;

/** `relaxed`: whether the engine has relaxed SIMD. */
const ENGINES = [
  { name: "Chromium", there: true, relaxed: true, open: () => openChromium(CHROME_PATH ?? "/usr/bin/chromium") },
  { name: "Firefox", there: FIREFOX_PATH !== undefined, relaxed: true, open: () => openFirefox(FIREFOX_PATH ?? "") },
  {
    name: "WebKitGTK",
    there: WEBKIT_DRIVER !== undefined && XVFB_PATH !== undefined,
    relaxed: false,
    open: () => openWebKit(WEBKIT_DRIVER ?? "", XVFB_PATH ?? ""),
  },
];

/** The slope that the library finds in Node on all 1,000 days. */
async function slopeInNode(): Promise<number> {
  const library = (await import(pathToFileURL("dist/lib/leastwise.js").href)) as typeof import("#engine/index.ts");
  const engine = await library.createEngine();
  try {
    const table = await engine.generate("sales-fundamentals");
    const fit = await table.fit("revenue ~ marketing_spend");
    return fit.coefficients[1] ?? Number.NaN;
  } finally {
    engine.close();
  }
}

/** Which backend and place a cell must come to. */
function expected(cell: Cell, relaxed: boolean): { backend: string; where: string } {
  const wasm = relaxed ? "relaxed" : "simd";
  if (cell.id === "csp-no-wasm") return { backend: "reference", where: "worker" };
  if (cell.id === "csp-no-worker") return { backend: wasm, where: "in-process" };
  return { backend: wasm, where: "worker" };
}

let servers: Awaited<ReturnType<typeof serveMatrix>>;
let slope: number;

beforeAll(async () => {
  servers = await serveMatrix();
  slope = await slopeInNode();
});

afterAll(() => servers?.close());

for (const engine of ENGINES) {
  describe.skipIf(!engine.there)(`the embed in ${engine.name}`, () => {
    let driver: Driver;

    beforeAll(async () => {
      driver = await engine.open();
    });

    afterAll(() => driver?.close());

    for (const cell of CELLS) {
      it(`fits and draws in ${cell.title}`, { timeout: 120_000 }, async () => {
        const report = JSON.parse(await driver.visit(servers.page(cell))) as Report;
        expect(report.error).toBeUndefined();
        console.log(
          `${driver.version} | ${cell.id} | ${report.backend} ${report.where} | ${report.reason} | ${report.whereReason}`,
        );
        expect(report).toMatchObject(expected(cell, engine.relaxed));
        expect(report.reason).not.toBe("");
        if (report.where === "in-process") expect(report.whereReason).not.toBe("");
        expect(Math.abs(report.tableSlope / slope - 1)).toBeLessThan(1e-12);
        expect(report.lineSlope).toBeGreaterThan(0);
        expect(report.drawn).toBe(true);
        expect(report.text).toBe(true);
        expect(report.styleViolations).toEqual([]);
        expect(report.isolated).toBe(cell.id === "coep");
      });
    }
  });
}
