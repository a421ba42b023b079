// What a file is whose first bytes are not those that were expected, in words.

import { LeastwiseError } from "#base/error.ts";
import { binaryKind } from "./csv/binary.ts";

/** The error of a file that is of another kind than `wanted`, from its first bytes. */
export function wrongKind(wanted: string, beginning: Uint8Array): LeastwiseError {
  const got = kindOf(beginning);
  return new LeastwiseError("file-kind", `file: must be ${wanted}; got ${got}`, { value: got });
}

function kindOf(beginning: Uint8Array): string {
  if (beginning.length === 0) return "an empty file";
  const text = new TextDecoder().decode(beginning.subarray(0, 256));
  if (/^\s*<(!doctype html|html|head|body)\b/i.test(text)) return "a web page (HTML)";
  return binaryKind(beginning) ?? "text";
}
