// A column without a value in the rows that the plan was made from. It is read as words until a superblock that has one of
// them is complete: those decide its type, and all words are turned into values.

import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import type { ColumnType } from "../types.ts";
import type { PartWords } from "./part.ts";
import { cellValue, type TypeRule, typeOf } from "./plan.ts";

/** A cell of the file: rows from 0, lines from 1. */
export interface Place {
  column: number;
  row: number;
  line: number;
  text: Uint8Array;
}

export class LateColumn {
  /** `null` until it is decided. */
  type: ColumnType | null = null;
  readonly #column: number;
  readonly #rule: TypeRule;
  /** The first place of each word, by the file's codes, which are in the order of those places. */
  readonly #firsts: Place[] = [];
  #values = new Float64Array(0);
  #nValues = 0;

  constructor(column: number, rule: TypeRule) {
    this.#column = column;
    this.#rule = rule;
  }

  /** Value by the file's codes, where the column is no category. */
  get values(): Float64Array | null {
    return this.type === "number" || this.type === "date" ? this.#values : null;
  }

  /** Take a part's words, of which those that are new to the file come after `known`; gives those that do not fit. */
  add(
    { bytes, ends, firstRow, firstLine }: PartWords,
    codes: { codes: Int32Array; known: number },
    from: Pick<Place, "row" | "line">,
  ): Place[] {
    for (const [i, code] of codes.codes.entries()) {
      if (code < codes.known) continue;
      this.#firsts.push({
        column: this.#column,
        row: from.row + (firstRow?.[i] ?? 0),
        line: from.line + (firstLine?.[i] ?? 0),
        text: bytes.slice(i === 0 ? 0 : ends[i - 1], ends[i]),
      });
    }
    return this.type === null ? [] : this.#convert();
  }

  /** Whether the superblock with the first value ends within the first `nRows` rows. */
  isDue(nRows: number): boolean {
    const first = this.#firsts[0];
    return this.type === null && first !== undefined && nRows >= endOfSuperblock(first.row);
  }

  /** Decide the type by the words of the superblock with the first value; gives the first later word that does not fit. */
  decide(): Place[] {
    const first = this.#firsts[0];
    if (first === undefined) return [];
    const end = endOfSuperblock(first.row);
    const deciding = this.#firsts.filter(({ row }) => row < end).map(({ text }) => text);
    this.type = typeOf(deciding, this.#rule);
    return this.#convert();
  }

  /** Values of the words that have none yet; gives the first that is none. */
  #convert(): Place[] {
    const { type } = this;
    if (type !== "number" && type !== "date") return [];
    const values = new Float64Array(this.#firsts.length);
    values.set(this.#values);
    const misfits: Place[] = [];
    for (let code = this.#nValues; code < values.length; code++) {
      const place = this.#firsts[code] as Place;
      values[code] = cellValue(place.text, type, this.#rule);
      if (Number.isNaN(values[code])) misfits.push(place);
    }
    this.#values = values;
    this.#nValues = values.length;
    return misfits.slice(0, 1);
  }
}

function endOfSuperblock(row: number): number {
  return (Math.floor(row / SUPERBLOCK_ROWS) + 1) * SUPERBLOCK_ROWS;
}
