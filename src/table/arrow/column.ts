// One column of an Arrow file while it is read: its batches in, a column of a table out.

import type { DataType } from "@uwdata/flechette";
import { damaged, refusedValue } from "../binary-problem.ts";
import { CodeChunks, NumberChunks } from "../chunks.ts";
import { categoryColumn, numberColumn, quote } from "../column.ts";
import type { Doubles, Refused } from "../exact.ts";
import type { Column } from "../types.ts";
import { Words } from "../words.ts";
import { codesOf, doublesOf, isPresent, kindOf, type RawBatch, requireWhole } from "./batch.ts";

/** Takes batches in the order of the rows. */
export interface BatchSink {
  readonly name: string;
  /** @throws LeastwiseError `value-*` with row and column, `file-damaged` */
  add(batch: RawBatch): void;
  finish(): Column;
}

/** @throws LeastwiseError `column-kind` */
export function sinkOf(name: string, type: DataType): BatchSink {
  const kind = kindOf(name, type);
  if (kind === "number" || kind === "date") return new NumberSink(name, type, kind);
  return new CategorySink(name, type, kind);
}

class NumberSink implements BatchSink {
  readonly name: string;
  readonly #type: DataType;
  readonly #kind: "number" | "date";
  readonly #chunks = new NumberChunks();
  #nRows = 0;

  constructor(name: string, type: DataType, kind: "number" | "date") {
    this.name = name;
    this.#type = type;
    this.#kind = kind;
  }

  add(batch: RawBatch): void {
    const { values, refused } = this.#doubles(batch);
    this.#chunks.add(
      values.map((value, i) => {
        if (!isPresent(batch, i)) return Number.NaN;
        const got = refused?.got.get(i);
        if (got !== undefined) throw refusedValue(this.name, this.#nRows + i + 1, refused as Refused, got);
        return value;
      }),
    );
    this.#nRows += batch.length;
  }

  finish(): Column {
    return numberColumn(this.name, this.#kind, this.#chunks.finish());
  }

  #doubles(batch: RawBatch): Doubles {
    if (batch.dictionary === undefined) return doublesOf(batch, this.#type);
    const { data, type } = batch.dictionary;
    const parts = (data as RawBatch[]).map((part) => ({ part, ...doublesOf(part, type) }));
    const [first] = parts;
    const entries = parts.flatMap(({ part, values }) =>
      [...values].map((v, i) => (isPresent(part, i) ? v : Number.NaN)),
    );
    const keys = keysOf(batch, this.#type);
    const values = Float64Array.from(keys, (key, i) =>
      isPresent(batch, i) ? at(this.name, entries, key) : Number.NaN,
    );
    if (parts.length > 1 || !first?.refused) return { values, refused: null };
    const { got, ...rule } = first.refused;
    const rows = keys.flatMap((key, i): [number, string][] => (got.has(key) ? [[i, got.get(key) as string]] : []));
    return { values, refused: { ...rule, got: new Map(rows) } };
  }
}

class CategorySink implements BatchSink {
  readonly name: string;
  readonly #type: DataType;
  readonly #kind: "text" | "booleans";
  readonly #words = new Words();
  readonly #chunks = new CodeChunks();

  constructor(name: string, type: DataType, kind: "text" | "booleans") {
    this.name = name;
    this.#type = type;
    this.#kind = kind;
  }

  add(batch: RawBatch): void {
    const codes = this.#codes(batch);
    this.#chunks.add(codes.map((code, i) => (isPresent(batch, i) ? code : -1)));
  }

  finish(): Column {
    const words = this.#kind === "booleans" ? ["false", "true"] : this.#words.decoded(this.name);
    return categoryColumn(this.name, words, this.#chunks.finish());
  }

  #codes(batch: RawBatch): Int32Array {
    if (batch.dictionary === undefined) return codesOf(batch, this.#type, this.#words);
    const { data, type } = batch.dictionary;
    const entries = (data as RawBatch[]).flatMap((part) => [
      ...codesOf(part, type, this.#words).map((code, i) => (isPresent(part, i) ? code : -1)),
    ]);
    return Int32Array.from(keysOf(batch, this.#type), (key, i) =>
      isPresent(batch, i) ? at(this.name, entries, key) : -1,
    );
  }
}

function keysOf(batch: RawBatch, type: DataType): number[] {
  requireWhole(batch, type);
  const { values, length } = batch;
  return Array.from({ length }, (_, i) => Number(values[i]));
}

function at(name: string, entries: readonly number[], key: number): number {
  const entry = entries[key];
  if (entry === undefined) throw damaged(`column ${quote(name)}`, `code ${key} in a dictionary of ${entries.length}`);
  return entry;
}
