import { describe, expect, it } from "vitest";
import { readCsv } from "#table/csv/read.ts";
import type { ReadProgress } from "#table/types.ts";
import { bytesOf, inPieces } from "../../helpers/csv.ts";

/** As much as is read between two turns of the event loop. */
const SLICE_BYTES = 1 << 20;
const ROW = `${Array.from({ length: 20 }, (_, j) => (j * 1.25).toFixed(2)).join(",")}\n`;
const HEADER = `${Array.from({ length: 20 }, (_, j) => `x${j}`).join(",")}\n`;
const PIECE = bytesOf(ROW.repeat(Math.ceil((1 << 20) / ROW.length)));
const TOTAL = 200 * 2 ** 20;

/** A file of 200 MB that never is in memory; `asked` counts the pieces taken, `ended` says that it was let go. */
function bigFile(): { source: AsyncIterable<Uint8Array>; state: { asked: number; ended: boolean } } {
  const state = { asked: 0, ended: false };
  async function* pieces(): AsyncGenerator<Uint8Array> {
    try {
      yield bytesOf(HEADER);
      for (let n = 0; n < TOTAL; n += PIECE.length) {
        state.asked++;
        yield PIECE;
      }
    } finally {
      state.ended = true;
    }
  }
  return { source: pieces(), state };
}

describe("readCsv, aborted", () => {
  it("leaves a file of 200 MB half-way, at once, with the reason", async () => {
    const { source, state } = bigFile();
    const controller = new AbortController();
    const reason = new Error("the person changed their mind");
    let abortedAt = Number.NaN;
    const reading = readCsv(source, {
      signal: controller.signal,
      totalBytes: TOTAL,
      onProgress({ bytes }) {
        if (bytes < TOTAL / 2 || controller.signal.aborted) return;
        // As a person does: by an event of its own, which only a reader that yields lets in.
        setTimeout(() => {
          abortedAt = performance.now();
          controller.abort(reason);
        });
      },
    });
    await expect(reading).rejects.toBe(reason);
    const late = performance.now() - abortedAt;
    expect(state.ended).toBe(true);
    expect(state.asked * PIECE.length).toBeLessThan(0.75 * TOTAL);
    console.info(`aborted at ${state.asked} MiB of 200, rejected ${late.toFixed(1)} ms later`);
  });

  it("notices an abort within one large piece", async () => {
    const piece = bytesOf(HEADER + ROW.repeat(Math.ceil((16 * SLICE_BYTES) / ROW.length)));
    const controller = new AbortController();
    let rows = 0;
    const reading = readCsv(inPieces(piece, piece.length), {
      signal: controller.signal,
      onProgress(progress) {
        rows = progress.rows;
        setTimeout(() => controller.abort(), 0);
      },
    });
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
    expect(rows * ROW.length).toBeLessThan(piece.length / 2);
  });

  it("rejects at once when aborted before it began, and asks for nothing", async () => {
    const { source, state } = bigFile();
    await expect(readCsv(source, { signal: AbortSignal.abort("never mind") })).rejects.toBe("never mind");
    expect(state.asked).toBe(0);
  });

  it("rejects although the source has stalled", async () => {
    const controller = new AbortController();
    async function* stalled(): AsyncGenerator<Uint8Array> {
      yield bytesOf("a,b\n1,2\n");
      await new Promise(() => {});
    }
    const reading = readCsv(stalled(), { signal: controller.signal });
    setTimeout(() => controller.abort("enough"), 5);
    await expect(reading).rejects.toBe("enough");
  });

  it("passes on what the source throws, and lets a source go after an error of its own", async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield bytesOf("a,b\n1,2\n");
      throw new Error("the network is gone");
    }
    await expect(readCsv(failing(), {})).rejects.toThrow("the network is gone");
    let ended = false;
    async function* ragged(): AsyncGenerator<Uint8Array> {
      try {
        yield bytesOf(`a,b\n1\n${"2,3\n".repeat(SLICE_BYTES)}`);
        yield bytesOf("4,5\n");
      } finally {
        ended = true;
      }
    }
    await expect(readCsv(ragged(), {})).rejects.toMatchObject({ code: "csv-ragged-row" });
    expect(ended).toBe(true);
  });
});

describe("readCsv, progress", () => {
  it("tells rows and bytes about once a MiB, rising, and the whole at the end", async () => {
    const text = HEADER + ROW.repeat(Math.ceil((5 << 20) / ROW.length));
    const seen: ReadProgress[] = [];
    const bytes = bytesOf(text);
    const { table } = await readCsv(inPieces(bytes, 10_000), {
      totalBytes: bytes.length,
      onProgress: (progress) => seen.push(progress),
    });
    expect(seen.length).toBeGreaterThanOrEqual(4);
    expect(seen.length).toBeLessThanOrEqual(8);
    expect(seen.every((progress, i) => i === 0 || progress.bytes > (seen[i - 1] as ReadProgress).bytes)).toBe(true);
    expect(seen.at(-1)).toEqual({ rows: table.nRows, bytes: bytes.length, totalBytes: bytes.length, secondsLeft: 0 });
  });

  it("does not make up a total", async () => {
    const seen: ReadProgress[] = [];
    await readCsv(inPieces(bytesOf("a\n1\n"), 4), { onProgress: (progress) => seen.push(progress) });
    expect(seen).toEqual([{ rows: 1, bytes: 4 }]);
  });
});
