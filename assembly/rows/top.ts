// Lists of the rows with the largest |value|: exact, in order, the earlier row first where two are equal.

/** A list holds its count, then up to `nTop` entries of a value and its row. */
const ENTRIES_AT: usize = 8;
const ENTRY_BYTES: usize = 16;

/** Bytes of a list. */
export function topBytes(nTop: usize): usize {
  return ENTRIES_AT + nTop * ENTRY_BYTES;
}

/** What a |value| must exceed to be listed. */
export function threshold(list: usize, nTop: usize): f64 {
  const count = <usize>load<f64>(list);
  return count < nTop ? -1 : Math.abs(load<f64>(list + ENTRIES_AT + (nTop - 1) * ENTRY_BYTES));
}

function insert(list: usize, nTop: usize, value: f64, row: f64): void {
  let count = <usize>load<f64>(list);
  if (count < nTop) store<f64>(list, <f64>++count);
  const first = list + ENTRIES_AT;
  let at = first + (count - 1) * ENTRY_BYTES;
  for (; at > first && Math.abs(load<f64>(at - ENTRY_BYTES)) < Math.abs(value); at -= ENTRY_BYTES) {
    store<f64>(at, load<f64>(at - ENTRY_BYTES));
    store<f64>(at, load<f64>(at - ENTRY_BYTES, 8), 8);
  }
  store<f64>(at, value);
  store<f64>(at, row, 8);
}

/** The largest |value| of a panel column whose length is a multiple of 4; NaN counts as absent. */
function largest(z: usize, length: usize): f64 {
  const end = z + length * 8;
  let most: f64 = -1;
  if (ASC_FEATURE_SIMD) {
    let a = f64x2.splat(-1);
    let b = f64x2.splat(-1);
    for (; z < end; z += 32) {
      a = f64x2.pmax(a, f64x2.abs(v128.load(z)));
      b = f64x2.pmax(b, f64x2.abs(v128.load(z, 16)));
    }
    a = f64x2.pmax(a, b);
    most = Math.max(f64x2.extract_lane(a, 0), f64x2.extract_lane(a, 1));
  } else {
    for (; z < end; z += 8) {
      const size = Math.abs(load<f64>(z));
      if (most < size) most = size;
    }
  }
  return most;
}

/**
 * Offer the rows of a panel column to a list: row i is row `from` + i, or `from` + places[i] where places are given. The column
 * is readable up to the next multiple of 4 rows.
 */
export function offerColumn(z: usize, length: usize, places: usize, from: usize, list: usize, nTop: usize): void {
  if (nTop === 0) return;
  let least = threshold(list, nTop);
  if (!(largest(z, (length + 3) & ~3) > least)) return;
  for (let i: usize = 0; i < length; i++) {
    const value = load<f64>(z + i * 8);
    if (!(Math.abs(value) > least)) continue;
    const place = places ? <usize>load<u32>(places + i * 4) : i;
    insert(list, nTop, value, <f64>(from + place));
    least = threshold(list, nTop);
  }
}
