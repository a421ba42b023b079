// LZ4, which is only ever unpacked here: single blocks as Parquet has them (LZ4_RAW), and frames of blocks as Arrow has them.

const FRAME = 0x184d2204;
const MIN_MATCH = 4;
/** A length of which more bytes follow. */
const MORE = 15;

/** The `size` bytes that a block holds. Throws a plain error where it holds others. */
export function lz4Block(bytes: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  if (unpack(bytes, out, 0) !== size) throw new Error("LZ4: a block that is too short");
  return out;
}

/** The `size` bytes that a frame holds; its checksums are passed over. Throws a plain error where it holds others. */
export function lz4Frame(bytes: Uint8Array, size: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(0, true) !== FRAME) throw new Error("LZ4: no frame");
  const flags = view.getUint8(4);
  const hasBlockSums = (flags & 16) !== 0;
  let from = 7 + ((flags & 8) !== 0 ? 8 : 0) + ((flags & 1) !== 0 ? 4 : 0);
  const out = new Uint8Array(size);
  let at = 0;
  for (;;) {
    const word = view.getUint32(from, true);
    from += 4;
    if (word === 0) break;
    const n = word & 0x7fff_ffff;
    const block = bytes.subarray(from, from + n);
    if (block.length !== n || n === 0) throw new Error("LZ4: a block that is cut");
    if (word >>> 31 === 1) {
      out.set(block, at);
      at += n;
    } else at = unpack(block, out, at);
    from += n + (hasBlockSums ? 4 : 0);
  }
  if (at !== size) throw new Error(`LZ4: ${at} bytes instead of ${size}`);
  return out;
}

/** Unpack a block behind what is unpacked, which it may refer to; where it ends. */
function unpack(bytes: Uint8Array, out: Uint8Array, start: number): number {
  let from = 0;
  let at = start;
  const more = (length: number): number => {
    let sum = length;
    for (let byte = 255; byte === 255; sum += byte) byte = bytes[from++] ?? 0;
    return sum;
  };
  while (from < bytes.length) {
    const token = bytes[from++] as number;
    const nLiteral = token >> 4 === MORE ? more(MORE) : token >> 4;
    if (nLiteral > bytes.length - from || nLiteral > out.length - at) throw new Error("LZ4: text beyond its end");
    out.set(bytes.subarray(from, from + nLiteral), at);
    from += nLiteral;
    at += nLiteral;
    if (from >= bytes.length) break;
    const offset = (bytes[from] as number) | ((bytes[from + 1] ?? 0) << 8);
    from += 2;
    const nMatch = ((token & MORE) === MORE ? more(MORE) : token & MORE) + MIN_MATCH;
    if (offset === 0 || offset > at || nMatch > out.length - at) throw new Error("LZ4: a copy out of bounds");
    at = repeat(out, at, { offset, nMatch });
  }
  return at;
}

/** Copy what was written `offset` bytes before; the copy may read what it has just written. */
function repeat(out: Uint8Array, at: number, { offset, nMatch }: { offset: number; nMatch: number }): number {
  if (offset >= nMatch) {
    out.copyWithin(at, at - offset, at - offset + nMatch);
    return at + nMatch;
  }
  for (let end = at + nMatch, to = at; to < end; to++) out[to] = out[to - offset] as number;
  return at + nMatch;
}
