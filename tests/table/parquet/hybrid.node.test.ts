// Runs and packed bits of Parquet against an encoder of the format, and against any bytes at all.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readHybrid } from "#table/parquet/hybrid.ts";

interface Run {
  packed: boolean;
  values: number[];
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) + 128);
  return [...bytes, left];
}

/** A run of one value, or groups of eight packed from the lowest bit on. */
function encoded({ packed, values }: Run, width: number): number[] {
  if (!packed) {
    const value = BigInt((values[0] as number) >>> 0);
    const bytes = Array.from({ length: Math.ceil(width / 8) }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
    return [...varint(values.length * 2), ...bytes];
  }
  const groups = Math.ceil(values.length / 8);
  let bits = 0n;
  for (const [i, value] of values.entries()) bits |= BigInt(value >>> 0) << BigInt(i * width);
  const bytes = Array.from({ length: groups * width }, (_, i) => Number((bits >> BigInt(8 * i)) & 255n));
  return [...varint(groups * 2 + 1), ...bytes];
}

/** Of a run, all values are the first; of what is packed but the last, there are whole groups of eight. */
const runs = fc.integer({ min: 1, max: 32 }).chain((width) => {
  const value = fc.integer({ min: 0, max: width === 32 ? 2 ** 31 - 1 : 2 ** width - 1 });
  const run = fc.tuple(fc.boolean(), fc.array(value, { minLength: 1, maxLength: 40 })).map(([packed, values]): Run => {
    if (!packed) return { packed, values: values.map(() => values[0] as number) };
    const whole = values.length - (values.length % 8);
    return { packed, values: whole > 0 ? values.slice(0, whole) : [...values, ...Array(8 - values.length).fill(0)] };
  });
  return fc.record({ width: fc.constant(width), runs: fc.array(run, { minLength: 1, maxLength: 6 }), cut: fc.nat(7) });
});

describe("readHybrid", () => {
  it("gives back runs and packed values of every width, and passes over the padding of the last group", () => {
    fc.assert(
      fc.property(runs, ({ width, runs: given, cut }) => {
        const values = given.flatMap((run) => run.values);
        const last = given.at(-1) as Run;
        const n = values.length - (last.packed ? cut : 0);
        const out = new Int32Array(n);
        readHybrid(Uint8Array.from(given.flatMap((run) => encoded(run, width))), width, out);
        expect([...out]).toEqual(values.slice(0, n));
      }),
      { numRuns: 500 },
    );
  });

  it("refuses a run that is longer than what is left, before it writes one", () => {
    const out = new Int32Array(3);
    expect(() => readHybrid(Uint8Array.of(...varint(2 ** 31 - 2), 1), 1, out)).toThrow(
      "a run of 1073741823 values for 3",
    );
    expect([...out]).toEqual([0, 0, 0]);
  });

  it("ends on any bytes, with values or an error", () => {
    const bytes = fc.uint8Array({ maxLength: 30 });
    fc.assert(
      fc.property(bytes, fc.nat(40), fc.nat(20), (given, width, n) => {
        const out = new Int32Array(n);
        try {
          readHybrid(given, width, out);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
