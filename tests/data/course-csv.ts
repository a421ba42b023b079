// The generated data sets as the text of a CSV: shortest decimals that give the same doubles, LF, no quotes.

import { referenceBackend } from "#kernel/reference/backend.ts";
import { generate, generated } from "#table/generate.ts";
import { previewRows } from "#table/preview.ts";

export function courseCsv(): { id: string; text: string }[] {
  const backend = referenceBackend();
  return generated.map((id) => {
    const table = generate(id, backend, {});
    const header = table.columns.map(({ info }) => info.name);
    const rows = [header, ...previewRows(table, 0, table.nRows)];
    return { id, text: rows.map((row) => `${row.join(",")}\n`).join("") };
  });
}
