// Columns by chance, for the claim that a table is the same by whichever way its columns came.

import fc from "fast-check";

/** What a column holds; null is missing. */
export type TestColumn =
  | { name: string; kind: "float" | "int"; values: (number | null)[] }
  | { name: string; kind: "text"; values: (string | null)[] }
  | { name: string; kind: "bool"; values: (boolean | null)[] }
  | { name: string; kind: "date"; values: (Date | null)[] };

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null, freq: 4 });

/** One to five columns of 1 to 200 rows, each with at least one value. */
export const columnsByChance: fc.Arbitrary<TestColumn[]> = fc.integer({ min: 1, max: 200 }).chain((n) => {
  const list = <T>(value: fc.Arbitrary<T>) =>
    fc
      .tuple(value, fc.array(maybe(value), { minLength: n - 1, maxLength: n - 1 }))
      .map(([first, rest]) => [first, ...rest]);
  const column = fc.oneof(
    fc.record({
      kind: fc.constant("float" as const),
      values: list(fc.double({ noNaN: true, noDefaultInfinity: true })),
    }),
    fc.record({ kind: fc.constant("int" as const), values: list(fc.maxSafeInteger()) }),
    fc.record({ kind: fc.constant("text" as const), values: list(fc.string({ unit: "grapheme", maxLength: 5 })) }),
    fc.record({ kind: fc.constant("bool" as const), values: list(fc.boolean()) }),
    fc.record({
      kind: fc.constant("date" as const),
      values: list(fc.date({ min: new Date(-1e13), max: new Date(1e13), noInvalidDate: true })),
    }),
  );
  return fc
    .array(column, { minLength: 1, maxLength: 5 })
    .map((columns) => columns.map((made, j) => ({ ...made, name: `c${j}` }) as TestColumn));
});
