// The bytes of a CSV, wherever they come from: text, a file, a URL, or a page that pumps a stream through a port.

import { LeastwiseError } from "#base/error.ts";
import type { PumpReply, PumpRequest, WireSource } from "../contract.ts";

/** Characters of text that are encoded at a time. */
const TEXT_STEP = 1 << 17;
/** Bytes of a file that are read at a time where memory is used again: few enough for a near cache. */
const PIECE_BYTES = 1 << 19;

/** What is read, and how long it is where the source says so. */
export interface ByteSource {
  bytes: AsyncIterable<Uint8Array>;
  totalBytes?: number;
}

/**
 * Open a source. `signal` ends a request, and a wait for the page.
 *
 * @param reuses whether a piece may be overwritten once the next one is asked for: new memory for each takes longer than
 * the reading of a file
 * @throws LeastwiseError `fetch-failed`, or while reading `source-changed` (the file is gone) and `fetch-failed`
 */
export async function openSource(source: WireSource, signal: AbortSignal, reuses = false): Promise<ByteSource> {
  switch (source.kind) {
    case "text":
      return { bytes: encoded(source.text) };
    case "blob":
      return { bytes: wholeBlob(source.blob, reuses), totalBytes: source.blob.size };
    case "url":
      return openUrl(source.url, signal);
    case "port":
      return { bytes: pumped(source.port, signal) };
    default:
      return source satisfies never;
  }
}

async function* encoded(text: string): AsyncIterable<Uint8Array> {
  const encoder = new TextEncoder();
  let from = 0;
  while (from < text.length) {
    let to = Math.min(from + TEXT_STEP, text.length);
    const last = text.charCodeAt(to - 1);
    // The two halves of a surrogate pair are one character.
    if (to < text.length && last >= 0xd800 && last < 0xdc00) to += 1;
    yield encoder.encode(text.slice(from, to));
    from = to;
  }
}

/** What gives the pieces of a stream. */
type PieceReader = Pick<ReadableStreamDefaultReader<Uint8Array>, "read" | "cancel">;

/** Reads a stream into the same memory again and again, where it lets itself be read so. */
function reusingReader(stream: ReadableStream<Uint8Array>): PieceReader {
  let reader: ReadableStreamBYOBReader;
  try {
    reader = stream.getReader({ mode: "byob" });
  } catch {
    return stream.getReader();
  }
  let memory = new ArrayBuffer(PIECE_BYTES);
  return {
    async read() {
      const { done, value } = await reader.read(new Uint8Array(memory));
      if (done || !value) return { done: true, value: undefined };
      memory = value.buffer;
      return { done, value };
    },
    cancel: (reason) => reader.cancel(reason),
  };
}

/** The bytes of a stream; `explain` makes the error that is thrown of the one that the stream ends with. */
async function* streamBytes(
  stream: ReadableStream<Uint8Array>,
  explain: (error: unknown) => unknown,
  reader: PieceReader = stream.getReader(),
) {
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw explain(error);
      });
      ended = done;
      if (done) return;
      yield value;
    }
  } finally {
    // Left early: whoever feeds the stream may stop.
    if (!ended) reader.cancel().catch(() => {});
  }
}

/** A file that became shorter since it was chosen may end without an error. */
async function* wholeBlob(blob: Blob, reuses: boolean) {
  let n = 0;
  const stream = blob.stream();
  for await (const bytes of streamBytes(stream, fileChanged, reuses ? reusingReader(stream) : undefined)) {
    n += bytes.length;
    yield bytes;
  }
  if (n !== blob.size) throw fileChanged(`${n} of ${blob.size} bytes`);
}

/** What went wrong, in the words of whoever threw it. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The error of a file that cannot be read any more. */
export function fileChanged(error: unknown): LeastwiseError {
  return new LeastwiseError("source-changed", `file: must be as it was when it was chosen; got ${wordsOf(error)}`);
}

async function openUrl(url: string, signal: AbortSignal): Promise<ByteSource> {
  const failed = (got: string) => {
    signal.throwIfAborted();
    return new LeastwiseError("fetch-failed", `address: must lead to a file; got ${got} from ${url}`, { value: url });
  };
  const response = await fetch(url, { signal }).catch((error: unknown) => {
    throw failed(`no answer (${wordsOf(error)})`);
  });
  if (!response.ok) {
    response.body?.cancel().catch(() => {});
    throw failed(`status ${response.status}`);
  }
  const { body, headers } = response;
  if (/^text\/html\b/i.test(headers.get("content-type") ?? "")) {
    body?.cancel().catch(() => {});
    throw failed("an HTML page");
  }
  const bytes = body ? streamBytes(body, (error) => failed(`a broken answer (${wordsOf(error)})`)) : encoded("");
  const length = Number(headers.get("content-length") ?? Number.NaN);
  // The length of an encoded body is not that of what is read.
  return length > 0 && !headers.has("content-encoding") ? { bytes, totalBytes: length } : { bytes };
}

/** Chunks that the page sends one at a time, each when it is asked for: that is the back-pressure. */
async function* pumped(port: MessagePort, signal: AbortSignal) {
  const ask = (request: PumpRequest) => port.postMessage(request);
  let refuse: (reason: unknown) => void = () => {};
  const cancelled = () => refuse(signal.reason);
  signal.addEventListener("abort", cancelled);
  try {
    for (;;) {
      const reply = await new Promise<PumpReply>((resolve, reject) => {
        refuse = reject;
        port.onmessage = ({ data }: MessageEvent<PumpReply>) => resolve(data);
        ask("pull");
      });
      if (reply.kind === "end") return;
      // The page knows why, and tells the caller.
      if (reply.kind === "failed") throw new LeastwiseError("fetch-failed", "stream: must end well; got an error");
      yield reply.bytes;
    }
  } finally {
    signal.removeEventListener("abort", cancelled);
    ask("stop");
    port.close();
  }
}
