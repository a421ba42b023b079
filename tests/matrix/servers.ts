// Two origins for the matrix: one serves the course pages with the headers of each cell, the other the module alone.

import { readFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A way in which a course page may be served. */
export interface Cell {
  id: string;
  title: string;
  headers: (script: string) => Record<string, string>;
  /** The page with the widgets stands in a sandboxed frame of the page that is opened. */
  framed?: boolean;
}

const csp = (script: string, wasm: boolean, worker: string) => ({
  "content-security-policy": `default-src 'none'; script-src 'self' ${script}${wasm ? " 'wasm-unsafe-eval'" : ""}; worker-src ${worker}; style-src 'none'; frame-src 'self'`,
});

export const CELLS: readonly Cell[] = [
  { id: "plain", title: "a plain page", headers: () => ({}) },
  {
    id: "csp",
    title: "a CSP with worker-src blob: and 'wasm-unsafe-eval'",
    headers: (script) => csp(script, true, "blob:"),
  },
  { id: "csp-no-wasm", title: "a CSP without 'wasm-unsafe-eval'", headers: (script) => csp(script, false, "blob:") },
  { id: "csp-no-worker", title: "a CSP that lets no worker start", headers: (script) => csp(script, true, "'none'") },
  { id: "sandbox", title: "an iframe with sandbox=allow-scripts", headers: () => ({}), framed: true },
  {
    id: "coep",
    title: "a host with COOP and COEP",
    headers: () => ({
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
    }),
  },
];

const MODULE = "dist/embed/leastwise.js";

/** The course page of examples/embed, with the module's address on the other origin and the probe beside it. */
function coursePage(script: string): string {
  const page = readFileSync("examples/embed/plain.html", "utf8");
  const tag = '<script type="module" src="../../dist/embed/leastwise.js"></script>';
  if (!page.includes(tag)) throw new Error("examples/embed/plain.html: must hold the script tag");
  const probe = '<script type="module" src="/probe.js"></script>';
  return page.replace(tag, `<script type="module" src="${script}/leastwise.js"></script>${probe}`);
}

const frame = (cell: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>frame</title><script type="module" src="/probe.js"></script><iframe title="widget" width="1000" height="900" sandbox="allow-scripts" src="/${cell}/framed.html"></iframe></html>`;

const send = (response: ServerResponse, type: string, text: string | Buffer, headers: Record<string, string> = {}) => {
  response.writeHead(200, { "content-type": `${type}; charset=utf-8`, "cache-control": "no-store", ...headers });
  response.end(text);
};

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Both servers. `page(cell)` is the address to open. */
export async function serveMatrix(): Promise<{ page: (cell: Cell) => string; close: () => void }> {
  const module = createServer((request, response) => {
    if (request.url !== "/leastwise.js") {
      response.writeHead(404).end();
      return;
    }
    send(response, "text/javascript", readFileSync(MODULE), {
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
    });
  });
  const script = await listen(module);
  const pages = createServer((request, response) => {
    const [, id = "", file = ""] = (request.url ?? "").split("/");
    const cell = CELLS.find((one) => one.id === id);
    // A sandboxed frame has an opaque origin, so even its own server's script crosses origins there.
    if (id === "probe.js") {
      send(response, "text/javascript", readFileSync("tests/matrix/probe.js"), { "access-control-allow-origin": "*" });
    } else if (!cell) response.writeHead(404).end();
    else if (cell.framed && file !== "framed.html") send(response, "text/html", frame(cell.id));
    else send(response, "text/html", coursePage(script), cell.headers(script));
  });
  const origin = await listen(pages);
  return {
    page: (cell) => `${origin}/${cell.id}/`,
    close: () => {
      module.close();
      pages.close();
      module.closeAllConnections();
      pages.closeAllConnections();
    },
  };
}
