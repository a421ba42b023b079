// One config: the mode chooses site (default), lib or embed; under Vitest it holds the test projects.

import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig, type TestProjectConfiguration } from "vitest/config";
import { computeFunction } from "./src/site/vite/compute-function.ts";
import { lessonMarkdown } from "./src/site/vite/lesson-markdown.ts";

const SITE = resolve("src/site");
const plugins = () => [computeFunction(), lessonMarkdown()];

/** Every page is an HTML file under the site's root. */
function pages(): string[] {
  return readdirSync(SITE, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".html"))
    .map((file) => join(SITE, file));
}

/** A library build: one self-contained ES module. */
function library(entry: string, outDir: string) {
  return defineConfig({
    plugins: plugins(),
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2022",
      lib: { entry, formats: ["es"], fileName: () => "leastwise.js" },
      rolldownOptions: { output: { codeSplitting: false, minify: true } },
    },
  });
}

const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** Where there is no GPU, SwiftShader computes what one would. */
const SWIFTSHADER_FLAGS = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan"];

/** Vitest projects that run in a real Chromium; the path comes from tests/browsers.mjs through CHROME_PATH. */
function inChromium(
  name: string,
  include: string[],
  parallel: boolean,
  flags: string[] = [],
): TestProjectConfiguration {
  const executablePath = process.env.CHROME_PATH ?? "/usr/bin/chromium";
  return {
    plugins: plugins(),
    publicDir: false,
    optimizeDeps: {
      include: ["lit", "lit/directives/repeat.js", "comlink", "axe-core", "vitest/browser"].filter(
        (d) => d !== "vitest/browser",
      ),
    },
    test: {
      name,
      include,
      fileParallelism: parallel,
      testTimeout: 60_000,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({
          launchOptions: {
            args: [...CHROMIUM_FLAGS, ...flags],
            ...(existsSync(executablePath) ? { executablePath } : {}),
          },
        }),
        instances: [{ browser: "chromium", viewport: { width: 1280, height: 900 } }],
      },
    },
  };
}

/** Vitest projects that run in Node, where relaxed SIMD hides behind a flag. */
function inNode(name: string, include: string[], parallel: boolean): TestProjectConfiguration {
  return {
    plugins: plugins(),
    test: {
      name,
      include,
      environment: "node",
      fileParallelism: parallel,
      testTimeout: 60_000,
      hookTimeout: 120_000,
      execArgv: ["--experimental-wasm-relaxed-simd"],
    },
  };
}

export default defineConfig(({ mode }) => {
  switch (mode) {
    case "test":
      return {
        test: {
          projects: [
            inNode("node", ["tests/**/*.node.test.ts"], true),
            inChromium("browser", ["tests/**/*.browser.test.ts"], true),
            inChromium("gpu", ["tests/**/*.gpu.test.ts"], false, SWIFTSHADER_FLAGS),
            inNode("built", ["tests/**/*.built.test.ts"], false),
            inNode("budget", ["tests/**/*.budget.test.ts"], false),
          ],
        },
      };
    case "lib":
      return library(resolve("src/engine/index.ts"), resolve("dist/lib"));
    case "embed":
      return library(resolve("src/embed/index.ts"), resolve("dist/embed"));
    default:
      return {
        root: SITE,
        base: "./",
        publicDir: false,
        plugins: plugins(),
        server: { fs: { allow: [resolve(".")] } },
        build: {
          outDir: resolve("dist/site"),
          emptyOutDir: true,
          target: "es2022",
          // The engine is one chunk, since its worker is one function; size-limit watches it.
          chunkSizeWarningLimit: 900,
          rolldownOptions: { input: pages() },
        },
      };
  }
});
