// Numbers for people: money, shares, counts and coefficients, by the page's locale.

/** A way to print numbers of one locale, made once and kept. */
export interface NumberFormats {
  /** `$1,234`; cents below ten dollars, two significant digits below ten cents. */
  money(value: number): string;
  /** A share of one, as `12.3 %`. */
  share(value: number): string;
  /** `12,345`. */
  count(value: number): string;
  /** Three significant digits: `0.816`, `103,000`, `1.23e-9`. */
  coefficient(value: number): string;
  /** A p-value: two significant digits, `< 1e-15` below that. */
  p(value: number): string;
  /** A value in its unit: money for `$`, otherwise three significant digits or a whole number, then the unit. */
  quantity(value: number, unit: string): string;
}

const cache = new Map<string, NumberFormats>();

/** Formats of a locale (a BCP 47 tag; unknown ones fall back to the machine's). */
export function numberFormats(locale: string): NumberFormats {
  const known = cache.get(locale);
  if (known) return known;
  const made = make(wellFormed(locale));
  cache.set(locale, made);
  return made;
}

/** The tag where it is well formed; Intl itself falls back for one it does not know. */
function wellFormed(locale: string): string | undefined {
  try {
    // Not supportedLocalesOf: that loads every locale, which takes a browser some 25 ms.
    return Intl.getCanonicalLocales(locale)[0];
  } catch {
    return undefined;
  }
}

function make(locale: string | undefined): NumberFormats {
  // Each is made when it is first needed: making one takes a browser some milliseconds.
  const format = (options: Intl.NumberFormatOptions) => {
    let made: Intl.NumberFormat | undefined;
    return (value: number): string => {
      made ??= new Intl.NumberFormat(locale, options);
      return made.format(value);
    };
  };
  const dollar = { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol" } as const;
  const dollars = format({ ...dollar, maximumFractionDigits: 0 });
  const cents = format({ ...dollar, minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const fractions = format({ ...dollar, maximumSignificantDigits: 2 });
  const tenths = format({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const whole = format({ maximumFractionDigits: 0 });
  const three = format({ maximumSignificantDigits: 3 });
  const two = format({ maximumSignificantDigits: 2 });
  const plain = (value: number) => minus(value === 0 ? "0" : three(value));
  const coefficient = (value: number) => {
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-4 || size >= 1e9)) return minus(scientific(value, 3));
    return plain(value);
  };
  const money = (value: number) => {
    const size = Math.abs(value);
    if (size >= 9.995 || size === 0) return minus(dollars(value));
    return minus((size >= 0.095 ? cents : fractions)(value));
  };
  return {
    money,
    coefficient,
    share: (value) => `${minus(tenths(100 * value))} %`,
    count: (value) => minus(whole(value)),
    p: (value) => (value < 1e-15 ? "< 1e-15" : value < 1e-4 ? scientific(value, 2) : two(value)),
    quantity: (value, unit) => {
      if (unit === "$") return money(value);
      const number = Number.isInteger(value) ? minus(whole(value)) : coefficient(value);
      return unit === "" ? number : `${number} ${unit}`;
    },
  };
}

/** Mantissa and exponent without trailing zeros, as `1.2e-7`. */
function scientific(value: number, digits: number): string {
  const [mantissa = "", exponent = "0"] = value.toExponential(digits - 1).split("e");
  return `${Number(mantissa)}e${Number(exponent)}`;
}

/** A hyphen before a digit is a minus sign. */
function minus(text: string): string {
  return text.replace("-", "−").replace(/e−/, "e-");
}
