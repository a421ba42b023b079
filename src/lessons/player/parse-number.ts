// A number as a person types it: with a currency sign, separators, a decimal comma, “k” or “thousand”.

const SHAPE = /^([+-]?)([\d.,]*\d[\d.,]*)(k|thousand|m|million)?$/i;
const SCALE: Readonly<Record<string, number>> = { k: 1e3, thousand: 1e3, m: 1e6, million: 1e6 };

/** The value of `text`, or null where it is not one number. Groups of three after a comma are thousands: `1,200` is 1200, `1,2` is 1.2. */
export function parseNumber(text: string): number | null {
  const bare = text
    .replace(/[−–]/g, "-")
    .replace(/[\s\u00a0\u202f'’_$€£]/g, "")
    .replace(/(?:cents?|%)$/i, "");
  const found = SHAPE.exec(bare);
  const [, sign = "", digits = "", unit = ""] = found ?? [];
  if (!found) return null;
  const plain = plainDigits(digits);
  if (plain === null) return null;
  const value = Number(plain) * (SCALE[unit.toLowerCase()] ?? 1);
  return sign === "-" ? -value : value;
}

/** Digits with one decimal point and no separators; null where the separators make no sense. */
function plainDigits(digits: string): string | null {
  const decimal = Math.max(digits.lastIndexOf("."), digits.lastIndexOf(","));
  if (decimal < 0) return digits;
  const mark = digits[decimal];
  const marks = digits.replace(/\d/g, "");
  const grouped = new RegExp(`^\\d{1,3}(?:\\${mark}\\d{3})+$`);
  // One kind of mark, in groups of three: separators. A single point before three digits is read as a decimal point.
  if (new Set(marks).size === 1 && grouped.test(digits) && (mark === "," || marks.length > 1)) {
    return digits.replaceAll(mark ?? "", "");
  }
  const whole = digits.slice(0, decimal);
  const rest = digits.slice(decimal + 1);
  if (whole !== "" && !/^\d+$/.test(whole) && !/^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$/.test(whole)) return null;
  if (mark !== undefined && whole.includes(mark)) return null;
  return `${whole.replace(/[.,]/g, "") || "0"}.${rest || "0"}`;
}
