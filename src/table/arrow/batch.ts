// The values of one Arrow batch as doubles or words, from the buffers themselves.

import { type DataType, DateUnit, TimeUnit, Type } from "@uwdata/flechette";
import { unfitColumn } from "../binary-problem.ts";
import {
  type Doubles,
  decimal,
  finiteDoubles,
  half,
  int64Doubles,
  scaledInt64,
  scaledNanos,
  UNITS_A_DAY,
} from "../exact.ts";
import type { Words } from "../words.ts";

/** The buffers of one column in one record batch. */
export interface RawBatch {
  length: number;
  nullCount: number;
  validity?: Uint8Array | null;
  values: ArrayLike<number> & { subarray(from: number, to: number): unknown };
  offsets: ArrayLike<number | bigint>;
  /** Of views: the buffers that long texts lie in. */
  data?: Uint8Array[];
  /** Of dictionary codes: the column they point into. */
  dictionary?: { data: readonly unknown[]; type: DataType };
}

type Kind = "number" | "date" | "text" | "booleans";

/** The parts of types that matter here; which are there depends on `typeId`. */
interface TypeParts {
  typeId: number;
  bitWidth?: number;
  signed?: boolean;
  precision?: number;
  scale?: number;
  unit?: number;
  dictionary?: DataType;
}

const partsOf = (type: DataType): TypeParts => type as unknown as TypeParts;

/** @throws LeastwiseError `column-kind` for types that a table has no place for */
export function kindOf(name: string, type: DataType): Kind {
  const { typeId, dictionary } = partsOf(type);
  switch (typeId) {
    case Type.Dictionary:
      return kindOf(name, dictionary as DataType);
    case Type.Null:
    case Type.Int:
    case Type.Float:
    case Type.Decimal:
    case Type.Time:
    case Type.Duration:
      return "number";
    case Type.Date:
    case Type.Timestamp:
      return "date";
    case Type.Bool:
      return "booleans";
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return "text";
    default: {
      const word = Object.entries(Type).find(([, id]) => id === typeId)?.[0] ?? `type ${typeId}`;
      throw unfitColumn(name, word);
    }
  }
}

/** Whether row `i` has a value. */
export function isPresent({ nullCount, validity }: RawBatch, i: number): boolean {
  if (nullCount === 0 || !validity || validity.length === 0) return true;
  return ((validity[i >> 3] as number) & (1 << (i & 7))) !== 0;
}

/** Bits of a view, which holds a short text or tells where a long one lies. */
const VIEW_BYTES = 16;

/** Throw a plain error unless the buffers hold all rows: a damaged length must not take all memory. */
export function requireWhole({ length, values, offsets }: RawBatch, type: DataType): void {
  const { typeId, bitWidth = 32 } = partsOf(type);
  const room = (): number => {
    switch (typeId) {
      case Type.Null:
        return length;
      case Type.Bool:
        return values.length * 8;
      case Type.Utf8:
      case Type.LargeUtf8:
        return offsets.length - 1;
      case Type.Utf8View:
        return Math.floor(values.length / VIEW_BYTES);
      case Type.Decimal:
        return bitWidth === 32 ? values.length : Math.floor((values.length * 64) / bitWidth);
      default:
        return values.length;
    }
  };
  if (!(length >= 0 && length <= room())) throw new Error(`${length} rows in buffers of ${room()}`);
}

/** One double a row; what stands where a value is missing means nothing. */
export function doublesOf(batch: RawBatch, type: DataType): Doubles {
  requireWhole(batch, type);
  const { typeId, bitWidth = 32, signed = true, unit = 0, precision, scale = 0 } = partsOf(type);
  const { length } = batch;
  if (typeId === Type.Null) return exact(new Float64Array(length).fill(Number.NaN));
  if (typeId === Type.Decimal) return exact(decimals(batch, bitWidth, scale));
  const raw = batch.values.subarray(0, length);
  const isWide = raw instanceof BigInt64Array || raw instanceof BigUint64Array;
  const bigs = raw as BigInt64Array;
  const numbers = raw as ArrayLike<number>;
  switch (typeId) {
    case Type.Int:
      return isWide ? int64Doubles(bigs, signed) : exact(Float64Array.from(numbers));
    case Type.Float:
      return finiteDoubles(precision === 0 ? Array.from(numbers, half) : numbers);
    case Type.Date:
      return exact(unit === DateUnit.DAY ? Float64Array.from(numbers) : scaledInt64(bigs, UNITS_A_DAY.ms));
    case Type.Timestamp:
      return exact(inUnits(bigs, unit, UNITS_A_DAY.s));
    default:
      return exact(isWide ? inUnits(bigs, unit, 1) : Float64Array.from(numbers, (value) => value / perSecond(unit)));
  }
}

const exact = (values: Float64Array): Doubles => ({ values, refused: null });

function perSecond(unit: number): number {
  if (unit === TimeUnit.SECOND) return 1;
  return unit === TimeUnit.MILLISECOND ? 1e3 : 1e6;
}

/** Counts of a unit of time, in pieces of so many seconds. */
function inUnits(raw: BigInt64Array, unit: number, seconds: number): Float64Array {
  if (unit === TimeUnit.NANOSECOND) return scaledNanos(raw, seconds * 1e6);
  return scaledInt64(raw, seconds * perSecond(unit));
}

/** Little-endian integers of 32 to 256 bits. */
function decimals({ values, length }: RawBatch, bitWidth: number, scale: number): Float64Array {
  if (bitWidth === 32) return Float64Array.from({ length }, (_, i) => decimal(values[i] as number, scale));
  const words = values as unknown as BigUint64Array;
  const stride = bitWidth / 64;
  return Float64Array.from({ length }, (_, i) => {
    let value = BigInt.asIntN(64, words[(i + 1) * stride - 1] as bigint);
    for (let k = stride - 2; k >= 0; k--) value = (value << 64n) | BigInt.asUintN(64, words[i * stride + k] as bigint);
    return decimal(value, scale);
  });
}

/** One code a row; what stands where a value is missing means nothing. */
export function codesOf(batch: RawBatch, type: DataType, words: Words): Int32Array {
  requireWhole(batch, type);
  const { length, offsets, data } = batch;
  const bytes = batch.values as unknown as Uint8Array;
  const present = (i: number, code: () => number): number => (isPresent(batch, i) ? code() : -1);
  const { typeId } = partsOf(type);
  if (typeId === Type.Bool) {
    return Int32Array.from({ length }, (_, i) => ((bytes[i >> 3] as number) >> (i & 7)) & 1);
  }
  if (typeId !== Type.Utf8View) {
    return Int32Array.from({ length }, (_, i) =>
      present(i, () => codeOf(words, bytes, Number(offsets[i]), Number(offsets[i + 1]))),
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Int32Array.from({ length }, (_, i) =>
    present(i, () => {
      const at = i * VIEW_BYTES;
      const n = view.getInt32(at, true);
      // Up to 12 bytes lie in the view itself.
      if (n <= 12) return codeOf(words, bytes, at + 4, at + 4 + n);
      const from = view.getInt32(at + 12, true);
      return codeOf(words, data?.[view.getInt32(at + 8, true)], from, from + n);
    }),
  );
}

function codeOf(words: Words, bytes: Uint8Array | undefined, from: number, to: number): number {
  if (!bytes || !(from >= 0 && from <= to && to <= bytes.length)) throw new Error("a text beyond its buffer");
  return words.code(bytes, from, to);
}
