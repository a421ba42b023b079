// Opens the benchmarks' page in a real Chromium, through Vite, and calls one of its functions.

import { chromium } from "playwright-core";
import { createServer, runnerImport } from "vite";

export const FLAGS = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** Start server and browser; `call(name, ...args)` runs `leastwiseBench[name]` in the page. */
export async function openBenchPage(executablePath, { plugins = [] } = {}) {
  const { module } = await runnerImport("./src/site/vite/compute-function.ts", {
    configFile: false,
    logLevel: "error",
  });
  const server = await createServer({
    configFile: false,
    plugins: [module.computeFunction(), ...plugins],
    logLevel: "error",
    server: { port: 0, host: "127.0.0.1" },
    optimizeDeps: { noDiscovery: true },
  });
  await server.listen();
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  const page = await browser.newPage();
  await page.goto(new URL("tests/bench/page.html", server.resolvedUrls.local[0]).href);
  await page.waitForFunction("globalThis.leastwiseBench !== undefined");
  return {
    version: browser.version(),
    call: (name, ...args) => page.evaluate(([name, args]) => globalThis.leastwiseBench[name](...args), [name, args]),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
