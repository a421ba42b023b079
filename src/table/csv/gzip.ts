// A packed source, unpacked as it is read.

import { LeastwiseError } from "#base/error.ts";
import type { Input } from "./input.ts";

const MAGIC = [0x1f, 0x8b];
/** How engines say that the stream ended before its end. */
const EARLY = /unexpected end|truncated|incomplete|premature|input ended/i;

export function isGzip(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/**
 * The bytes that a gzip stream holds; what its source throws is passed on.
 *
 * @throws LeastwiseError `gzip-broken`
 */
export async function* unzipped(packed: Input): AsyncGenerator<Uint8Array, void, void> {
  const { readable, writable } = new DecompressionStream("gzip");
  const reader = readable.getReader();
  const state: { failed: { reason: unknown } | null } = { failed: null };
  const feeding = feed(packed, writable, state);
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw state.failed ? state.failed.reason : broken(error);
      });
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {});
    packed.close();
    feeding.catch(() => {});
  }
}

/** Writes wait for the reader: that is the back-pressure. */
async function feed(
  packed: Input,
  writable: WritableStream<BufferSource>,
  state: { failed: { reason: unknown } | null },
) {
  const writer = writable.getWriter();
  // A write rejects when the bytes are no gzip, of which the reader hears too.
  writer.closed.catch(() => {});
  try {
    for (let piece = await packed.piece(); piece !== null; piece = await packed.piece()) {
      const written = writer.write(piece as Uint8Array<ArrayBuffer>);
      await written.catch((reason: unknown) => Promise.reject({ reason, ours: true }));
    }
    await writer.close().catch(() => {});
  } catch (error) {
    if ((error as { ours?: boolean } | null)?.ours === true) return;
    state.failed = { reason: error };
    writer.abort(error).catch(() => {});
  }
}

function broken(error: unknown): LeastwiseError {
  const words = error instanceof Error ? `${error.message} ${String(error.cause ?? "")}` : String(error);
  const got = EARLY.test(words) ? "one that ends early" : `damaged bytes (${words.trim()})`;
  return new LeastwiseError("gzip-broken", `file: must be a whole gzip stream; got ${got}`, { value: got });
}
