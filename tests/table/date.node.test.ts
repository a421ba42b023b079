import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { daysOfCivil, daysOfText, textOfDays } from "#table/date.ts";

const MS_A_DAY = 86_400_000;
const moment = fc.date({
  min: new Date("0001-01-01T00:00:00Z"),
  max: new Date("9999-12-31T23:59:59Z"),
  noInvalidDate: true,
});

describe("dates", () => {
  it("are the days that the language counts", () => {
    fc.assert(
      fc.property(moment, (date) => {
        expect(daysOfText(date.toISOString())).toBe(date.getTime() / MS_A_DAY);
        const midnight = Math.floor(date.getTime() / MS_A_DAY);
        const text = date.toISOString().slice(0, 10);
        expect(daysOfText(text)).toBe(midnight);
        expect(textOfDays(midnight)).toBe(text);
      }),
    );
  });

  it("know leap years", () => {
    expect(daysOfText("2000-02-29")).toBe(daysOfCivil(2000, 3, 1) - 1);
    for (const text of ["1900-02-29", "2021-02-29", "2021-04-31", "2021-13-01", "2021-00-10", "2021-01-00"]) {
      expect(daysOfText(text)).toBeNull();
    }
  });

  it("honour the offset that is written", () => {
    expect(daysOfText("1970-01-02T01:00+01:00")).toBe(1);
    expect(daysOfText("1970-01-01T18:30-0530")).toBe(1);
    expect(daysOfText("1970-01-02 00:00")).toBe(1);
  });

  it.each([
    "2021",
    "2021-01",
    "20210105",
    "5/1/2021",
    "2021-1-5",
    "2021-01-05T",
    "2021-01-05T24:00",
    "2021-01-05T10:60",
    "2021-01-05T10",
    " 2021-01-05",
    "2021-01-05T10:20:30.",
    "२०२१-०१-०५",
  ])("are not %j", (text) => expect(daysOfText(text)).toBeNull());

  it("have the time and the offset that the language reads", () => {
    const pad = (n: number): string => String(n).padStart(2, "0");
    const zone = fc.oneof(
      fc.constant("Z"),
      fc.tuple(fc.constantFrom("+", "-"), fc.nat(23), fc.nat(59)).map(([sign, h, m]) => `${sign}${pad(h)}:${pad(m)}`),
    );
    const time = fc
      .tuple(fc.nat(23), fc.nat(59), fc.option(fc.nat(59)), fc.nat(999), zone)
      .map(
        ([h, m, s, ms, z]) => `T${pad(h)}:${pad(m)}${s === null ? "" : `:${pad(s)}.${pad(ms).padStart(3, "0")}`}${z}`,
      );
    fc.assert(
      fc.property(moment, time, (date, rest) => {
        const text = date.toISOString().slice(0, 10) + rest;
        expect(daysOfText(text)).toBe(Date.parse(text) / MS_A_DAY);
        expect(daysOfText(text.replace("T", " "))).toBe(daysOfText(text));
      }),
      { numRuns: 5000 },
    );
  });
});
