// The end of a Parquet file: what it holds and where. Nothing else of the file is read for it.

import { parquetMetadata } from "hyparquet/src/metadata.js";
import type { FileMetaData } from "hyparquet/src/types.js";
import { LeastwiseError } from "#base/error.ts";
import { damaged, sound } from "../binary-problem.ts";
import { wrongKind } from "../file-kind.ts";
import type { ByteRanges } from "../ranges.ts";

/** Enough for the footer of most files in one request. */
const TAIL_BYTES = 65_536;
/** Length of the footer and magic number. */
const END_BYTES = 8;
const PAR1 = 0x31524150;
/** The magic number of files with an encrypted footer. */
const PARE = 0x45524150;

/**
 * Read a file's footer.
 *
 * @throws LeastwiseError `file-kind`, `file-damaged` (truncated too), `file-encrypted`
 */
export async function readFooter(source: ByteRanges): Promise<FileMetaData> {
  const { byteLength } = source;
  const from = Math.max(0, byteLength - TAIL_BYTES);
  const tail = new Uint8Array(await source.slice(from, byteLength));
  const magic = tail.length < END_BYTES ? 0 : uint32(tail, tail.length - 4);
  if (magic === PARE) throw encrypted("its footer");
  if (magic !== PAR1) throw await noFooter(source);
  const length = uint32(tail, tail.length - END_BYTES) + END_BYTES;
  if (length > byteLength) throw damaged("file", `a footer of ${length} bytes in ${byteLength}`);
  const footer = length <= tail.length ? tail : new Uint8Array(await source.slice(byteLength - length, byteLength));
  return sound("file", () => parquetMetadata(footer, { geoparquet: false }));
}

/** @param what is encrypted, in words */
export function encrypted(what: string): LeastwiseError {
  return new LeastwiseError("file-encrypted", `file: must not be encrypted; got ${what} encrypted`, { value: what });
}

async function noFooter(source: ByteRanges): Promise<LeastwiseError> {
  const { byteLength } = source;
  const head = new Uint8Array(await source.slice(0, Math.min(byteLength, 512)));
  const magic = head.length < 4 ? 0 : uint32(head, 0);
  if (magic === PAR1) return damaged("file", `one that ends after ${byteLength} bytes without a footer`);
  if (magic === PARE) return encrypted("the file");
  return wrongKind("a Parquet file", head);
}

function uint32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
}
