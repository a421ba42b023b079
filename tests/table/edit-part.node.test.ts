// Edits superblock by superblock give the table that an edit of the whole gives, or say that they cannot.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { edgesOf, SUPERBLOCK_ROWS } from "#base/superblock.ts";
import { categoryColumn, cutAt, numberColumn, summarisedTable, tableOf } from "#table/column.ts";
import { editTable } from "#table/edit.ts";
import { checkEdit } from "#table/edit-check.ts";
import { described, editedInfos, editPart, localEdit } from "#table/edit-part.ts";
import { previewRows } from "#table/preview.ts";
import type { Column, Table, TableEdit } from "#table/types.ts";

const sizesOf = ({ columns }: Table) => columns[0]?.chunks.map(({ length }) => length) ?? [];

/** A table of superblocks of these sizes, as edits may leave them. */
function tableOfSizes(sizes: number[]): Table {
  const n = sizes.reduce((a, b) => a + b, 0);
  const x = Float64Array.from({ length: n }, (_, i) => (i % 7 === 3 ? Number.NaN : i));
  const codes = Int32Array.from({ length: n }, (_, i) => ((i * 5) % 4) - 1);
  const table = tableOf(n, [
    numberColumn("x", "number", cutAt(x, sizes)),
    numberColumn("day", "date", cutAt(x, sizes)),
    categoryColumn("city", ["a", "b", "c"], cutAt(codes, sizes)),
  ]);
  return summarisedTable(table);
}

/** The table after an edit of the superblocks of two workers; null where it needs all rows. */
function editedApart(table: Table, edit: TableEdit): Table | null {
  const local = localEdit(table.columns, edgesOf(sizesOf(table)), checkEdit(table, edit));
  if (!local) return null;
  const parts = [0, 1].map((w) => {
    const at = [...table.superblocks.keys()].filter((b) => b % 2 === w);
    const columns = table.columns.map((column) => ({ ...column, chunks: at.map((b) => column.chunks[b]) }));
    const part = { nRows: table.nRows, superblocks: at, columns } as Table;
    return editPart(
      part,
      local.edits.filter(({ superblock }) => superblock % 2 === w),
    );
  });
  const told = editedInfos(
    table.columns,
    parts.flatMap(({ changed }) => changed),
  );
  if (!told) return null;
  const whole = { edges: local.edges, infos: told.map(({ info }) => info) };
  const made = parts.map((part) => described(part.table, whole));
  const columns = table.columns.map((column, j) => ({
    ...column,
    ...told[j],
    chunks: table.superblocks.map((b) => made[b % 2]?.columns[j]?.chunks[Math.floor(b / 2)]),
  })) as Column[];
  // A part tells where its superblocks start only where that is not at every 65,536th row.
  const starts = table.superblocks.map((b) => made[b % 2]?.starts?.[Math.floor(b / 2)] ?? b * SUPERBLOCK_ROWS);
  return { nRows: local.edges.at(-1) ?? 0, superblocks: table.superblocks, columns, starts };
}

const value = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constant(0.1), fc.constant(null));
const city = fc.constantFrom("a", "b", "c", "new", null);
const cells = fc.record({ x: value, day: value, city }, { requiredKeys: [] });
const listed = (of: object) => Object.entries(of).map(([column, v]) => ({ column, value: v as number | null }));
const edits = fc.record({
  remove: fc.array(fc.nat(1000), { maxLength: 3 }),
  set: fc.array(fc.record({ row: fc.nat(1000), cells }), { maxLength: 4 }),
  add: fc.array(cells, { maxLength: 3 }),
});

describe("localEdit", () => {
  it("with editPart gives the rows, superblocks and summaries of editTable", () => {
    let apart = 0;
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 6 }),
        fc.array(edits, { minLength: 1, maxLength: 6 }),
        (sizes, steps) => {
          let table = tableOfSizes(sizes);
          for (const step of steps) {
            if (table.nRows === 0) return;
            const remove = step.remove.map((row) => row % table.nRows);
            const set = step.set
              .map(({ row, cells: of }) => ({ row: row % table.nRows, values: listed(of) }))
              .filter(({ row }) => !remove.includes(row));
            const edit = { remove, set, add: step.add.map(listed) };
            const wanted = editTable(table, edit);
            const found = editedApart(table, edit);
            if (found) {
              apart += 1;
              expect(previewRows(found, 0, found.nRows)).toEqual(previewRows(wanted, 0, wanted.nRows));
              expect(sizesOf(found)).toEqual(sizesOf(wanted));
              expect(found.columns.map(({ info }) => info)).toEqual(wanted.columns.map(({ info }) => info));
              if (wanted.starts) expect(found.starts).toEqual(wanted.starts);
            }
            table = summarisedTable(wanted);
          }
        },
      ),
    );
    expect(apart).toBeGreaterThan(20);
  });

  it("shares every chunk that it does not name", () => {
    const table = tableOfSizes([5, 6, 4]);
    const found = editedApart(table, { set: [{ row: 6, values: [{ column: "x", value: 8 }] }] });
    expect(found?.columns[0]?.chunks[0]).toBe(table.columns[0]?.chunks[0]);
    expect(found?.columns[0]?.chunks[1]).not.toBe(table.columns[0]?.chunks[1]);
    expect(found?.columns[2]?.chunks[1]).toBe(table.columns[2]?.chunks[1]);
  });

  it.each<[string, TableEdit]>([
    ["a new level", { set: [{ row: 0, values: [{ column: "city", value: "d" }] }] }],
    ["a superblock that ends up empty", { remove: [5, 6, 7] }],
    ["a level that is gone", { set: [1, 5, 9].map((row) => ({ row, values: [{ column: "city", value: "b" }] })) }],
  ])("is null for %s", (_, edit) => {
    expect(editedApart(tableOfSizes([5, 3, 4]), edit)).toBeNull();
  });
});
