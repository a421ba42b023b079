// Three engines behind one small interface: open a page, wait for what its probe reports, close.

import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";
import puppeteer from "puppeteer-core";
import { Builder, Capabilities } from "selenium-webdriver";

export interface Driver {
  version: string;
  /** Open the address and resolve with the probe's report, a JSON text. */
  visit(url: string): Promise<string>;
  close(): Promise<void>;
}

const READ = "document.documentElement.dataset.result ?? null";
const LIMIT_MS = 45_000;

/** Ask `read` until it has an answer. */
async function poll(read: () => Promise<unknown>): Promise<string> {
  const end = Date.now() + LIMIT_MS;
  while (Date.now() < end) {
    const value = await read();
    if (typeof value === "string") return value;
    await sleep(50);
  }
  throw new Error(`probe: must report within ${LIMIT_MS} ms; got nothing`);
}

export async function openChromium(executablePath: string): Promise<Driver> {
  const args = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
  ];
  const browser = await chromium.launch({ executablePath, args });
  return {
    version: `Chromium ${browser.version()}`,
    async visit(url) {
      const page = await browser.newPage();
      try {
        await page.goto(url);
        return await poll(() => page.evaluate(READ));
      } finally {
        await page.close();
      }
    },
    close: () => browser.close(),
  };
}

export async function openFirefox(executablePath: string): Promise<Driver> {
  const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
  return {
    version: await browser.version(),
    async visit(url) {
      const page = await browser.newPage();
      try {
        await page.goto(url);
        return await poll(() => page.evaluate(READ));
      } finally {
        await page.close();
      }
    },
    close: () => browser.close(),
  };
}

/** WebKitGTK's own small browser, which the driver package brings under a folder named after the machine. */
function miniBrowser(): string {
  const root = "/usr/lib";
  for (const machine of readdirSync(root)) {
    for (const version of ["webkit2gtk-4.1", "webkitgtk-6.0", "webkit2gtk-4.0"]) {
      const file = join(root, machine, version, "MiniBrowser");
      if (existsSync(file)) return file;
    }
  }
  throw new Error(`MiniBrowser: must lie under ${root}; found none`);
}

const isUp = (url: string) =>
  fetch(url).then(
    (response) => response.ok,
    () => false,
  );

export async function openWebKit(driverPath: string, displayPath: string): Promise<Driver> {
  const display = `:${90 + (process.pid % 900)}`;
  const port = 20_000 + (process.pid % 20_000);
  const screen = spawn(displayPath, [display, "-screen", "0", "1280x1000x24"], { stdio: "ignore" });
  const driver = spawn(driverPath, [`--port=${port}`, "--host=127.0.0.1"], {
    stdio: "ignore",
    env: { ...process.env, DISPLAY: display, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" },
  });
  const end = Date.now() + LIMIT_MS;
  while (!(await isUp(`http://127.0.0.1:${port}/status`)) && Date.now() < end) await sleep(100);
  const wanted = new Capabilities();
  wanted.set("browserName", "MiniBrowser");
  wanted.set("webkitgtk:browserOptions", { binary: miniBrowser(), args: ["--automation"] });
  const session = await new Builder().usingServer(`http://127.0.0.1:${port}`).withCapabilities(wanted).build();
  const has = await session.getCapabilities();
  return {
    version: `WebKitGTK ${has.get("browserVersion")}`,
    async visit(url) {
      await session.get(url);
      return poll(() => session.executeScript(`return ${READ}`));
    },
    async close() {
      await session.quit();
      driver.kill();
      screen.kill();
    },
  };
}
