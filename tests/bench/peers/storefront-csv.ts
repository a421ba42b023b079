// The storefront's orders as a CSV, written as a person's export would be.

import { createEngine } from "#engine/index.ts";

/** Rows written at a time. */
const STRETCH = 20_000;

/** Write a header and `rows` rows; gives how many columns there are, and the bytes that they take as columns. */
export async function writeStorefrontCsv(
  rows: number,
  write: (text: string) => void,
): Promise<{ nColumns: number; columnBytes: number }> {
  const engine = await createEngine();
  const table = await engine.generate("storefront", { rows });
  const isWide = table.columns.map(() => false);
  write(`${table.columns.map(({ name }) => name).join(",")}\n`);
  for (let from = 0; from < rows; from += STRETCH) {
    const cells = await table.rows(from, Math.min(from + STRETCH, rows));
    write(`${cells.map((row) => row.map((value) => value ?? "").join(",")).join("\n")}\n`);
    for (const row of cells) {
      for (const [c, value] of row.entries()) {
        if (typeof value === "number" && Math.fround(value) !== value) isWide[c] = true;
      }
    }
  }
  engine.close();
  return { nColumns: isWide.length, columnBytes: rows * isWide.reduce((sum, wide) => sum + (wide ? 8 : 4), 0) };
}
