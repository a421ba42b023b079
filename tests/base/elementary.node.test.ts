// log, exp and pow against 320-bit arithmetic, and at the edges of the doubles.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exp, LN2_HIGH, LN2_LOW, log } from "#base/elementary.ts";
import { pow } from "#formula/power.ts";
import { exact, exactExp, exactLog, exactPow, LN2, ulps } from "../formula/exact.ts";

const LEAST = 5e-324;
const LEAST_NORMAL = 2 ** -1022;

/** Doubles spread evenly over exponents rather than over values. */
const anySize = fc
  .tuple(fc.double({ min: 1, max: 2, maxExcluded: true, noNaN: true }), fc.integer({ min: -1074, max: 1023 }))
  .map(([m, k]) => m * 2 ** Math.max(k, -1022) * 2 ** Math.min(0, k + 1022))
  .filter((x) => x > 0);

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** Neighbours of x among the doubles. */
function around(x: number): number[] {
  return [-3, -2, -1, 0, 1, 2, 3].map((k) => x * (1 + k * 2 ** -52));
}

describe("the constants", () => {
  it("of ln 2 sum to it to 85 bits, the high one having 32", () => {
    expect(LN2_HIGH * 2 ** 32).toBe(Math.round(LN2_HIGH * 2 ** 32));
    const low = { m: LN2.m - (exact(LN2_HIGH).m << BigInt(exact(LN2_HIGH).e - LN2.e)), e: LN2.e };
    expect(ulps(LN2_LOW, low)).toBeLessThanOrEqual(0.5);
  });
});

describe("log", () => {
  it("is within 0.9 ulp of the logarithm over all sizes", () => {
    fc.assert(
      fc.property(anySize, (x) => ulps(log(x), exactLog(x)) < 0.9),
      { numRuns: 3000 },
    );
  });

  it("is within 0.9 ulp about 1 and where the reduction changes its exponent", () => {
    fc.assert(
      fc.property(between(0.6, 1.5), (x) => ulps(log(x), exactLog(x)) < 0.9),
      { numRuns: 3000 },
    );
    const edges = [1, Math.SQRT1_2, Math.SQRT2, 2, 0.5, 10, Math.E, LEAST_NORMAL, 2 ** 1023];
    for (const x of edges.flatMap(around)) expect(ulps(log(x), exactLog(x)), String(x)).toBeLessThan(0.9);
  });

  it("is exact where it can be, and right at the edges", () => {
    expect(log(1)).toBe(0);
    expect(log(2)).toBe(Math.LN2);
    expect(log(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(log(-0)).toBe(Number.NEGATIVE_INFINITY);
    expect(log(-1)).toBeNaN();
    expect(log(Number.NaN)).toBeNaN();
    expect(log(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    for (const x of [LEAST, 3 * LEAST, LEAST_NORMAL - LEAST, Number.MAX_VALUE]) {
      expect(ulps(log(x), exactLog(x)), String(x)).toBeLessThan(0.9);
    }
  });
});

describe("exp", () => {
  it("is within 0.9 ulp of the exponential over all that does not overflow, subnormal results too", () => {
    fc.assert(
      fc.property(between(-745, 709.78), (x) => ulps(exp(x), exactExp(exact(x))) < 0.9),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(between(-1, 1), (x) => ulps(exp(x), exactExp(exact(x))) < 0.9),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(between(-745.1, -708), (x) => ulps(exp(x), exactExp(exact(x))) < 0.9),
      { numRuns: 500 },
    );
  });

  it("is within 0.9 ulp where the reduction changes its exponent", () => {
    const edges = Array.from({ length: 80 }, (_, k) => (k - 40.5) * Math.LN2);
    for (const x of edges.flatMap(around)) expect(ulps(exp(x), exactExp(exact(x))), String(x)).toBeLessThan(0.9);
  });

  it("is exact where it can be, and right at the edges", () => {
    expect(exp(0)).toBe(1);
    expect(exp(-0)).toBe(1);
    expect(exp(1)).toBe(Math.E);
    expect(exp(LEAST)).toBe(1);
    expect(ulps(exp(709.782712893384), exactExp(exact(709.782712893384)))).toBeLessThan(0.9);
    expect(exp(709.7827128933841)).toBe(Number.POSITIVE_INFINITY);
    expect(exp(-745.1332191019411)).toBe(LEAST);
    expect(exp(-745.1332191019412)).toBe(0);
    expect(exp(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(exp(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(exp(Number.NaN)).toBeNaN();
  });
});

describe("pow", () => {
  it("is within half an ulp and a bit for whole exponents", () => {
    const base = fc.tuple(between(1, 2), fc.integer({ min: -10, max: 10 })).map(([m, k]) => m * 2 ** k);
    fc.assert(
      fc.property(base, fc.integer({ min: -60, max: 60 }), (x, n) => {
        const truth = n === 0 ? exact(1) : exactPow(x, n);
        expect(ulps(pow(x, n), truth)).toBeLessThan(0.501);
        expect(pow(-x, n)).toBe(n % 2 === 0 ? pow(x, n) : -pow(x, n));
      }),
      { numRuns: 1000 },
    );
  });

  it("is within 0.9 ulp for any exponent whose power has a size", () => {
    fc.assert(
      fc.property(anySize, between(-700, 700), (x, product) => {
        const y = product / log(x);
        fc.pre(Math.abs(y) < 1e6 && Number.isFinite(pow(x, y)));
        expect(ulps(pow(x, y), exactPow(x, y))).toBeLessThan(0.9);
      }),
      { numRuns: 2000 },
    );
  });

  it("is exact where it can be, and right at the edges", () => {
    const exactly: [number, number, number][] = [
      [2, 10, 1024],
      [10, 22, 1e22],
      [3, 33, 5559060566555523],
      [-2, 3, -8],
      [2, -1074, LEAST],
      [2, -1075, 0],
      [2, 1023, 2 ** 1023],
      [2, 1024, Number.POSITIVE_INFINITY],
      [-2, 1025, Number.NEGATIVE_INFINITY],
      [LEAST, 2, 0],
      [LEAST, -1, Number.POSITIVE_INFINITY],
      [4, 0.5, 2],
      [0, 3, 0],
      [0, 0, 1],
      [0, -1, Number.POSITIVE_INFINITY],
      [1, 1e300, 1],
      [-1, 1e300, 1],
      [-1, 4097, -1],
      [2, 1e300, Number.POSITIVE_INFINITY],
      [2, -1e300, 0],
      [0.5, 1e300, 0],
      [7, 1, 7],
    ];
    for (const [x, y, power] of exactly) expect(pow(x, y), `${x}^${y}`).toBe(power);
    expect(pow(-8, 1 / 3)).toBeNaN();
    expect(pow(-2, 0.5)).toBeNaN();
    expect(pow(Number.NaN, 0)).toBe(1);
    expect(pow(Number.NaN, 2)).toBeNaN();
  });
});

describe("log, exp and pow", () => {
  /** FNV-1a over the bits of results at fixed inputs: a saved model depends on every one of them. */
  it("give the bits that they always gave", () => {
    let hash = 0x811c9dc5;
    const view = new DataView(new ArrayBuffer(8));
    const take = (x: number) => {
      view.setFloat64(0, x);
      for (let i = 0; i < 8; i++) hash = Math.imul(hash ^ view.getUint8(i), 0x01000193) >>> 0;
    };
    for (let i = 1; i <= 20_000; i++) {
      take(log(i / 64));
      take(exp((i - 10_000) / 16));
      take(pow(i / 128, 3));
      take(pow(i / 128, 0.7));
    }
    expect(hash.toString(16)).toBe("c36a3f39");
  });
});
