// Moments of a source whose rows are not kept.

import { proxy, transfer } from "comlink";
import type {
  CallOptions,
  CsvOptions,
  CsvSource,
  GeneratedSource,
  Moments,
  MomentsSource,
  ReadProgress,
} from "../contract.ts";
import type { Connection } from "./connection.ts";
import { wireSource } from "./origin.ts";
import { type Pump, pump } from "./pump.ts";

/** Have a host sum a source up. @throws LeastwiseError `bad-argument` for what is no source */
export async function momentsRead(
  connection: Connection,
  source: CsvSource | GeneratedSource,
  formula: string,
  { signal, onProgress, ...options }: CsvOptions & CallOptions,
): Promise<Moments> {
  const pumped = source instanceof ReadableStream ? pump(source) : null;
  const wire = pumped ? portOf(pumped) : sourceOf(source as Exclude<typeof source, ReadableStream>);
  let live = true;
  const reporter = onProgress ? proxy((now: ReadProgress) => live && onProgress(now)) : null;
  try {
    return await connection.call("readMoments", (call) => [call, wire, formula, options, reporter], { signal });
  } catch (error) {
    pumped?.stop(error);
    throw pumped?.failure ? pumped.failure.reason : error;
  } finally {
    live = false;
  }
}

function portOf({ port }: Pump): MomentsSource {
  return transfer({ kind: "port", port }, [port]);
}

function sourceOf(source: Exclude<CsvSource, ReadableStream> | GeneratedSource): MomentsSource {
  if (typeof source === "object" && source !== null && "generate" in source) {
    const { generate: name, ...options } = source;
    return { kind: "generated", name, options };
  }
  return wireSource(source);
}
