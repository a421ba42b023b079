import { describe, expect, it } from "vitest";
import { numberFormats } from "#base/format.ts";

const en = numberFormats("en-US");

describe("numberFormats", () => {
  it("money(value) has no cents from ten dollars on", () => {
    expect(en.money(1234.4)).toBe("$1,234");
    expect(en.money(-46300)).toBe("−$46,300");
  });

  it("money(value) has cents below ten dollars, but none at zero", () => {
    expect(en.money(0.8161)).toBe("$0.82");
    expect(en.money(-0.5)).toBe("−$0.50");
    expect(en.money(0)).toBe("$0");
  });

  it("money(value) does not round a small amount to nothing", () => {
    expect(en.money(0.0021)).toBe("$0.0021");
  });

  it("share(value) is in per cent with one decimal", () => {
    expect(en.share(0.12345)).toBe("12.3 %");
    expect(en.share(-0.184)).toBe("−18.4 %");
  });

  it("coefficient(value) has three significant digits", () => {
    expect(en.coefficient(103_081.05)).toBe("103,000");
    expect(en.coefficient(0.81612)).toBe("0.816");
    expect(en.coefficient(-2.5e-7)).toBe("−2.5e-7");
    expect(en.coefficient(3.1e12)).toBe("3.1e12");
    expect(en.coefficient(0)).toBe("0");
  });

  it("p(value) never rounds to zero", () => {
    expect(en.p(0.0312)).toBe("0.031");
    expect(en.p(3.4e-9)).toBe("3.4e-9");
    expect(en.p(1e-40)).toBe("< 1e-15");
  });

  it("quantity(value, unit) puts the unit where a reader expects it", () => {
    expect(en.quantity(0.82, "$")).toBe("$0.82");
    expect(en.quantity(50_000, "visits")).toBe("50,000 visits");
    expect(en.quantity(1.23456, "")).toBe("1.23");
  });

  it("numberFormats(locale) follows the locale and survives a wrong tag", () => {
    expect(numberFormats("de-DE").count(12_345)).toBe("12.345");
    expect(numberFormats("not a tag").count(7)).toBe("7");
  });
});
