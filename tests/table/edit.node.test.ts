import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import { editTable } from "#table/edit.ts";
import { fromColumns } from "#table/from-columns.ts";
import { previewRows } from "#table/preview.ts";
import type { Table, TableEdit } from "#table/types.ts";

const table = fromColumns([
  { name: "x", values: [1, 2, 3] },
  { name: "city", values: ["a", "b", null] },
  { name: "day", values: [new Date("2021-01-05T00:00:00Z"), null, new Date("2021-01-06T00:00:00Z")] },
]);
const rowsOf = (t: Table) => previewRows(t, 0, t.nRows);

describe("editTable", () => {
  it("removes, then sets, then adds, rows counting as they were before", () => {
    const edited = editTable(table, {
      remove: [0],
      set: [{ row: 2, values: [{ column: "x", value: 30 }] }],
      add: [
        [
          { column: "city", value: "c" },
          { column: "day", value: "2021-02-01" },
        ],
      ],
    });
    expect(rowsOf(edited)).toEqual([
      [2, "b", null],
      [30, null, "2021-01-06"],
      [null, "c", "2021-02-01"],
    ]);
    expect(edited.columns[1]?.info.levels).toEqual(["b", "c"]);
  });

  it("leaves the table given as it was, and shares the columns that it does not touch", () => {
    const before = rowsOf(table);
    const edited = editTable(table, { set: [{ row: 1, values: [{ column: "city", value: "A" }] }] });
    expect(rowsOf(table)).toEqual(before);
    expect(edited.columns[0]).toBe(table.columns[0]);
    expect(edited.columns[1]?.info).toEqual({ name: "city", type: "category", missing: 1, levels: ["A", "a"] });
  });

  it("widens a column from f32 when a value needs it, and narrows it again", () => {
    const wide = editTable(table, { set: [{ row: 0, values: [{ column: "x", value: 0.1 }] }] });
    expect(wide.columns[0]?.chunks[0]).toBeInstanceOf(Float64Array);
    const narrow = editTable(wide, { remove: [0] });
    expect(narrow.columns[0]?.chunks[0]).toBeInstanceOf(Float32Array);
  });

  it("sets what is missing, and makes missing with null and NaN", () => {
    const edited = editTable(table, {
      set: [
        {
          row: 0,
          values: [
            { column: "x", value: null },
            { column: "city", value: null },
          ],
        },
        {
          row: 1,
          values: [
            { column: "x", value: Number.NaN },
            { column: "day", value: 18_632.5 },
          ],
        },
      ],
    });
    expect(rowsOf(edited).slice(0, 2)).toEqual([
      [null, null, "2021-01-05"],
      [null, "b", "2021-01-05 12:00"],
    ]);
  });

  it("takes the last of two values for one cell, and a row that is removed twice", () => {
    const set = [1, 2].map((value) => ({ row: 0, values: [{ column: "x", value }] }));
    expect(rowsOf(editTable(table, { set, remove: [2, 2] }))).toEqual([
      [2, "a", "2021-01-05"],
      [2, "b", null],
    ]);
  });

  it("makes and fills an empty table", () => {
    const empty = editTable(table, { remove: [0, 1, 2] });
    expect(empty).toMatchObject({ nRows: 0, superblocks: [] });
    expect(empty.columns[1]?.info).toEqual({ name: "city", type: "category", missing: 0, levels: [] });
    expect(rowsOf(editTable(empty, { add: [[{ column: "x", value: 5 }]] }))).toEqual([[5, null, null]]);
  });

  it("keeps rows in their superblock, whatever goes before them, and adds to the last", () => {
    const n = SUPERBLOCK_ROWS + 2;
    const long = fromColumns([{ name: "i", values: Array.from({ length: n }, (_, i) => i) }]);
    const edited = editTable(long, { remove: [0, 1, 2], add: [[{ column: "i", value: -1 }]] });
    expect(edited.starts).toEqual([0, SUPERBLOCK_ROWS - 3]);
    expect(previewRows(edited, SUPERBLOCK_ROWS - 2, SUPERBLOCK_ROWS)).toEqual([[n - 1], [-1]]);
  });

  it("gives the table that the edited values give", () => {
    const cell = fc.option(fc.constantFrom("a", "b", "c", "__proto__"));
    const number = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }));
    const row = fc.tuple(number, cell);
    const task = fc.array(row, { minLength: 1, maxLength: 12 }).chain((rows) =>
      fc.record({
        rows: fc.constant(rows),
        remove: fc.uniqueArray(fc.nat(rows.length - 1)),
        set: fc.array(fc.tuple(fc.nat(rows.length - 1), row)),
        add: fc.array(row),
      }),
    );
    const build = (rows: [number | null, string | null][]): Table =>
      editTable(
        fromColumns([
          { name: "x", values: [0, ...rows.map(([x]) => x)] },
          { name: "c", values: ["a", ...rows.map(([, c]) => c)] },
        ]),
        { remove: [0] },
      );
    const values = ([x, c]: [number | null, string | null]) => [
      { column: "x", value: x },
      { column: "c", value: c },
    ];
    fc.assert(
      fc.property(task, ({ rows, remove, set, add }) => {
        const kept = set.filter(([i]) => !remove.includes(i));
        const edit: TableEdit = {
          remove,
          set: kept.map(([i, to]) => ({ row: i, values: values(to) })),
          add: add.map(values),
        };
        const after = rows.slice();
        for (const [i, to] of kept) after[i] = to;
        const expected = build([...after.filter((_, i) => !remove.includes(i)), ...add]);
        expect(editTable(build(rows), edit)).toEqual(expected);
      }),
    );
  });

  const set = (row: number, column: string, value: number | string | null): TableEdit => ({
    set: [{ row, values: [{ column, value }] }],
  });
  it.each<[string, TableEdit, object]>([
    [
      "text for a number",
      set(1, "x", "two"),
      {
        code: "column-type",
        at: { row: 2, column: "x" },
        value: "two",
        message: 'column "x", row 2: must be a finite number or null; got "two"',
      },
    ],
    ["what is infinite", set(0, "x", Number.POSITIVE_INFINITY), { code: "column-type", at: { row: 1, column: "x" } }],
    ["a number for a category", set(1, "city", 5), { code: "column-type", at: { row: 2, column: "city" }, value: 5 }],
    ["text that is no date", set(1, "day", "5 May"), { code: "column-type", at: { row: 2, column: "day" } }],
    [
      "a column that is not there",
      set(1, "toString", 5),
      { code: "column-unknown", at: { row: 2, column: "toString" } },
    ],
    ["a row that is not there", set(3, "x", 5), { code: "bad-argument", value: 3 }],
    ["half a row", { remove: [0.5] }, { code: "bad-argument", value: 0.5 }],
    ["to set what it removes", { ...set(1, "x", 5), remove: [1] }, { code: "bad-argument", at: { row: 2 } }],
    [
      "a new row that does not fit, by its number",
      { remove: [0], add: [[{ column: "x", value: "?" }]] },
      { code: "column-type", at: { row: 3, column: "x" } },
    ],
  ])("refuses %s", (_, edit, expected) => {
    expect(() => editTable(table, edit)).toThrow(expect.objectContaining(expected));
  });
});
