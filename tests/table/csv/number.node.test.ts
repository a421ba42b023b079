import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NumberReader } from "#table/csv/number.ts";
import { bytesOf } from "../../helpers/csv.ts";

function parse(text: string, rule = { mark: ".", identifiers: true }): NumberReader | null {
  const bytes = bytesOf(text);
  const number = new NumberReader(rule.mark.charCodeAt(0), rule.identifiers);
  return number.read(bytes, 0, bytes.length) ? number : null;
}

const digits = (min: number, max: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: min, maxLength: max });

/** Decimals as people and programs write them, of up to 40 digits. */
const written = fc
  .tuple(
    fc.constantFrom("", "-", "+"),
    digits(0, 20),
    fc.boolean(),
    digits(0, 20),
    fc.constantFrom("", "e", "E"),
    fc.integer({ min: -340, max: 340 }),
  )
  .filter(([, whole, , fraction]) => whole.length + fraction.length > 0)
  .map(([sign, whole, point, fraction, e, power]) => {
    const mantissa = point || whole === "" ? `${whole}.${fraction}` : whole;
    return `${sign}${mantissa.length > 1 || mantissa !== "." ? mantissa : "0"}${e === "" ? "" : e + power}`;
  })
  .filter((text) => /\d/.test(text.split(/[eE]/)[0] as string));

describe("NumberReader", () => {
  it("rounds as the language does", () => {
    fc.assert(
      fc.property(written, (text) => {
        const expected = Number(text);
        const out = parse(text, { mark: ".", identifiers: false });
        if (Number.isFinite(expected)) expect(out?.value).toBe(expected);
        else expect(out).toBeNull();
      }),
      { numRuns: 20_000 },
    );
  });

  it("rounds every double's shortest text, and digits beyond it, to that double", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e300, max: 1e300, noNaN: true }),
        fc.integer({ min: 15, max: 21 }),
        (x, precision) => {
          expect(parse(String(x), { mark: ".", identifiers: false })?.value).toBe(Number(String(x)));
          const text = x.toPrecision(precision);
          expect(parse(text, { mark: ".", identifiers: false })?.value).toBe(Number(text));
        },
      ),
      { numRuns: 20_000 },
    );
  });

  it("rounds decimals that lie close to the middle of two doubles", () => {
    const middle = fc.tuple(
      fc.bigInt({ min: 2n ** 52n, max: 2n ** 53n - 1n }),
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: -2, max: 2 }),
    );
    fc.assert(
      fc.property(middle, ([m, k, off]) => {
        // (m + 1/2) / 2^k is a decimal of k + 1 places: shift it by the last place of what is kept.
        const units = ((2n * m + 1n) * 10n ** BigInt(k + 1)) / 2n ** BigInt(k + 1) + BigInt(off);
        const text = String(units).padStart(k + 2, "0");
        const decimal = `${text.slice(0, -(k + 1))}.${text.slice(-(k + 1))}`;
        expect(parse(decimal)?.value).toBe(Number(decimal));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    "0",
    "7",
    "-7",
    "0.5",
    "-0.5",
    "12.50",
    "1e5",
    "1E-3",
    "+3",
    ".5",
    "5.",
    " 5 ",
    "\t5",
    "-0",
    "9007199254740991",
  ])("takes %j as a number", (text) => expect(parse(text)?.value).toBe(Number(text)));

  it.each([
    "",
    " ",
    "-",
    ".",
    "e5",
    "1e",
    "1e+",
    "1.2.3",
    "1,5",
    "0x10",
    "1_000",
    "1 000",
    "Infinity",
    "inf",
    "NaN",
    "1e999",
    "$5",
    "5%",
    "--5",
    "१",
  ])("does not take %j as a number", (text) => expect(parse(text)).toBeNull());

  it.each(["00501", "-007", "00", "01.5", "9007199254740992", "12345678901234567890", "4111111111111111111"])(
    "takes %j as an identifier, and as a number where it is told to",
    (text) => {
      expect(parse(text)).toBeNull();
      expect(parse(text, { mark: ".", identifiers: false })?.value).toBe(Number(text));
    },
  );

  it("takes a comma for the decimal mark, and then no point", () => {
    expect(parse("3,14", { mark: ",", identifiers: true })?.value).toBe(3.14);
    expect(parse("3.14", { mark: ",", identifiers: true })).toBeNull();
  });
});
