// `npm run check` and `npm test`: every stage in order, cheap ones first, each with a time limit and its seconds printed.
// The last line counts: N passed, N failed. `--only NAME,NAME` runs some stages, `--list` names them.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { findChromium, findFirefox, findWebKit } from "./browsers.mjs";

const REPORTS = "build/reports";
const MINUTE = 60_000;
/** Characters of a failure that are repeated at the end. */
const MESSAGE_LENGTH = 600;
const bin = (name) => join("node_modules", ".bin", name);
const vitest = (project) => [
  bin("vitest"),
  ["run", "--project", project, "--reporter=dot", "--reporter=json", `--outputFile.json=${REPORTS}/${project}.json`],
];

/** Stages: name, commands, minutes allowed, and the Vitest report that counts for it, if any. */
const STAGES = [
  { name: "lint", commands: [[bin("biome"), ["check", "--error-on-warnings", "."]]], minutes: 2 },
  { name: "kernel", commands: [["npm", ["run", "--silent", "build:kernel"]]], minutes: 3 },
  { name: "types", commands: [[bin("tsc"), ["-b"]]], minutes: 3 },
  { name: "dead-code", commands: [[bin("knip"), []]], minutes: 2 },
  { name: "node", commands: [vitest("node")], minutes: 8, report: "node" },
  { name: "browser", commands: [vitest("browser")], minutes: 8, report: "browser", needs: "chromium" },
  { name: "gpu", commands: [vitest("gpu")], minutes: 8, report: "gpu", needs: "chromium" },
  { name: "build", commands: [["npm", ["run", "--silent", "build"]]], minutes: 4 },
  {
    name: "package",
    commands: [
      [bin("publint"), ["--strict"]],
      [bin("size-limit"), []],
    ],
    minutes: 2,
  },
  { name: "built", commands: [vitest("built")], minutes: 8, report: "built", needs: "all" },
  {
    name: "unchanged",
    commands: [["git", ["diff", "--exit-code", "--stat", "--", "data", "tests/fixtures", "package-lock.json"]]],
    minutes: 1,
  },
  { name: "budget", commands: [vitest("budget")], minutes: 6, report: "budget", needs: "chromium" },
];

/** Run one command; resolves to whether it ended with 0 in time. A process that outlives its limit is killed with its children. */
function run([command, args], milliseconds, env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: "inherit", env, detached: process.platform !== "win32" });
    const kill = () => {
      console.error(`${command}: time limit of ${milliseconds / MINUTE} minutes reached`);
      try {
        process.kill(-child.pid, "SIGKILL");
      } catch {
        child.kill("SIGKILL");
      }
    };
    const timer = setTimeout(kill, milliseconds);
    child.on("error", (error) => {
      console.error(`${command}: ${error.message}`);
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve(code === 0);
    });
  });
}

/** Tests passed, failed and skipped by a Vitest report, and what is wrong; a missing report is one failure. */
function counts(report) {
  const file = join(REPORTS, `${report}.json`);
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0, failures: [] };
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(readFileSync(file, "utf8"));
  const failures = testResults.flatMap(({ name, message, assertionResults }) => {
    const failed = assertionResults.filter(({ status }) => status === "failed");
    const of = failed.map(({ fullName, failureMessages }) => `${fullName}: ${shortened(failureMessages.join(" "))}`);
    const whole = message ? [shortened(message)] : [];
    return [...of, ...whole].map((words) => `FAILED: ${relative(process.cwd(), name)}: ${words}`);
  });
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests, failures };
}

/** The beginning of a message, which may hold a whole bundle. */
function shortened(message) {
  return message.replaceAll(/\s+/g, " ").slice(0, MESSAGE_LENGTH);
}

/** Paths of the browsers, as the environment of the stages that need them; says loudly what is missing. */
function browsers(stages, notes) {
  if (!stages.some((stage) => stage.needs)) return {};
  const found = { CHROME_PATH: findChromium() };
  console.log(`browsers: Chromium at ${found.CHROME_PATH}`);
  if (!stages.some((stage) => stage.needs === "all")) return found;
  const firefox = findFirefox();
  const webkit = findWebKit();
  if (firefox) found.FIREFOX_PATH = firefox;
  else
    notes.push("SKIPPED: the embed in Firefox (no firefox-esr or firefox on PATH, none installable; set FIREFOX_PATH)");
  if (webkit) Object.assign(found, { WEBKIT_DRIVER: webkit.driver, XVFB_PATH: webkit.display });
  else notes.push("SKIPPED: the embed in WebKitGTK (no WebKitWebDriver with Xvfb on PATH, none installable)");
  return found;
}

async function main() {
  const only = process.argv
    .find((arg) => arg.startsWith("--only="))
    ?.slice(7)
    .split(",");
  if (process.argv.includes("--list")) {
    console.log(STAGES.map((stage) => stage.name).join("\n"));
    return true;
  }
  const unknown = only?.filter((name) => !STAGES.some((stage) => stage.name === name));
  if (unknown?.length) throw new Error(`--only: must name stages (see --list); got ${unknown.join(",")}`);
  const stages = STAGES.filter((stage) => !only || only.includes(stage.name));
  const notes = [];
  const failures = [];
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });
  const env = { ...process.env, ...browsers(stages, notes) };
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const stage of stages) {
    console.log(`\n== ${stage.name}`);
    const began = performance.now();
    let good = true;
    for (const command of stage.commands) good = good && (await run(command, stage.minutes * MINUTE, env));
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const own = { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0, failures: [] };
    const tests = stage.report ? counts(stage.report) : own;
    // A runner can fail with every test green (an unhandled error, a time limit): that counts too.
    if (!good && tests.failed === 0) tests.failed = 1;
    for (const key of Object.keys(total)) total[key] += tests[key];
    console.log(`== ${stage.name}: ${good ? "ok" : "FAILED"} in ${seconds} s`);
    failures.push(...tests.failures);
    notes.push(`${stage.name.padEnd(10)} ${good ? "ok    " : "FAILED"} ${seconds.padStart(7)} s`);
  }
  console.log(`\n${[...notes, ...failures].join("\n")}\n`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed === 0;
}

main().then(
  (good) => {
    process.exitCode = good ? 0 : 1;
  },
  (error) => {
    console.error(error.message);
    console.log("0 passed, 1 failed");
    process.exitCode = 1;
  },
);
