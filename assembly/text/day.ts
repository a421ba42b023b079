// A day as YYYY-MM-DD, as days since 1970-01-01.

const ZERO: u32 = 48;
const MINUS: u32 = 45;
const DAY_BYTES: usize = 10;
/** Above all sums of digits. */
const NO_NUMBER: u32 = 1000000;

/** The number that the two digits at `at` spell; large where they are none. */
function pairAt(at: usize): u32 {
  const tens: u32 = <u32>load<u8>(at) - ZERO;
  const ones: u32 = <u32>load<u8>(at, 1) - ZERO;
  return tens <= 9 && ones <= 9 ? tens * 10 + ones : NO_NUMBER;
}

function daysInMonth(year: u32, month: u32): u32 {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar; years from 1 on. The year starts in March: the leap day ends it. */
function daysOf(year: u32, month: u32, day: u32): i32 {
  const y = month <= 2 ? year - 1 : year;
  const era = y / 400;
  const yearOfEra = y % 400;
  const dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return <i32>(era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear) - 719468;
}

/** Read the day at `start` into `out`, f64; gives where the byte after it is, 0 where there is none. */
export function dayAt(start: usize, out: usize): usize {
  if (load<u8>(start, 4) !== MINUS || load<u8>(start, 7) !== MINUS) return 0;
  const century = pairAt(start);
  const year = century * 100 + pairAt(start + 2);
  const month = pairAt(start + 5);
  const day = pairAt(start + 8);
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return 0;
  store<f64>(out, <f64>daysOf(year, month, day));
  return start + DAY_BYTES;
}
