// Attributes into points, points into attributes, rows dealt by a seed, numbers as people write them.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LeastwiseError } from "#engine/index.ts";
import { readNumber, writeNumber } from "#widgets/fit-line/numbers.ts";
import { formatPoints, load, parsePoints, type SourceRequest, sampleRows } from "#widgets/fit-line/source.ts";

const number = fc.double({ noNaN: true, noDefaultInfinity: true });

describe("parsePoints", () => {
  test("reads pairs, and counts rows from 1", () => {
    expect(parsePoints(" 1,2  3.5,-4e3\n")).toEqual([
      { x: 1, y: 2, row: 1 },
      { x: 3.5, y: -4000, row: 2 },
    ]);
  });

  test("reads rows where they are named, and a pair without one as added", () => {
    expect(parsePoints("1,2,413 3,4").map(({ row }) => row)).toEqual([413, null]);
  });

  test("is undone by formatPoints, to the last bit", () => {
    const row = fc.option(fc.integer({ min: 1, max: 1e6 }), { nil: null });
    const points = fc.array(fc.record({ x: number, y: number, row }));
    fc.assert(
      fc.property(points, (given) => {
        const named = given.some((point) => point.row !== null);
        const expected = named ? given : given.map((point, i) => ({ ...point, row: i + 1 }));
        const read = parsePoints(formatPoints(expected));
        expect(read.map(({ x, y, row: r }) => [x + 0, y + 0, r])).toEqual(
          expected.map(({ x, y, row: r }) => [x + 0, y + 0, r]),
        );
      }),
    );
  });

  test.each(["1", "1,", ",2", "1,2,3,4", "a,b", "1,Infinity", "1,NaN"])("refuses %s and names it", (pair) => {
    const message = `points: pair 2 must be two numbers, as 3,4.5; got ${pair}`;
    expect(() => parsePoints(`5,6 ${pair}`)).toThrow(new LeastwiseError("bad-argument", message, { value: pair }));
  });
});

describe("sampleRows", () => {
  test("deals different rows, ascending, the same for the same seed", () => {
    const rows = sampleRows(1000, 26, 1);
    expect(new Set(rows).size).toBe(26);
    expect(rows).toEqual(rows.slice().sort((a, b) => a - b));
    expect(sampleRows(1000, 26, 1)).toEqual(rows);
    expect(sampleRows(1000, 26, 2)).not.toEqual(rows);
  });

  test("deals every row about as often as any other", () => {
    const counts = new Array<number>(10).fill(0);
    for (let seed = 0; seed < 4000; seed++)
      for (const row of sampleRows(10, 3, seed)) counts[row] = (counts[row] ?? 0) + 1;
    // 1200 each with a standard deviation of 29.
    for (const count of counts) expect(Math.abs(count - 1200)).toBeLessThan(150);
  });

  test("deals all where more are asked for than there are", () => {
    expect(sampleRows(3, 26, 1)).toEqual([0, 1, 2]);
    expect(sampleRows(0, 26, 1)).toEqual([]);
  });
});

describe("load", () => {
  const request: SourceRequest = { data: null, src: null, x: null, y: null, rows: null, seed: 1, points: null };
  const noEngine = () => Promise.reject(new Error("no engine is needed"));
  const options = { signal: new AbortController().signal, onProgress: () => {}, baseUrl: "http://localhost/" };

  test("is null where nothing is named", async () => {
    expect(await load(request, noEngine, options)).toBeNull();
  });

  test("takes points without an engine, none too", async () => {
    const loaded = await load({ ...request, points: "1,2", x: "spend" }, noEngine, options);
    expect(loaded).toMatchObject({ x: { name: "spend" }, y: { name: "y" }, nRows: 1, dataSet: null });
    expect((await load({ ...request, points: "" }, noEngine, options))?.points).toEqual([]);
  });

  test("refuses one column for both axes", async () => {
    const same = load({ ...request, points: "1,2", x: "a", y: "a" }, noEngine, options);
    await expect(same).rejects.toThrow("y: must be another column than x; got a");
  });
});

describe("numbers", () => {
  test.each([
    ["118,000", 118_000],
    ["$1,234.5", 1234.5],
    ["−0.52", -0.52],
    [" .5 ", 0.5],
    ["1e3", 1000],
  ])("readNumber(%s) is %d", (text, value) => expect(readNumber(text, "en-US")).toBe(value));

  test("follow the locale's marks", () => {
    expect(readNumber("1.234,5", "de-DE")).toBe(1234.5);
    expect(writeNumber(-1234.5, "de-DE")).toBe("−1.234,5");
  });

  test.each(["", "x", "1-2", "--1", "1e", "Infinity", "0x10", "1e999"])("readNumber(%s) is null", (text) => {
    expect(readNumber(text, "en-US")).toBeNull();
  });

  test("writes whole parts out and six digits of what has a fraction", () => {
    const written = [99_974.5906, 1_234_567.89, 0.8161234, -12, 0].map((value) => writeNumber(value, "en-US"));
    expect(written).toEqual(["99,974.6", "1,234,568", "0.816123", "−12", "0"]);
  });

  test("what is written of six digits is read back", () => {
    fc.assert(
      fc.property(fc.integer({ min: -999_999, max: 999_999 }), fc.integer({ min: -3, max: 6 }), (digits, power) => {
        const value = Number(`${digits}e${power}`);
        expect((readNumber(writeNumber(value, "en-US"), "en-US") ?? Number.NaN) + 0).toBe(value + 0);
      }),
    );
  });
});
