// Numbers in fields: written with separators, read the way people of a locale write them.

interface Marks {
  group: string;
  decimal: string;
}

/** Digits shown of a number with a fraction; whole parts are always written out. */
const DIGITS = 6;

const marks = new Map<string, Marks>();
const formats = new Map<string, Intl.NumberFormat>();

function marksOf(locale: string): Marks {
  let known = marks.get(locale);
  if (!known) {
    const parts = new Intl.NumberFormat(locale).formatToParts(12345.6);
    const find = (type: string, otherwise: string) => parts.find((part) => part.type === type)?.value ?? otherwise;
    known = { group: find("group", ","), decimal: find("decimal", ".") };
    marks.set(locale, known);
  }
  return known;
}

/** A finite number as a person would type it: `118,000`, `0.52`, `99,974.6`. */
export function writeNumber(value: number, locale: string): string {
  const whole = Math.floor(Math.log10(Math.abs(value) || 1)) + 1;
  const digits = Math.min(21, Math.max(DIGITS, whole));
  const key = `${locale} ${digits}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, { maximumSignificantDigits: digits });
    formats.set(key, format);
  }
  return format.format(value).replace("-", "−");
}

/** What a person meant by `text`, money and percent signs left out; null where it is no finite number. */
export function readNumber(text: string, locale: string): number | null {
  const { group, decimal } = marksOf(locale);
  const bare = text
    .replace(/[−–]/g, "-")
    .replace(/[\s\u00a0\u202f$€£%]/g, "")
    .split(group)
    .join("")
    .replace(decimal, ".");
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(bare)) return null;
  const value = Number(bare);
  return Number.isFinite(value) ? value : null;
}
