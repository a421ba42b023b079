// How a Parquet column is read: from the types of its schema, as numbers, dates or categories.

import type { DecodedArray, SchemaElement, SchemaTree } from "hyparquet/src/types.js";
import { unfitColumn } from "../binary-problem.ts";
import {
  bigEndian,
  type Doubles,
  decimal,
  finiteDoubles,
  half,
  int64Doubles,
  scaledInt64,
  scaledNanos,
  UNITS_A_DAY,
} from "../exact.ts";

/** Values of a page or dictionary, without the missing ones, become doubles or words. */
export type Reading =
  | { type: "number" | "date"; doubles: (raw: DecodedArray) => Doubles }
  | { type: "category"; of: "text" | "booleans" };

/** Day 0 of the Julian calendar's count that INT96 uses, from 1970-01-01. */
const JULIAN_EPOCH = 2_440_588;

/**
 * How the column of this schema node is read.
 *
 * @throws LeastwiseError `column-kind` for columns that are nested or hold what is neither number, date nor text
 */
export function readingOf({ element, children }: SchemaTree): Reading {
  const { name, type, repetition_type: repetition } = element;
  if (children.length > 0 || repetition === "REPEATED") throw unfitColumn(name, nestedKind(element));
  switch (type) {
    case "BOOLEAN":
      return { type: "category", of: "booleans" };
    case "INT32":
      return int32Reading(element);
    case "INT64":
      return int64Reading(element);
    case "INT96":
      return date((raw) => Float64Array.from(raw as bigint[], julianDays));
    case "FLOAT":
    case "DOUBLE":
      return { type: "number", doubles: (raw) => finiteDoubles(raw as ArrayLike<number>) };
    case "BYTE_ARRAY":
      return bytesReading(element);
    case "FIXED_LEN_BYTE_ARRAY":
      if (isDecimal(element)) return decimals(element);
      if (element.logical_type?.type === "FLOAT16") return { type: "number", doubles: halves };
      throw unfitColumn(name, kindOf(element));
    default:
      throw unfitColumn(name, "no type");
  }
}

function nestedKind({ converted_type: converted, logical_type: logical }: SchemaElement): string {
  const kind = logical?.type ?? converted;
  return kind === undefined ? "nested values" : `nested values (${kind})`;
}

function kindOf({ type, converted_type: converted, logical_type: logical }: SchemaElement): string {
  return logical?.type ?? converted ?? String(type);
}

const exact = (doubles: (raw: DecodedArray) => Float64Array) => (raw: DecodedArray) => ({
  values: doubles(raw),
  refused: null,
});
const date = (days: (raw: DecodedArray) => Float64Array): Reading => ({ type: "date", doubles: exact(days) });
const number = (values: (raw: DecodedArray) => Float64Array): Reading => ({ type: "number", doubles: exact(values) });
const doublesOf = (raw: DecodedArray, of: (value: number) => number): Float64Array =>
  Float64Array.from(raw as ArrayLike<number>, of);

function isDecimal({ converted_type: converted, logical_type: logical }: SchemaElement): boolean {
  return converted === "DECIMAL" || logical?.type === "DECIMAL";
}

function isUnsigned({ converted_type: converted, logical_type: logical }: SchemaElement): boolean {
  return converted?.startsWith("UINT") === true || (logical?.type === "INTEGER" && !logical.isSigned);
}

/** Unscaled integers as numbers, bigints or big-endian bytes. */
function decimals({ scale, logical_type: logical }: SchemaElement): Reading {
  const places = scale ?? (logical?.type === "DECIMAL" ? logical.scale : 0);
  return number((raw) =>
    Float64Array.from(raw as ArrayLike<number | bigint | Uint8Array>, (value) =>
      decimal(value instanceof Uint8Array ? bigEndian(value) : value, places),
    ),
  );
}

function int32Reading(element: SchemaElement): Reading {
  const { converted_type: converted, logical_type: logical } = element;
  if (isDecimal(element)) return decimals(element);
  if (converted === "DATE" || logical?.type === "DATE") return date((raw) => doublesOf(raw, (days) => days));
  if (converted === "TIME_MILLIS" || logical?.type === "TIME")
    return number((raw) => doublesOf(raw, (ms) => ms / 1000));
  if (isUnsigned(element)) return number((raw) => doublesOf(raw, (value) => value >>> 0));
  return number((raw) => doublesOf(raw, (value) => value));
}

function int64Reading(element: SchemaElement): Reading {
  const { converted_type: converted, logical_type: logical } = element;
  if (isDecimal(element)) return decimals(element);
  const unit = logical?.type === "TIMESTAMP" || logical?.type === "TIME" ? logical.unit : null;
  if (logical?.type === "TIMESTAMP" || converted === "TIMESTAMP_MILLIS" || converted === "TIMESTAMP_MICROS") {
    if (unit === "NANOS") return date((raw) => scaledNanos(bigs(raw), UNITS_A_DAY.us));
    const isMillis = unit === "MILLIS" || (unit === null && converted === "TIMESTAMP_MILLIS");
    return date((raw) => scaledInt64(bigs(raw), isMillis ? UNITS_A_DAY.ms : UNITS_A_DAY.us));
  }
  if (unit === "NANOS") return number((raw) => scaledNanos(bigs(raw), 1e6));
  if (unit !== null || converted === "TIME_MICROS") return number((raw) => scaledInt64(bigs(raw), 1e6));
  return { type: "number", doubles: (raw) => int64Doubles(bigs(raw), !isUnsigned(element)) };
}

function bytesReading(element: SchemaElement): Reading {
  const { name, converted_type: converted, logical_type: logical } = element;
  if (isDecimal(element)) return decimals(element);
  const isText = logical === undefined || ["STRING", "ENUM", "JSON"].includes(logical.type);
  if (!isText || converted === "BSON") throw unfitColumn(name, kindOf(element));
  return { type: "category", of: "text" };
}

/** Nothing comes as a list, everything else as 64-bit integers. */
function bigs(raw: DecodedArray): BigInt64Array {
  return raw instanceof BigInt64Array ? raw : BigInt64Array.from(raw as bigint[]);
}

function halves(raw: DecodedArray): Doubles {
  return finiteDoubles(Array.from(raw as Uint8Array[], ([low = 0, high = 0]) => half(low | (high << 8))));
}

/** Days of an INT96: a day in the high 32 bits, nanoseconds in it below. */
function julianDays(value: bigint): number {
  const day = Number(value >> 64n) - JULIAN_EPOCH;
  const nanos = Number(BigInt.asUintN(64, value));
  return (day * UNITS_A_DAY.us + nanos / 1000) / UNITS_A_DAY.us;
}
