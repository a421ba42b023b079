// Makes the data of the race off the page's thread, and hands it over.

import { csvOf, type DesignSize, makeDesign } from "./design.ts";

/** What is asked: a size, and how many rows to print as CSV too. */
export interface MakeRequest extends DesignSize {
  csvRows: number;
}

/** What comes back, in turn: shares of the work, then the columns. */
export type MakeReply =
  | { kind: "share"; share: number }
  | { kind: "made"; columns: Record<string, Float64Array<ArrayBuffer>>; milliseconds: number; csv: Blob | null };

/** Share of the work that the columns are where CSV is printed too. */
const COLUMNS_PART = 0.7;

const post = (reply: MakeReply, transfer: Transferable[] = []) => self.postMessage(reply, { transfer });

self.addEventListener("message", ({ data }: MessageEvent<MakeRequest>) => {
  const began = performance.now();
  const part = data.csvRows > 0 ? COLUMNS_PART : 1;
  const columns = makeDesign(data, (share) => post({ kind: "share", share: share * part })) as Record<
    string,
    Float64Array<ArrayBuffer>
  >;
  const milliseconds = performance.now() - began;
  const csv = data.csvRows > 0 ? new Blob([csvOf(columns, Math.min(data.rows, data.csvRows))]) : null;
  const buffers = Object.values(columns).map(({ buffer }) => buffer);
  post({ kind: "made", columns, milliseconds, csv }, buffers);
});
