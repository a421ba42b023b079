// What WebAssembly can do here: found by trying, never by name of the browser and never by timing.

import { binaryOf } from "./wasm/binary.ts";
import { startKernel } from "./wasm/instance.ts";

/** Each is undefined where it works, else why it does not, as the end of a sentence. */
export interface Missing {
  scalar?: string;
  simd?: string;
  relaxed?: string;
}

/** Its square needs more bits than a double has: 1 + 8ε + 16ε². */
const INEXACT = 1 + 4 * Number.EPSILON;

/** The engines' words for a policy are long and all different. */
function whyRefused(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /content.security.policy|\bCSP\b|unsafe-eval/i.test(message)
    ? "the page's content security policy forbids WebAssembly ('wasm-unsafe-eval' would allow it)"
    : `WebAssembly does not start (${message})`;
}

async function whyNoWasm(): Promise<string | undefined> {
  if (typeof WebAssembly === "undefined") return "WebAssembly is missing";
  try {
    await startKernel("scalar");
    return undefined;
  } catch (error) {
    return whyRefused(error);
  }
}

async function whyNoRelaxed(): Promise<string | undefined> {
  if (!WebAssembly.validate(binaryOf("relaxed"))) return "relaxed SIMD is missing";
  const { call } = await startKernel("relaxed");
  return call.multiply_add_fuses(INEXACT) ? undefined : "the relaxed multiply-add rounds twice on this machine";
}

/** Try all builds. */
export async function findMissing(): Promise<Missing> {
  const scalar = await whyNoWasm();
  if (scalar !== undefined) return { scalar, simd: scalar, relaxed: scalar };
  if (!WebAssembly.validate(binaryOf("simd"))) return { simd: "SIMD is missing", relaxed: "SIMD is missing" };
  const relaxed = await whyNoRelaxed();
  return relaxed === undefined ? {} : { relaxed };
}
