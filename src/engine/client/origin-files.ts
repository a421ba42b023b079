// Tables of binary files: Parquet and Arrow.

import type { ArrowSource, CacheOptions, ColumnsOptions, ParquetSource, WireSource } from "../contract.ts";
import { LeastwiseError } from "./errors.ts";
import { type Origin, streamOrigin, wireOrigin } from "./origin.ts";

/** A Parquet file. @throws LeastwiseError `bad-argument` for what is no source */
export function parquetOrigin(source: ParquetSource, options: ColumnsOptions & CacheOptions): Origin {
  return wireOrigin("readParquet", wireFile(source, "a Blob, bytes or a URL"), options);
}

/** An Arrow file or stream. @throws LeastwiseError `bad-argument` for what is no source */
export function arrowOrigin(source: ArrowSource, options: ColumnsOptions & CacheOptions): Origin {
  if (source instanceof ReadableStream) return streamOrigin("readArrow", source, options);
  return wireOrigin("readArrow", wireFile(source, "a Blob, bytes, a ReadableStream or a URL"), options);
}

/** A file as it travels; bytes become a Blob, which is a copy. */
function wireFile(source: ParquetSource, rule: string): WireSource {
  if (source instanceof Blob) return { kind: "blob", blob: source };
  if (source instanceof URL) return { kind: "url", url: source.href };
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source))
    return { kind: "blob", blob: new Blob([source as BlobPart]) };
  const got = source === null ? "null" : typeof source;
  throw new LeastwiseError("bad-argument", `source: must be ${rule}; got ${got}`, { value: got });
}
