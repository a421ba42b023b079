import { describe, expect, it } from "vitest";
import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import { fromColumns } from "#table/from-columns.ts";
import { previewRows } from "#table/preview.ts";

const day = (text: string): Date => new Date(text);
const table = fromColumns([
  { name: "n", values: [1.5, null, -0.25] },
  { name: "c", values: ["<b>", null, ""] },
  { name: "d", values: [day("2021-01-05T00:00:00Z"), day("1969-12-31T23:59:00Z"), day("2021-01-05T10:20:30.250Z")] },
]);

describe("previewRows", () => {
  it("shows numbers, levels and dates as a person reads them, null where missing", () => {
    expect(previewRows(table, 0, 3)).toEqual([
      [1.5, "<b>", "2021-01-05"],
      [null, null, "1969-12-31 23:59"],
      [-0.25, "", "2021-01-05 10:20:30.250"],
    ]);
  });

  it("cuts the range to the rows there are", () => {
    expect(previewRows(table, 2, 99)).toHaveLength(1);
    expect(previewRows(table, 5, 99)).toEqual([]);
    expect(previewRows(table, 2, 1)).toEqual([]);
  });

  it("reads over the border of a superblock", () => {
    const long = fromColumns([{ name: "i", values: Array.from({ length: SUPERBLOCK_ROWS + 2 }, (_, i) => i) }]);
    expect(previewRows(long, SUPERBLOCK_ROWS - 1, SUPERBLOCK_ROWS + 1)).toEqual([
      [SUPERBLOCK_ROWS - 1],
      [SUPERBLOCK_ROWS],
    ]);
  });

  it.each([
    [-1, 2, "from: must be a whole number >= 0; got -1"],
    [0, 1.5, "to: must be a whole number >= 0; got 1.5"],
  ])("refuses rows %d to %d", (from, to, message) => {
    expect(() => previewRows(table, from, to)).toThrow(message);
  });
});
