// Bad input and the words that a person reads for it, on a table of y, x, zero, k (5 in every row), empty, sparse (one
// value), city and one (one level).

import type { Dropped } from "../helpers/data-page.ts";

const MEND = "Mend that row and read the file again; a field that holds a delimiter needs quotes around it.";
const NAMES = "Give every column a name of its own in the first line, and read the file again.";
const SAVE = "Save the table as CSV (UTF-8) in the program it comes from, and choose that file.";
const CLOSE = "Close the quote, or double it where it belongs to the text.";

/** Files that cannot be read, with the words after the file's name. */
export const badFiles: [what: string, parts: Dropped["parts"], words: string][] = [
  ["a short row", ["a,b\n1,2\n3\n"], `Row 2 must have 2 fields like the header; got 1, no value for “b”. ${MEND}`],
  [
    "a long row",
    ["a,b\n1,2\n3,4,5\n"],
    `Row 2 must have 2 fields like the header; got 3, the first too many being “5”. ${MEND}`,
  ],
  [
    "a ragged row below a quoted line end",
    ['a,b\n"x\ny",2\n3\n'],
    `Row 2 (line 4) must have 2 fields like the header; got 1, no value for “b”. ${MEND}`,
  ],
  [
    "a blank line",
    ["a,b\n1,2\n\n3,4\n"],
    "Row 2 must have 2 fields like the header; got a blank line. Delete that line and read the file again.",
  ],
  ["an open quote", ['a,b\n1,2\n3,"four\n5,6\n'], `Column “b”, row 2, must close its quote; got “"four …”. ${CLOSE}`],
  ["an open quote in the header", ['a,"b\n1,2\n'], `The header, field 2, must close its quote; got “"b …”. ${CLOSE}`],
  [
    "text after a quote",
    ['a,b\n1,"2"x\n'],
    "Column “b”, row 1, must end with its closing quote; got “x” after it. End the field after its closing quote; double a quote that belongs to the text.",
  ],
  [
    "an empty file",
    [""],
    "The file must not be empty; got no text. Choose a file with a header and at least one row below it.",
  ],
  [
    "a header alone",
    ["a,b\n"],
    "The file must have rows below its header; got the header alone. Add at least one row, or choose another file.",
  ],
  [
    "a picture",
    [[0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]],
    `The file must be text with rows; got a PNG picture. ${SAVE}`,
  ],
  [
    "an archive",
    [[0x50, 0x4b, 3, 4, 20, 0]],
    `The file must be text with rows; got a ZIP archive or Excel workbook (.xlsx). ${SAVE}`,
  ],
  ["UTF-16", [[0xff, 0xfe, 0x61, 0, 0x2c, 0]], `The file must be text with rows; got UTF-16 text. ${SAVE}`],
  [
    "bytes at random",
    [Array.from({ length: 255 }, (_, i) => 1 + ((i * 101) % 255))],
    `The file must be text with rows; got binary data (control characters). ${SAVE}`,
  ],
  ["a NUL", ["a,b\n1,", [0], "\n"], `The file must be text with rows; got binary data (a NUL byte). ${SAVE}`],
  [
    "a NUL far down",
    [`a,b\n${"1,2\n".repeat(1e5)}3,`, [0], "\n"],
    `Column “b”, row 100001, must be text; got a NUL byte. ${SAVE}`,
  ],
  ["a name twice", ["a,b,a\n1,2,3\n"], `Column names must differ; got “a” for columns 1 and 3. ${NAMES}`],
  [
    "a column without a name",
    ["a,,c\n1,2,3\n"],
    `Column names must not be empty; got no name for column 2 of 3. ${NAMES}`,
  ],
  [
    "a hostile name twice",
    ["<img src=x onerror=hacked=1>,<img src=x onerror=hacked=1>\n1,2\n"],
    `Column names must differ; got “<img src=x onerror=hacked=1>” for columns 1 and 2. ${NAMES}`,
  ],
];

const THERE = "Change the formula there.";
const SPELL = "Check the spelling; names with spaces go between backticks.";
const STANDS = "a column, a number or a function must stand here";
const OUT = "Leave such rows out of the file, or transform the column in another way.";
const NUMBERS = "Choose a column of numbers; a category can only be a predictor, on its own.";
const END = "\u00a0";

/** Formulas that cannot be fitted. `mark`: what is underlined; null where no character is at fault. */
export const badFormulas: [formula: string, mark: string | null, words: string][] = [
  ["k ~ x", null, "The response k must vary; got 5 in every row. Choose another response."],
  [
    "empty ~ x",
    null,
    "The response empty must have a value in some row; got 5 missing. Choose a response that has values.",
  ],
  [
    "y ~ x + empty",
    null,
    "The model must have a row with a value in each of y, x, empty; got 0 of 5 rows, as empty is missing in all. Leave out the terms that miss the most values, or fill them in.",
  ],
  [
    "y ~ x*zero + I(x^2) + I(zero^2)",
    null,
    "The model must have at least as many rows as terms; got 5 rows for 6 terms. Use fewer terms or more rows.",
  ],
  [
    "sparse ~ x",
    null,
    "The model must have at least as many rows as terms; got 1 row for 2 terms, as 4 rows with a missing value were left out. Use fewer terms or more rows.",
  ],
  ["y ~ log(zero)", "log", `In log(zero), row 1: log needs values > 0; got 0. ${OUT}`],
  ["log(zero) ~ x", "log", `In log(zero), row 1: log needs values > 0; got 0. ${OUT}`],
  ["y ~ sqrt(zero-2)", "sqrt", `In sqrt(zero - 2), row 1: sqrt needs values >= 0; got -2. ${OUT}`],
  ["y ~ I(1/zero)", "zero", `In I(1/zero), row 1: a divisor must not be 0; got 0. ${OUT}`],
  ["y ~ x + nope", "nope", `Character 9 of the formula: a name must be a column of the table; got “nope”. ${SPELL}`],
  ["y ~ X", "X", `Character 5 of the formula: a name must be a column of the table, perhaps x; got “X”. ${SPELL}`],
  [
    "constructor ~ x",
    "constructor",
    `Character 1 of the formula: a name must be a column of the table; got “constructor”. ${SPELL}`,
  ],
  [
    "city ~ x",
    "city",
    `Character 1 of the formula: arithmetic and the response need a column of numbers; got the category city. ${NUMBERS}`,
  ],
  [
    "y ~ one",
    "one",
    "Character 5 of the formula: the category one needs two levels or more in the rows used; got only “a”. Leave the column out: it has nothing to compare.",
  ],
  ["y", END, `Character 2 of the formula: after the response comes ~; got the end. ${THERE}`],
  ["y ~", END, `Character 4 of the formula: ${STANDS}; got the end. ${THERE}`],
  ["y ~ x +", END, `Character 8 of the formula: ${STANDS}; got the end. ${THERE}`],
  ["y ~ x + * k", "*", `Character 9 of the formula: ${STANDS}; got “*”. ${THERE}`],
  ["y ~ %in% x", "%in%", `Character 5 of the formula: ${STANDS}; got “%in%”. ${THERE}`],
  ["~ x", "~", `Character 1 of the formula: a response must stand left of ~; got “~”. ${THERE}`],
  ["y ~ x ~ k", "~", `Character 7 of the formula: a formula has one ~; got “~”. ${THERE}`],
  ["y ~ log(x", END, `Character 10 of the formula: a ( needs its ); got the end. ${THERE}`],
  ["y ~ x)", ")", `Character 6 of the formula: a ) needs its (; got “)”. ${THERE}`],
  ["y ~ `x", "`x", `Character 5 of the formula: a backtick needs its partner; got “\`x”. ${THERE}`],
  ["y ~ 2x", "2x", `Character 5 of the formula: a name that begins with a digit needs backticks; got “2x”. ${THERE}`],
  [
    "y ~ ln(x)",
    "ln",
    `Character 5 of the formula: the functions are log, exp, sqrt, I, C, poly, ns, bs, scale, center, boxcox, lag, roll, target, and weekday, month, quarter, year, day, weekend, trend of a date; log(x) is the natural logarithm; got “ln”. ${THERE}`,
  ],
  [
    "y ~ <script>hacked=1</script>",
    "<",
    `Character 5 of the formula: the operators are + - * / : ^ %in% and one ~; got “<”. ${THERE}`,
  ],
];
