// The list of edits by which a lost table is made again.

import { describe, expect, it } from "vitest";
import { withEdit } from "#engine/client/edits.ts";
import type { TableEdit } from "#engine/contract.ts";

const set = (row: number, column: string, value: number): TableEdit => ({
  set: [{ row, values: [{ column, value }] }],
});

describe("withEdit", () => {
  it("keeps a long drag of one point as one edit", () => {
    let edits: TableEdit[] = [];
    for (let i = 0; i < 1000; i++) edits = withEdit(edits, set(7, "x", i));
    expect(edits).toEqual([set(7, "x", 999)]);
  });

  it("keeps every cell that was set", () => {
    const edits = [set(1, "x", 1), set(1, "y", 2), set(2, "x", 3)].reduce<TableEdit[]>(withEdit, []);
    expect(edits).toEqual([
      {
        set: [
          {
            row: 1,
            values: [
              { column: "x", value: 1 },
              { column: "y", value: 2 },
            ],
          },
          { row: 2, values: [{ column: "x", value: 3 }] },
        ],
      },
    ]);
  });

  it("keeps edits apart that move rows", () => {
    const edits = [set(1, "x", 1), { remove: [0] }, set(1, "x", 2)].reduce<TableEdit[]>(withEdit, []);
    expect(edits).toEqual([set(1, "x", 1), { remove: [0] }, set(1, "x", 2)]);
  });
});
