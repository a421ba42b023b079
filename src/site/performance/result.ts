// A race as a file: everything that was measured, and where.

import type { Race } from "./outcome.ts";

/** What the browser tells of the machine. */
export type Machine = Pick<Navigator, "userAgent" | "hardwareConcurrency"> & { deviceMemory?: number };

/** The file's text. */
export function resultText(race: Race, machine: Machine, date: Date): string {
  const { userAgent, hardwareConcurrency: cores, deviceMemory: memory = null } = machine;
  return `${JSON.stringify({ date: date.toISOString(), machine: { userAgent, cores, memory }, ...race }, null, 2)}\n`;
}

/** Let the person save a text. */
export function save(document: Document, name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
