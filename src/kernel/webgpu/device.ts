// A GPU that answers, or why there is none: no API, no adapter, one that throws or is silent, a device that is refused or lost.

/** What a page is told of the GPU. */
export interface AdapterInfo {
  /** Vendor and architecture, as far as the browser tells. */
  adapter: string;
  /** Whether it is software that stands in for a GPU. */
  isFallback: boolean;
}

/** A device that can be used. */
export interface Gpu extends AdapterInfo {
  device: GPUDevice;
  /** Whether the language has the packed dot product of 8-bit integers. */
  packed: boolean;
  /** Whether passes can be timed on the device. */
  timed: boolean;
  /** Why the device is gone; null while it is not. */
  lost: string | null;
}

/** An adapter, or why there is none, as the end of a sentence. */
export type FoundAdapter = { adapter: GPUAdapter; info: AdapterInfo } | { missing: string };

export const NO_WEBGPU = "there is no WebGPU";

const PACKED_DOT = "packed_4x8_integer_dot_product";

/** Without the full stop that a browser may put at its end: it becomes part of a sentence. */
export const wordsOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).trim().replace(/\.$/, "");

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function infoOf({ info }: GPUAdapter): AdapterInfo {
  const parts = [info.vendor, info.architecture, info.device, info.description];
  const words = [...new Set(parts.filter((part) => part !== ""))].join(" ");
  return { adapter: words || "an adapter without a name", isFallback: info.isFallbackAdapter };
}

/** The WebGPU of this page or worker. A policy may let the very look at it throw. */
export function gpuHere(): GPU | undefined {
  try {
    return (globalThis as { navigator?: { gpu?: GPU } }).navigator?.gpu;
  } catch {
    return undefined;
  }
}

/** Ask for an adapter; never throws. */
export async function findAdapter(gpu: GPU | undefined, ms: number): Promise<FoundAdapter> {
  if (!gpu) return { missing: NO_WEBGPU };
  try {
    const adapter = await within(ms, Promise.resolve(gpu.requestAdapter({ powerPreference: "high-performance" })));
    return adapter ? { adapter, info: infoOf(adapter) } : { missing: "WebGPU finds no adapter" };
  } catch (error) {
    return { missing: `WebGPU gives no adapter (${wordsOf(error)})` };
  }
}

/**
 * Open the device of an adapter, with the limits that every device has.
 *
 * @throws Error with words of the browser where the device is refused, silent or lost at once
 */
export async function openDevice(gpu: GPU, { adapter, info }: { adapter: GPUAdapter; info: AdapterInfo }, ms: number) {
  const timed = adapter.features.has("timestamp-query");
  const device = await within(ms, adapter.requestDevice(timed ? { requiredFeatures: ["timestamp-query"] } : {}));
  const opened: Gpu = {
    ...info,
    device,
    packed: gpu.wgslLanguageFeatures?.has(PACKED_DOT) ?? false,
    timed,
    lost: null,
  };
  device.lost.then(
    ({ message }) => {
      opened.lost = message.trim().replace(/\.$/, "") || "the device was lost";
    },
    () => {},
  );
  return opened;
}
