// Columns in memory as monitoring reads them, cut into blocks of any size: the answer must not hang on the cut.

import { mergeTree } from "#base/superblock.ts";
import type { Backend } from "#kernel/backend.ts";
import type { ColumnKind, ColumnRows } from "#stats/monitor/rows.ts";
import type { RowBlock, RowPass } from "#stats/rows.ts";

/** Numbers, NaN for missing, or words, null for missing. */
export type ArrayColumn = readonly number[] | readonly (string | null)[];

interface Arrays {
  kinds: ColumnKind[];
  rows: ColumnRows;
}

const isWords = (column: ArrayColumn): column is readonly (string | null)[] =>
  column.some((value) => typeof value === "string");

function codesOf(words: readonly (string | null)[], levels: readonly string[]): number[] {
  return words.map((word) => (word === null ? Number.NaN : levels.indexOf(word)));
}

/** The columns, as kinds and as rows in blocks of `blockRows`. */
export function arrayColumns(
  columns: Record<string, ArrayColumn>,
  { backend, blockRows = 65_536 }: { backend: Backend; blockRows?: number },
): Arrays {
  const values = new Map<string, number[]>();
  const kinds = Object.entries(columns).map(([name, column]): ColumnKind => {
    if (!isWords(column)) {
      values.set(name, [...(column as readonly number[])]);
      return { name, kind: "number" };
    }
    const levels = [...new Set(column.filter((word) => word !== null))].sort();
    values.set(name, codesOf(column, levels));
    return { name, kind: "category", levels };
  });
  const nRows = Object.values(columns)[0]?.length ?? 0;
  async function reduce<Args, Result>(
    names: readonly string[],
    pass: RowPass<Args, Result>,
    { args, complete }: { args: Args; complete: boolean },
  ): Promise<Result> {
    const results: Result[] = [];
    for (let from = 0; from === 0 || from < nRows; from += blockRows) {
      const all = Array.from({ length: Math.max(0, Math.min(blockRows, nRows - from)) }, (_, i) => from + i);
      const at = complete ? all.filter((i) => names.every((name) => !Number.isNaN(values.get(name)?.[i]))) : all;
      const block: RowBlock = {
        n: at.length,
        columns: names.map((name) => Float64Array.from(at, (i) => values.get(name)?.[i] as number)),
        superblock: from / blockRows,
        kept: null,
      };
      results.push(await pass.run(block, args, backend));
    }
    return mergeTree(results, (a, b) => pass.merge(a, b, backend));
  }
  return {
    kinds,
    rows: {
      nRows,
      reduce: (names, pass, args) => reduce(names, pass, { args, complete: false }),
      reduceComplete: (names, pass, args) => reduce(names, pass, { args, complete: true }),
    },
  };
}
