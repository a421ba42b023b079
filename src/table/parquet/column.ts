// One column of a Parquet file while it is read: its pages in, row group by row group, a column of a table out.

import type { DecodedArray, SchemaTree } from "hyparquet/src/types.js";
import { damaged, refusedValue } from "../binary-problem.ts";
import { CodeChunks, NumberChunks } from "../chunks.ts";
import { categoryColumn, numberColumn, quote } from "../column.ts";
import type { Doubles } from "../exact.ts";
import type { Column } from "../types.ts";
import { Words } from "../words.ts";
import type { Page } from "./pages.ts";
import { type Reading, readingOf } from "./reading.ts";

/** Takes pages in the order of the rows. */
export interface PageSink {
  readonly name: string;
  /** @throws LeastwiseError `value-*` with row and column, `file-damaged`, `column-kind` */
  add(page: Page): void;
  /** Another row group begins, with a dictionary of its own. */
  reset(): void;
  finish(): Column;
}

/** @throws LeastwiseError `column-kind` */
export function sinkOf(node: SchemaTree): PageSink {
  const { name } = node.element;
  const reading = readingOf(node);
  return reading.type === "category" ? new CategorySink(name, reading.of) : new NumberSink(name, reading);
}

class NumberSink implements PageSink {
  readonly name: string;
  readonly #reading: Exclude<Reading, { type: "category" }>;
  readonly #chunks = new NumberChunks();
  #dictionary: Doubles | null = null;
  #nRows = 0;

  constructor(name: string, reading: Exclude<Reading, { type: "category" }>) {
    this.name = name;
    this.#reading = reading;
  }

  reset(): void {
    this.#dictionary = null;
  }

  add(page: Page): void {
    if (page.kind === "dictionary") {
      this.#dictionary = this.#reading.doubles(page.raw);
      return;
    }
    const { values, refused } = page.indexed ? dictionaryOf(this) : this.#reading.doubles(page.raw);
    const rows = new Float64Array(page.nRows);
    scatter(this.name, page, { from: values, to: rows, missing: Number.NaN });
    if (refused !== null) this.#refuse(page, refused);
    this.#chunks.add(rows);
    this.#nRows += page.nRows;
  }

  get dictionary(): Doubles | null {
    return this.#dictionary;
  }

  finish(): Column {
    return numberColumn(this.name, this.#reading.type, this.#chunks.finish());
  }

  /** Throw for the first row whose value was refused; a dictionary may hold some that no row uses. */
  #refuse(page: DataPage, refused: NonNullable<Doubles["refused"]>): void {
    for (let row = 0, k = 0; row < page.nRows; row++) {
      if (page.levels !== null && page.levels[row] !== 1) continue;
      const got = refused.got.get(page.indexed ? (page.raw[k] as number) : k);
      if (got !== undefined) throw refusedValue(this.name, this.#nRows + row + 1, refused, got);
      k++;
    }
  }
}

class CategorySink implements PageSink {
  readonly name: string;
  readonly #of: "text" | "booleans";
  readonly #words = new Words();
  readonly #chunks = new CodeChunks();
  #dictionary: Int32Array | null = null;

  constructor(name: string, of: "text" | "booleans") {
    this.name = name;
    this.#of = of;
  }

  reset(): void {
    this.#dictionary = null;
  }

  get dictionary(): Int32Array | null {
    return this.#dictionary;
  }

  add(page: Page): void {
    if (page.kind === "dictionary") {
      this.#dictionary = this.#codes(page.raw);
      return;
    }
    const codes = page.indexed ? dictionaryOf(this) : this.#codes(page.raw);
    const rows = new Int32Array(page.nRows);
    scatter(this.name, page, { from: codes, to: rows, missing: -1 });
    this.#chunks.add(rows);
  }

  finish(): Column {
    const words = this.#of === "booleans" ? ["false", "true"] : this.#words.decoded(this.name);
    return categoryColumn(this.name, words, this.#chunks.finish());
  }

  #codes(raw: DecodedArray): Int32Array {
    const codes = new Int32Array(raw.length);
    if (this.#of === "booleans") {
      for (let i = 0; i < codes.length; i++) codes[i] = raw[i] ? 1 : 0;
      return codes;
    }
    for (let i = 0; i < codes.length; i++) {
      const bytes = raw[i] as Uint8Array;
      codes[i] = this.#words.code(bytes, 0, bytes.length);
    }
    return codes;
  }
}

type DataPage = Extract<Page, { kind: "data" }>;

function dictionaryOf<T>({ name, dictionary }: { name: string; dictionary: T | null }): T {
  if (dictionary === null) throw damaged(`column ${quote(name)}`, "no dictionary");
  return dictionary;
}

/** Put the values of a page at their rows. */
function scatter<T extends Float64Array | Int32Array>(
  name: string,
  { levels, raw, indexed, nRows }: DataPage,
  { from, to, missing }: { from: T; to: T; missing: number },
): void {
  const wrong = (got: string) => damaged(`column ${quote(name)}`, got);
  let k = 0;
  for (let row = 0; row < nRows; row++) {
    if (levels !== null && levels[row] !== 1) {
      to[row] = missing;
      continue;
    }
    const place: unknown = indexed ? raw[k] : k;
    k++;
    const value = from[place as number];
    if (value === undefined)
      throw wrong(indexed ? `code ${place} in a dictionary of ${from.length}` : "too few values");
    to[row] = value;
  }
  if (k !== raw.length) throw wrong(`${raw.length} values for ${k} rows`);
}
