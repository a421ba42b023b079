// Parquet's hybrid of runs and packed bits, which levels and places in a dictionary are written in. Nothing is written beyond
// what was asked for: a damaged length must not take all memory.

/**
 * Fill `out` with values of `width` bits (0 to 32). Throws a plain error where the bytes do not hold as many, or a run is longer
 * than what is left.
 */
export function readHybrid(bytes: Uint8Array, width: number, out: Uint8Array | Int32Array): void {
  if (width > 32) throw new Error(`values of ${width} bits`);
  let at = 0;
  let n = 0;
  while (n < out.length) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = byteAt(bytes, at++);
      header |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
      if (shift > 21) throw new Error("a run without end");
    }
    const count = header >>> 1;
    if ((header & 1) === 0) {
      if (count === 0 || count > out.length - n) throw new Error(`a run of ${count} values for ${out.length - n}`);
      out.fill(littleEndian(bytes, at, (width + 7) >> 3), n, n + count);
      at += (width + 7) >> 3;
      n += count;
    } else {
      if (count === 0) throw new Error("a run of no values");
      // Groups of eight: the last one may be padded.
      const wanted = Math.min(count * 8, out.length - n);
      unpack(bytes.subarray(at), width, out.subarray(n, n + wanted));
      at += count * width;
      n += wanted;
    }
  }
}

/** Values of `width` bits, the lowest first. */
function unpack(bytes: Uint8Array, width: number, out: Uint8Array | Int32Array): void {
  if (Math.ceil((out.length * width) / 8) > bytes.length) throw new Error("packed values beyond their page");
  const mask = width === 32 ? -1 : (1 << width) - 1;
  for (let i = 0; i < out.length; i++) {
    const bit = i * width;
    const skipped = bit % 8;
    let at = Math.floor(bit / 8);
    let value = (bytes[at] ?? 0) >>> skipped;
    for (let have = 8 - skipped; have < width; have += 8) value |= (bytes[++at] as number) << have;
    out[i] = value & mask;
  }
}

function littleEndian(bytes: Uint8Array, at: number, length: number): number {
  let value = 0;
  for (let i = 0; i < length; i++) value |= byteAt(bytes, at + i) << (8 * i);
  return value;
}

function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw new Error("values beyond their page");
  return byte;
}
