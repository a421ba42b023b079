// The three builds of the kernel, inlined as base64 and decoded here: a data: URL is never fetched, which CSP may forbid.

import relaxedUrl from "../../../build/kernel/relaxed.wasm?url&inline";
import scalarUrl from "../../../build/kernel/scalar.wasm?url&inline";
import simdUrl from "../../../build/kernel/simd.wasm?url&inline";

/** The builds of one kernel source. */
export type Build = "scalar" | "simd" | "relaxed";

const urls: Record<Build, string> = { scalar: scalarUrl, simd: simdUrl, relaxed: relaxedUrl };

/** The bytes of a build. */
export function binaryOf(build: Build): Uint8Array<ArrayBuffer> {
  const url = urls[build];
  const text = atob(url.slice(url.indexOf(",") + 1));
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
