// How many digits of a number are right, by NIST's own measure, and which digits of its text those are.

/** NIST prints this many significant digits; no number can be shown to have more. */
export const PRINTED = 15;

/** −log10 of the relative error (absolute where the certified value is 0), from 0 to 15; 0 for a number that is missing. */
export function correctDigits(value: number | null | undefined, certified: string): number {
  if (value === null || value === undefined || !Number.isFinite(value)) return 0;
  const truth = Number(certified);
  const error = Math.abs(value - truth) / (truth === 0 ? 1 : Math.abs(truth));
  return error === 0 ? PRINTED : Math.min(PRINTED, Math.max(0, -Math.log10(error)));
}

/** The fewest correct digits of any of the numbers. */
export function worstDigits(values: readonly (number | null)[], certified: readonly string[]): number {
  return Math.min(...certified.map((text, k) => correctDigits(values[k], text)));
}

/** A number in as many digits as NIST prints, cut after the last one that agrees with the certified value. */
export function splitAgreement(value: number, certified: string): { agrees: string; differs: string } {
  const text = printed(value);
  const truth = printed(Number(certified));
  let at = 0;
  while (at < text.length && text[at] === truth[at]) at++;
  // Another exponent is another number, whatever the digits say.
  if (exponentOf(text) !== exponentOf(truth)) at = 0;
  return { agrees: text.slice(0, at), differs: text.slice(at) };
}

/** A certified value in the same form as ours. */
export function printed(value: number): string {
  return value
    .toExponential(PRINTED - 1)
    .replace("e+", "e")
    .replaceAll("-", "−");
}

function exponentOf(text: string): string {
  return text.slice(text.indexOf("e"));
}
