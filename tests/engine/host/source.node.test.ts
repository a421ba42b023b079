// Bytes from text, files, URLs and pumped streams, and what becomes of their errors.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { pump } from "#engine/client/pump.ts";
import type { WireSource } from "#engine/contract.ts";
import { openSource } from "#engine/host/source.ts";

const unaborted = new AbortController().signal;

async function read(source: WireSource, signal = unaborted) {
  const { bytes, totalBytes } = await openSource(source, signal);
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return { text: new TextDecoder().decode(Buffer.concat(chunks)), totalBytes, nChunks: chunks.length };
}

describe("openSource of text", () => {
  it("encodes it whole, cutting no character in two", async () => {
    for (const shift of [0, 1]) {
      const text = `${"x".repeat(131_071 + shift)}😀${"é".repeat(200_000)}`;
      const result = await read({ kind: "text", text });
      expect(result.text).toBe(text);
      expect(result.nChunks).toBeGreaterThan(1);
    }
  });

  it("gives nothing for the empty text", async () => {
    expect((await read({ kind: "text", text: "" })).nChunks).toBe(0);
  });
});

describe("openSource of a Blob", () => {
  it("streams its bytes and knows how many there are", async () => {
    const blob = new Blob(["a,b\n", "1,2\n"]);
    expect(await read({ kind: "blob", blob })).toMatchObject({ text: "a,b\n1,2\n", totalBytes: 8 });
  });

  it("gives the same bytes where pieces may be overwritten, in little memory", async () => {
    const content = Uint8Array.from({ length: 3_000_000 }, (_, i) => (i * 7919) % 251);
    const { bytes } = await openSource({ kind: "blob", blob: new Blob([content]) }, unaborted, true);
    let first: Uint8Array | null = null;
    let at = 0;
    for await (const piece of bytes) {
      first ??= piece;
      expect(piece.length).toBeLessThanOrEqual(524_288);
      expect(Buffer.compare(piece, content.subarray(at, at + piece.length))).toBe(0);
      at += piece.length;
    }
    expect(at).toBe(content.length);
    // Its memory was handed on.
    expect(first?.length).toBe(0);
  });

  it("reads a stream that does not fill memory that it is given, too", async () => {
    const plain = {
      size: 4,
      stream: () =>
        new ReadableStream({
          start(controller) {
            controller.enqueue(new Uint8Array(4));
            controller.close();
          },
        }),
    };
    const { bytes } = await openSource({ kind: "blob", blob: plain as unknown as Blob }, unaborted, true);
    for await (const piece of bytes) expect(piece.length).toBe(4);
  });

  it("says that a file was changed where it can no longer be read", async () => {
    const gone = { size: 3, stream: () => new ReadableStream({ pull: () => Promise.reject(new Error("gone")) }) };
    await expect(read({ kind: "blob", blob: gone as unknown as Blob })).rejects.toMatchObject({
      code: "source-changed",
    });
  });
});

describe("openSource of a file that became shorter", () => {
  it("says that it was changed, at its end", async () => {
    const cut = { size: 9, stream: () => new Blob(["a\n1\n"]).stream() };
    await expect(read({ kind: "blob", blob: cut as unknown as Blob })).rejects.toMatchObject({
      code: "source-changed",
      message: "file: must be as it was when it was chosen; got 4 of 9 bytes",
    });
  });
});

describe("openSource of a URL", () => {
  const server = createServer((request, response) => {
    if (request.url === "/good.csv") response.end("a\n1\n");
    else if (request.url === "/page")
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end("<p>");
    else if (request.url === "/cut.csv") {
      response.writeHead(200, { "content-length": "100" });
      response.write("a\n1\n");
      setTimeout(() => response.destroy(), 20);
    } else if (request.url === "/slow.csv") response.write("a\n1\n");
    else response.writeHead(404).end("no such file");
  });
  let base = "";

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it("reads what is there", async () => {
    expect((await read({ kind: "url", url: `${base}/good.csv` })).text).toBe("a\n1\n");
  });

  it("names the status and the URL where it is not there", async () => {
    const url = `${base}/none.csv`;
    const error = await read({ kind: "url", url }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "fetch-failed", value: url });
    expect(String(error)).toContain("status 404");
    expect(String(error)).toContain(url);
  });

  it("says so where the connection breaks", async () => {
    await expect(read({ kind: "url", url: `${base}/cut.csv` })).rejects.toMatchObject({ code: "fetch-failed" });
  });

  it("says so where nobody answers", async () => {
    await expect(read({ kind: "url", url: "http://127.0.0.1:1/x.csv" })).rejects.toMatchObject({
      code: "fetch-failed",
    });
  });

  it("stops with the signal's reason while it waits for more", async () => {
    const controller = new AbortController();
    const reading = read({ kind: "url", url: `${base}/slow.csv` }, controller.signal);
    setTimeout(() => controller.abort("enough"), 50);
    await expect(reading).rejects.toBe("enough");
  });
});

describe("openSource of a pumped stream", () => {
  const chunk = (text: string) => new TextEncoder().encode(text);

  it("gives its chunks in order", async () => {
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const text of ["a,", "b\n", "1,2\n"]) controller.enqueue(chunk(text));
        controller.close();
      },
    });
    expect((await read({ kind: "port", port: pump(stream).port })).text).toBe("a,b\n1,2\n");
  });

  it("asks for a chunk only when the last one is used", async () => {
    let pulled = 0;
    const stream = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulled += 1;
          controller.enqueue(chunk("1\n"));
        },
      },
      { highWaterMark: 0 },
    );
    const { bytes } = await openSource({ kind: "port", port: pump(stream).port }, unaborted);
    const chunks = bytes[Symbol.asyncIterator]();
    await chunks.next();
    await chunks.next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(pulled).toBe(2);
    await chunks.return?.();
  });

  it("leaves the caller's chunk as it was", async () => {
    const shared = chunk("xxa\n1\n");
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(shared.subarray(2));
        controller.close();
      },
    });
    expect((await read({ kind: "port", port: pump(stream).port })).text).toBe("a\n1\n");
    expect(shared.length).toBe(6);
  });

  it("keeps what the stream failed with for the caller", async () => {
    const reason = new Error("the tap broke");
    const pumped = pump(new ReadableStream<Uint8Array>({ pull: () => Promise.reject(reason) }));
    await expect(read({ kind: "port", port: pumped.port })).rejects.toMatchObject({ code: "fetch-failed" });
    expect(pumped.failure).toEqual({ reason });
    pumped.stop(undefined);
  });

  it("cancels the stream when the reading is cancelled", async () => {
    let cancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      pull: () => new Promise(() => {}),
      cancel() {
        cancelled = true;
      },
    });
    const controller = new AbortController();
    const reading = read({ kind: "port", port: pump(stream).port }, controller.signal);
    setTimeout(() => controller.abort("enough"), 20);
    await expect(reading).rejects.toBe("enough");
    await vi.waitFor(() => expect(cancelled).toBe(true));
  });
});
