import { gzipSync } from "node:zlib";
import { describe, expect, it, vi } from "vitest";
import { readCsv } from "#table/csv/read.ts";
import type { ReadProgress } from "#table/types.ts";
import { bytesOf, inPieces } from "../../helpers/csv.ts";

const TEXT = `a,b\n${Array.from({ length: 50_000 }, (_, i) => `${i},x${i % 7}\n`).join("")}`;
const PACKED = new Uint8Array(gzipSync(TEXT));

describe("readCsv of gzip", () => {
  it("reads what is packed, however the bytes arrive", async () => {
    const plain = await readCsv(inPieces(bytesOf(TEXT), 1 << 16), {});
    for (const length of [100, 1 << 20]) expect(await readCsv(inPieces(PACKED, length), {})).toEqual(plain);
    expect(await readCsv(inPieces(PACKED, 1001), { partBytes: 5000 })).toEqual(plain);
  });

  it("counts the packed bytes", async () => {
    const seen: ReadProgress[] = [];
    await readCsv(inPieces(PACKED, 1000), { totalBytes: PACKED.length, onProgress: (now) => seen.push(now) });
    expect(seen.at(-1)).toEqual({ rows: 50_000, bytes: PACKED.length, totalBytes: PACKED.length, secondsLeft: 0 });
  });

  it.each([3, 9, 1000, PACKED.length - 9, PACKED.length - 1])(
    "refuses one that ends early, after %d bytes",
    async (n) => {
      await expect(readCsv(inPieces(PACKED.slice(0, n), 500), {})).rejects.toMatchObject({
        code: "gzip-broken",
        message: "file: must be a whole gzip stream; got one that ends early",
      });
    },
  );

  it("refuses damaged bytes, saying so", async () => {
    const damaged = PACKED.slice();
    damaged.fill(0xff, 200, 400);
    await expect(readCsv(inPieces(damaged, 500), {})).rejects.toMatchObject({
      code: "gzip-broken",
      message: expect.stringMatching(/damaged bytes/),
    });
  });

  it("passes on what the source throws, and the reason of an abort", async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield PACKED.slice(0, 1000);
      throw new Error("the network is gone");
    }
    await expect(readCsv(failing(), {})).rejects.toThrow("the network is gone");
    async function* stalled(): AsyncGenerator<Uint8Array> {
      yield PACKED.slice(0, 1000);
      await new Promise(() => {});
    }
    const controller = new AbortController();
    const reading = readCsv(stalled(), { signal: controller.signal });
    setTimeout(() => controller.abort("enough"), 5);
    await expect(reading).rejects.toBe("enough");
  });

  it("lets the source go after an error in what is packed", async () => {
    let ended = false;
    const bad = new Uint8Array(gzipSync(`a,b\n1\n${"2,3\n".repeat(300_000)}`));
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        yield bad.slice(0, 500);
        yield bad.slice(500, 1000);
        yield bad.slice(1000);
        yield new Uint8Array(0);
      } finally {
        ended = true;
      }
    }
    await expect(readCsv(source(), {})).rejects.toMatchObject({ code: "csv-ragged-row" });
    await vi.waitFor(() => expect(ended).toBe(true));
  });
});

describe("readCsv of a web page", () => {
  it.each(["<!DOCTYPE html>\n<html>", "\n <html lang=en>", "<!doctype html><p>a,b"])("refuses %j", async (text) => {
    await expect(readCsv(inPieces(bytesOf(text), 100), {})).rejects.toMatchObject({
      code: "csv-binary",
      message: "file: must be text with rows; got an HTML page",
    });
  });
});
