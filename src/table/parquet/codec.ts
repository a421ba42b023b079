// Decompression of Parquet pages.

import { snappyUncompress } from "hyparquet/src/snappy.js";
import type { CompressionCodec } from "hyparquet/src/types.js";
import { LeastwiseError } from "#base/error.ts";
import { quote } from "../column.ts";
import { lz4Block } from "../lz4.ts";
import { unzstd } from "../zstd.ts";

type Uncompress = (bytes: Uint8Array, size: number) => Uint8Array | Promise<Uint8Array>;

const UNCOMPRESS: Partial<Record<CompressionCodec, Uncompress>> = {
  UNCOMPRESSED: (bytes) => bytes,
  SNAPPY: unsnappy,
  ZSTD: unzstd,
  GZIP: gunzip,
  LZ4_RAW: lz4Block,
};

/** @throws LeastwiseError `file-codec` for a codec that cannot be read */
export function requireCodec(codec: CompressionCodec, column: string): void {
  if (UNCOMPRESS[codec] !== undefined) return;
  const known = Object.keys(UNCOMPRESS).join(", ");
  const message = `column ${quote(column)}: must be compressed by one of ${known}; got ${codec}`;
  throw new LeastwiseError("file-codec", message, { at: { column }, value: codec });
}

/** The `size` bytes that were compressed. Throws a plain error where they do not come out. */
export async function uncompress(bytes: Uint8Array, size: number, codec: CompressionCodec): Promise<Uint8Array> {
  if (size === 0) return new Uint8Array(0);
  const page = (await UNCOMPRESS[codec]?.(bytes, size)) ?? bytes;
  if (page.length !== size) throw new Error(`a page of ${page.length} bytes instead of ${size}`);
  return page;
}

function unsnappy(bytes: Uint8Array, size: number): Uint8Array {
  const page = new Uint8Array(size);
  snappyUncompress(bytes, page);
  return page;
}

async function gunzip(bytes: Uint8Array): Promise<Uint8Array> {
  const body = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(body).arrayBuffer());
}
