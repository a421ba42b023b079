// A peer in a process of its own that answers one line of JSON to each line: Python or R, whichever is installed.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/**
 * Start `command`; resolves to null where it is not installed or lacks its packages, with the reason on `missing`.
 * `ask(words)` sends one line and resolves to the object that comes back.
 */
export async function startPeer(command, args, missing) {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] });
  const waiting = [];
  let stderr = "";
  let gone = null;
  const lose = (reason) => {
    gone ??= new Error(`${command}: ${reason}${stderr ? `: ${stderr.trim().split("\n").at(-1)}` : ""}`);
    for (const { reject } of waiting.splice(0)) reject(gone);
  };
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  child.stdin.on("error", () => {});
  child.on("error", (error) => lose(error.code === "ENOENT" ? "is not installed" : error.message));
  child.on("close", (code) => lose(`ended with ${code}`));
  createInterface({ input: child.stdout }).on("line", (line) => {
    const { resolve, reject } = waiting.shift() ?? {};
    const reply = JSON.parse(line);
    if (reply.error) reject?.(new Error(`${command}: ${reply.error}`));
    else resolve?.(reply);
  });
  const ask = (...words) =>
    new Promise((resolve, reject) => {
      if (gone) return reject(gone);
      waiting.push({ resolve, reject });
      child.stdin.write(`${words.join(" ")}\n`);
    });
  const close = () => child.stdin.end();
  try {
    return { versions: await ask("versions"), ask, close };
  } catch (error) {
    missing.push(error.message);
    close();
    return null;
  }
}
