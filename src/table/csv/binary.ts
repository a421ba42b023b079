// Files that are no table whatever their name says, recognised by their first bytes.

import { asciiText, NUL, SPACE } from "./bytes.ts";

const PDF = "a PDF";
/** What a server sends where it has no file. */
const HTML = /^\s*<(!doctype\s+html|html)\b/i;
const HTML_BYTES = 256;
/** Bit b is set where byte b has no place in text: 1 to 8, 14 to 25. */
const CONTROLS = 0x03ff_c1fe;
/** So many bytes are looked at for them: noise begins at once. */
const NOISE_BYTES = 65_536;
/** A stray one does no harm; random bytes hold 8 in 100. */
const mostControls = (nBytes: number): number => 4 + 0.02 * nBytes;

/** First bytes by kind of file, from the formats' specifications. */
const MAGIC: readonly (readonly [kind: string, ...bytes: number[]])[] = [
  ["a ZIP archive or Excel workbook (.xlsx)", 0x50, 0x4b, 0x03, 0x04],
  ["an old Excel workbook (.xls)", 0xd0, 0xcf, 0x11, 0xe0],
  [PDF, 0x25, 0x50, 0x44, 0x46, 0x2d],
  ["a PNG picture", 0x89, 0x50, 0x4e, 0x47],
  ["a JPEG picture", 0xff, 0xd8, 0xff],
  ["a GIF picture", 0x47, 0x49, 0x46, 0x38],
  ["a gzip archive", 0x1f, 0x8b],
  ["a Zstandard archive", 0x28, 0xb5, 0x2f, 0xfd],
  ["a Parquet file", 0x50, 0x41, 0x52, 0x31],
  ["an Arrow file", 0x41, 0x52, 0x52, 0x4f, 0x57, 0x31],
  ["an SQLite database", 0x53, 0x51, 0x4c, 0x69, 0x74, 0x65],
  ["UTF-16 text", 0xff, 0xfe],
  ["UTF-16 text", 0xfe, 0xff],
];

/** Control characters among the bytes that text has no use for: all but white space, Ctrl-Z, ESC and the separators. */
function nControls(bytes: Uint8Array, delimiter: number): number {
  let n = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if (byte < SPACE && byte !== delimiter && (CONTROLS & (1 << byte)) !== 0) n++;
  }
  return n;
}

/** What kind of binary file begins with these bytes, in words; `null` where they may be text with this delimiter. */
export function binaryKind(bytes: Uint8Array, delimiter = ","): string | null {
  if (HTML.test(asciiText(bytes, 0, Math.min(bytes.length, HTML_BYTES)))) return "an HTML page";
  const hasNul = bytes.includes(NUL);
  const known = MAGIC.find(([, ...magic]) => magic.every((byte, i) => bytes[i] === byte));
  // A column may well be called PAR1, but text holds no NUL.
  const isText = known?.slice(1).every((byte) => Number(byte) >= SPACE && Number(byte) < 0x7f) && known[0] !== PDF;
  if (known !== undefined && (hasNul || !isText)) return known[0];
  if (hasNul) return "binary data (a NUL byte)";
  const sample = bytes.subarray(0, NOISE_BYTES);
  const isNoise = nControls(sample, delimiter.charCodeAt(0)) > mostControls(sample.length);
  return isNoise ? "binary data (control characters)" : null;
}
