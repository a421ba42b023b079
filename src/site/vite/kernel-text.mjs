// Writes each build of the kernel as text, a character a byte, for src/kernel/wasm/binary.ts to import. Base64 would cut bytes across
// characters, and what compresses a bundle would find little of what the builds have in common.

import { readFileSync, writeFileSync } from "node:fs";

/** The character of byte 0: the others follow, and need no escape but the backslash. */
const FIRST = 0x23;

for (const build of ["scalar", "simd", "relaxed"]) {
  const bytes = readFileSync(`build/kernel/${build}.wasm`);
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte + FIRST)).join("");
  writeFileSync(`build/kernel/${build}.txt`, text);
}
