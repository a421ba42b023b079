// The panel: a few hundred rows of all columns, packed and small enough for the cache.

/** Rows of a panel; a multiple of 4. */
export const PANEL_ROWS: usize = 256;

/** Bytes from one column of a panel to the next. No multiple of 4096, where columns would fight for the same cache set. */
export const STRIDE: usize = PANEL_ROWS * 8 + 64;

/** Columns of a register tile. */
export const TILE: usize = 3;

/** Bytes of one tile of sums: 9 entries of an even and an odd lane. */
export const TILE_BYTES: usize = TILE * TILE * 16;

/** Kind of an f32 column in its descriptor; 0 is f64. */
export const F32: u32 = 1;

/** A column's descriptor is its address and its kind. */
export const DESCRIPTOR_BYTES: usize = 8;

/** Value `row` of a column as f64. */
export function valueAt(column: usize, row: usize): f64 {
  const address = <usize>load<u32>(column);
  return load<u32>(column, 4) === F32 ? <f64>load<f32>(address + row * 4) : load<f64>(address + row * 8);
}
