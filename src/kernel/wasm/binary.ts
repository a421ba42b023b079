// The three builds of the kernel, inlined as text and decoded here: a data: URL is never fetched, which CSP may forbid.

import relaxedText from "../../../build/kernel/relaxed.txt?raw";
import scalarText from "../../../build/kernel/scalar.txt?raw";
import simdText from "../../../build/kernel/simd.txt?raw";

/** The builds of one kernel source. */
export type Build = "scalar" | "simd" | "relaxed";

const texts: Record<Build, string> = { scalar: scalarText, simd: simdText, relaxed: relaxedText };

/** The character of byte 0, as src/site/vite/kernel-text.mjs writes it. */
const FIRST = 0x23;

/** The bytes of a build. */
export function binaryOf(build: Build): Uint8Array<ArrayBuffer> {
  const text = texts[build];
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i) - FIRST;
  return bytes;
}
