// Finds the browsers that the tests drive, and installs what is missing where this machine lets it; says what it does.

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

const CHROMIUM_NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "microsoft-edge",
  "microsoft-edge-stable",
];

const CHROMIUM_PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  join(process.env.PROGRAMFILES ?? "C:\\Program Files", "Google\\Chrome\\Application\\chrome.exe"),
  join(process.env["PROGRAMFILES(X86)"] ?? "C:\\Program Files (x86)", "Google\\Chrome\\Application\\chrome.exe"),
  join(process.env["PROGRAMFILES(X86)"] ?? "C:\\Program Files (x86)", "Microsoft\\Edge\\Application\\msedge.exe"),
];

/** The first of `names` on PATH, or undefined. */
function onPath(names) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  for (const name of names) {
    const found = folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
    if (found) return found;
  }
  return undefined;
}

/** How to run apt-get here, or undefined: Debian only, because elsewhere its names mean other packages. */
function aptGet() {
  if (process.platform !== "linux" || !onPath(["apt-get"])) return undefined;
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  if (!/^ID=debian$/m.test(release)) return undefined;
  if (process.getuid?.() === 0) return ["apt-get"];
  const sudo = spawnSync("sudo", ["-n", "true"], { stdio: "ignore" });
  return sudo.status === 0 ? ["sudo", "-n", "apt-get"] : undefined;
}

/** Install Debian packages; false where that is not possible or fails. */
function aptInstall(packages) {
  const apt = aptGet();
  if (!apt) return false;
  console.log(`browsers: installing ${packages.join(" ")} with apt-get`);
  const run = (...args) =>
    spawnSync(apt[0], [...apt.slice(1), "-qq", "-o", "DPkg::Lock::Timeout=300", ...args], {
      stdio: ["ignore", "ignore", "inherit"],
      timeout: 600_000,
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    }).status === 0;
  return run("update") && run("install", "-y", "--no-install-recommends", ...packages);
}

/** Playwright's own Chromium, downloaded if need be; undefined where that fails. */
function playwrightChromium() {
  console.log("browsers: installing Playwright's Chromium");
  const cli = join("node_modules", "playwright", "cli.js");
  const installed = spawnSync(process.execPath, [cli, "install", "chromium"], { stdio: "inherit", timeout: 600_000 });
  if (installed.status !== 0) return undefined;
  const script = "import('playwright').then((p) => console.log((p.default ?? p).chromium.executablePath()))";
  const path = execFileSync(process.execPath, ["-e", script], { encoding: "utf8" }).trim();
  return existsSync(path) ? path : undefined;
}

/** The ways to a browser on this machine; tests put others in their place. */
const MACHINE = {
  env: process.env,
  exists: existsSync,
  installed: () => onPath(CHROMIUM_NAMES) ?? CHROMIUM_PLACES.find((file) => existsSync(file)),
  installers: [
    () => (aptInstall(["chromium", "fonts-liberation"]) ? onPath(CHROMIUM_NAMES) : undefined),
    playwrightChromium,
  ],
};

/**
 * Path of a Chromium, Chrome or Edge: `CHROME_PATH`, else an installed one, else one that is installed now.
 *
 * @throws Error naming the ways to get one, where none is found and none can be installed
 */
export function findChromium(machine = MACHINE) {
  const named = machine.env.CHROME_PATH;
  if (named) {
    if (machine.exists(named)) return named;
    throw new Error(`CHROME_PATH: must name a file; got ${named}`);
  }
  const installed = machine.installed();
  if (installed) return installed;
  for (const install of machine.installers) {
    const path = install();
    if (path) return path;
  }
  throw new Error(
    [
      "No browser: the tests need Chromium, Chrome or Edge. One of these ways gets one:",
      "  - install Chromium, Google Chrome or Microsoft Edge, so that it is on PATH;",
      "  - on Debian: apt-get install chromium;",
      "  - npx playwright install chromium;",
      "  - set CHROME_PATH to the browser's executable.",
    ].join("\n"),
  );
}

/** Path of a Firefox that speaks WebDriver BiDi, or undefined. */
export function findFirefox() {
  const named = process.env.FIREFOX_PATH;
  if (named) return existsSync(named) ? named : undefined;
  const names = ["firefox-esr", "firefox"];
  return onPath(names) ?? (aptInstall(["firefox-esr"]) ? onPath(names) : undefined);
}

/** Paths of WebKitGTK's driver and of the X server it draws on, or undefined. */
export function findWebKit() {
  const look = () => {
    const driver = process.env.WEBKIT_DRIVER ?? onPath(["WebKitWebDriver"]);
    const display = onPath(["Xvfb"]);
    return driver && display ? { driver, display } : undefined;
  };
  return look() ?? (aptInstall(["webkit2gtk-driver", "xvfb"]) ? look() : undefined);
}
