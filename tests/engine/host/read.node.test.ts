// readTable: Parquet and Arrow from Blobs and addresses, in ranges or whole; and from the cache, without a look at the source.

import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Reader, readTable } from "#engine/host/read.ts";
import { readParquet } from "#table/parquet/read.ts";
import { fixture } from "../../table/parquet/ranges.ts";
import { memoryStore } from "../../table/store/memory-store.ts";

const bytes = readFileSync("tests/fixtures/parquet/types.parquet");
const quiet = { signal: new AbortController().signal, onProgress: () => {}, openStore: async () => null };
const parquet = (options: Reader["options"] = {}): Reader => ({ kind: "parquet", options });
const expected = await readParquet(fixture("types"));

/** Of the requests for one file: how many, and bytes sent. */
let log: { method: string; bytes: number }[] = [];
let version = '"1"';
const server = createServer((request: IncomingMessage, response: ServerResponse) => {
  const send = (status: number, headers: Record<string, string | number>, body?: Uint8Array) => {
    log.push({ method: request.method ?? "", bytes: request.method === "HEAD" ? 0 : (body?.length ?? 0) });
    response.writeHead(status, headers).end(request.method === "HEAD" ? undefined : body);
  };
  const all = { "content-length": bytes.length };
  const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? "") ?? [];
  const part = from === undefined ? null : bytes.subarray(Number(from), Number(to) + 1);
  switch (request.url) {
    case "/ranges":
      return part ? send(206, { etag: version }, part) : send(200, { ...all, etag: version }, bytes);
    case "/whole":
      return send(200, all, bytes);
    case "/no-head":
      return request.method === "HEAD" ? send(405, {}) : send(200, all, bytes);
    case "/changing": {
      const old = version;
      version += "x";
      return part ? send(206, { etag: old }, part) : send(200, { ...all, etag: old }, bytes);
    }
    case "/shorter":
      return part ? send(206, {}, part.subarray(1)) : send(200, all, bytes);
    case "/page":
      return send(200, { "content-type": "text/html" }, Buffer.from("<!doctype html><title>Sign in</title>"));
    default:
      return send(404, {});
  }
});
let base = "";
const url = (path: string) => ({ kind: "url" as const, url: base + path });

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

describe("readTable of a URL", () => {
  it("asks for ranges, and for no more than the chosen columns", async () => {
    log = [];
    const { table } = await readTable(parquet({ columns: ["int8"] }), url("/ranges"), quiet);
    expect(table.columns).toEqual(expected.columns.filter(({ info }) => info.name === "int8"));
    // The footer's 64 KiB, and little else of 160 kB.
    expect(log.reduce((sum, request) => sum + request.bytes, 0)).toBeLessThan(80_000);
  });

  it.each(["/whole", "/no-head"])("reads a file whole, once, whose host serves no ranges (%s)", async (path) => {
    log = [];
    const { table } = await readTable(parquet(), url(path), quiet);
    expect(table).toEqual(expected);
    expect(log.map((request) => request.bytes)).toEqual([0, bytes.length]);
  });

  it("says that a file changed while it was read", async () => {
    await expect(readTable(parquet(), url("/changing"), quiet)).rejects.toMatchObject({ code: "source-changed" });
    await expect(readTable(parquet(), url("/shorter"), quiet)).rejects.toMatchObject({ code: "source-changed" });
  });

  it("refuses an address that leads nowhere, and a web page", async () => {
    await expect(readTable(parquet(), url("/none"), quiet)).rejects.toMatchObject({ code: "fetch-failed" });
    const page = readTable(parquet(), url("/page"), quiet);
    await expect(page).rejects.toMatchObject({ code: "file-kind", value: "a web page (HTML)" });
  });
});

describe("readTable with a cache", () => {
  it("reads a URL's version once, another version anew", async () => {
    const store = memoryStore();
    const cached = { ...quiet, openStore: async () => store };
    const sent = async () => {
      log = [];
      const { table } = await readTable(parquet({ cache: true }), url("/ranges"), cached);
      expect(table).toEqual(expected);
      return log.filter(({ method }) => method !== "HEAD").length;
    };
    version = '"1"';
    expect(await sent()).toBeGreaterThan(0);
    expect(await sent()).toBe(0);
    version = '"2"';
    expect(await sent()).toBeGreaterThan(0);
  });

  it("reads a File once by each set of options, and never its bytes again", async () => {
    const store = memoryStore();
    const cached = { ...quiet, openStore: async () => store };
    const file = new File(["a;b\n1,5;x\n"], "data.csv", { lastModified: 7 });
    const twin = new File(["a;b\n9,9;y\n"], "data.csv", { lastModified: 7 });
    const read = async (blob: Blob, options: Reader["options"]) =>
      readTable({ kind: "csv", options: { cache: true, ...options } }, { kind: "blob", blob }, cached);
    const first = await read(file, {});
    expect(first.dialect).toMatchObject({ delimiter: ";", decimal: "," });
    expect(await read(twin, {})).toEqual(first);
    expect(await read(twin, { decimal: "." } as Reader["options"])).not.toEqual(first);
    expect(await read(new File(["a;b\n9,9;y\n"], "data.csv", { lastModified: 8 }), {})).not.toEqual(first);
  });

  it("keeps what tells no version of its own only under the caller's word", async () => {
    const store = memoryStore();
    const cached = { ...quiet, openStore: async () => store };
    const read = (cache: boolean | string, text: string) =>
      readTable({ kind: "csv", options: { cache } }, { kind: "text", text }, cached);
    await read(true, "a\n1\n");
    expect(store.files.size).toBe(0);
    const first = await read("v1", "a\n1\n");
    expect(await read("v1", "a\n2\n")).toEqual(first);
    expect(await read("v2", "a\n2\n")).not.toEqual(first);
    await expect(read(1 as unknown as string, "a\n1\n")).rejects.toMatchObject({ code: "bad-argument" });
  });
});
