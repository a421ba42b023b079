// CSV files of all sorts, with what no row may hold once in a while.

import fc from "fast-check";

const lineEnd = fc.constantFrom("\n", "\r\n", "\r");
const cell = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("1", "-2.5", "0.125", "12345678.5", "1e3", "", "NA", " 7 ") },
  { weight: 3, arbitrary: fc.constantFrom("x", "é", "2021-01-05", "2021-01-05T06:00", "007", 'in"ch', "a b") },
  {
    weight: 2,
    arbitrary: fc.constantFrom('""', '"q"', '"a\nb"', '"a\r\n\r\nb"', '"say ""hi"""', '"1.5"', '"x,y"', '"z" '),
  },
);
/** Seldom what no row may hold. */
const broken = fc.constantFrom('"open', '"1"x', "\0", "1,2", "");

/** A file of one to four columns with a header, as text. */
export const anyFile = fc.integer({ min: 1, max: 4 }).chain((nColumns) => {
  const field = fc.oneof({ weight: 60, arbitrary: cell }, { weight: 1, arbitrary: broken });
  const row = fc.array(field, { minLength: nColumns, maxLength: nColumns }).map((fields) => fields.join(","));
  const line = fc.oneof({ weight: 30, arbitrary: row }, { weight: 1, arbitrary: fc.constant("") });
  return fc
    .tuple(fc.array(fc.tuple(line, lineEnd), { maxLength: 30 }), fc.boolean(), fc.boolean(), lineEnd)
    .map(([lines, bom, endsWithLine, end]) => {
      const names = Array.from({ length: nColumns }, (_, j) => `c${j}`).join(",");
      const text = `${bom ? "\ufeff" : ""}${names}${end}${lines.map(([text, ends]) => text + ends).join("")}`;
      return endsWithLine ? text : text.replace(/[\r\n]+$/, "");
    });
});
