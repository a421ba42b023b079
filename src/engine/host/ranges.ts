// Ranges of bytes of a file or an address, for what need not be read whole.

import { LeastwiseError } from "#base/error.ts";
import type { ByteRanges } from "#table/ranges.ts";
import type { WireSource } from "../contract.ts";
import { fileChanged, wordsOf } from "./source.ts";

/**
 * Open a source for reading in ranges. An address whose host serves none is read whole, once.
 *
 * @throws LeastwiseError `bad-argument` for a source that has no ranges; while reading `source-changed` and `fetch-failed`
 */
export async function openRanges(source: WireSource, signal: AbortSignal): Promise<ByteRanges> {
  switch (source.kind) {
    case "blob":
      return blobRanges(source.blob);
    case "url":
      return urlRanges(source.url, signal);
    case "text":
    case "port":
      throw new LeastwiseError("bad-argument", `source: must be a Blob, bytes or a URL; got a ${source.kind}`);
    default:
      return source satisfies never;
  }
}

function blobRanges(blob: Blob): ByteRanges {
  return {
    byteLength: blob.size,
    slice: (from, to) =>
      blob
        .slice(from, to)
        .arrayBuffer()
        .catch((error: unknown) => {
          throw fileChanged(error);
        }),
  };
}

async function urlRanges(url: string, signal: AbortSignal): Promise<ByteRanges> {
  const head = await ask(url, { method: "HEAD", signal }).catch(() => null);
  signal.throwIfAborted();
  const length = Number(head?.headers.get("content-length") ?? Number.NaN);
  // The length of an encoded answer is not that of the file.
  if (!head?.ok || !(length > 0) || head.headers.has("content-encoding")) return whole(url, signal);
  const version = versionOf(head);
  let all: ByteRanges | null = null;
  const slice = async (from: number, to: number): Promise<ArrayBuffer> => {
    if (all !== null) return all.slice(from, to);
    if (from >= to) return new ArrayBuffer(0);
    // A plain range needs no preflight; more headers would.
    const answer = await ask(url, { headers: { range: `bytes=${from}-${to - 1}` }, signal });
    if (answer.status === 416 || versionOf(answer) !== version) throw changed(url, "another version of it");
    const bytes = await bodyOf(answer, url, signal);
    if (answer.status === 206) {
      if (bytes.byteLength !== to - from) throw changed(url, `${bytes.byteLength} bytes of ${to - from}`);
      return bytes;
    }
    all = inMemory(bytes);
    if (bytes.byteLength !== length) throw changed(url, `${bytes.byteLength} bytes of ${length}`);
    return all.slice(from, to);
  };
  return { byteLength: length, slice };
}

async function whole(url: string, signal: AbortSignal): Promise<ByteRanges> {
  return inMemory(await bodyOf(await ask(url, { signal }), url, signal));
}

function inMemory(bytes: ArrayBuffer): ByteRanges {
  return { byteLength: bytes.byteLength, slice: async (from, to) => bytes.slice(from, to) };
}

/** What tells one version of a file from another, as far as its host says; "" where it says nothing. */
export function versionOf({ headers }: Response): string {
  return headers.get("etag") ?? headers.get("last-modified") ?? "";
}

async function ask(url: string, init: RequestInit & { signal: AbortSignal }): Promise<Response> {
  return fetch(url, init).catch((error: unknown) => {
    init.signal.throwIfAborted();
    throw failed(url, `no answer (${wordsOf(error)})`);
  });
}

async function bodyOf(answer: Response, url: string, signal: AbortSignal): Promise<ArrayBuffer> {
  if (!answer.ok) {
    answer.body?.cancel().catch(() => {});
    throw failed(url, `status ${answer.status}`);
  }
  return answer.arrayBuffer().catch((error: unknown) => {
    signal.throwIfAborted();
    throw failed(url, `a broken answer (${wordsOf(error)})`);
  });
}

function failed(url: string, got: string): LeastwiseError {
  return new LeastwiseError("fetch-failed", `address: must lead to a file; got ${got} from ${url}`, { value: url });
}

function changed(url: string, got: string): LeastwiseError {
  return new LeastwiseError("source-changed", `file: must stay as it was; got ${got} from ${url}`, { value: url });
}
