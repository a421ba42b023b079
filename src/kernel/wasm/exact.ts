// Row passes in double-double, by the kernel.

import { type DoubleDoubles, zeros } from "#base/double-double.ts";
import type { ExactBlock, ExactOrigin } from "../backend.ts";
import { checkExact, checkMatrix } from "../shapes.ts";
import type { Arena } from "./arena.ts";
import type { Kernel } from "./instance.ts";
import { eachStretch, type Stretch } from "./staging.ts";

const DESCRIPTOR_BYTES = 8;
const ORIGIN_VALUES = 3;

function putOrigin(arena: Arena, { scale, centre }: ExactOrigin): number {
  const q = scale.length;
  const address = arena.take(q * ORIGIN_VALUES * 8);
  const view = arena.f64(address, q * ORIGIN_VALUES);
  for (let j = 0; j < q; j++) {
    view.set([scale[j] as number, centre.hi[j] as number, centre.lo[j] as number], j * ORIGIN_VALUES);
  }
  return address;
}

/** High and low parts in turn. */
function putPairs(arena: Arena, { hi, lo }: DoubleDoubles): number {
  const address = arena.take(hi.length * 16);
  const view = arena.f64(address, hi.length * 2);
  for (const [i, value] of hi.entries()) view.set([value, lo[i] as number], 2 * i);
  return address;
}

function readPairs(arena: Arena, address: number, n: number): DoubleDoubles {
  const view = arena.f64(address, n * 2);
  const pairs = zeros(n);
  for (let i = 0; i < n; i++) {
    pairs.hi[i] = view[2 * i] as number;
    pairs.lo[i] = view[2 * i + 1] as number;
  }
  return pairs;
}

/** Room for n double-doubles of 0. */
function takeSums(arena: Arena, n: number): number {
  const address = arena.take(n * 16);
  arena.u8(address, n * 16).fill(0);
  return address;
}

/** Visit a block with its low parts: `lows` is the address of one descriptor's address a column, 0 where there is none. */
function eachExactStretch(
  kernel: Kernel,
  { n, columns, low, weights }: ExactBlock,
  visit: (stretch: Stretch, lows: number) => void,
): void {
  const { arena } = kernel;
  const present = low.filter((column) => column !== null);
  const lows = arena.take(low.length * 4);
  eachStretch(kernel, { n, columns: [...columns, ...present], weights }, (stretch) => {
    let next = stretch.columns + columns.length * DESCRIPTOR_BYTES;
    const view = arena.u32(lows, low.length);
    for (const [j, column] of low.entries()) {
      view[j] = column ? next : 0;
      if (column) next += DESCRIPTOR_BYTES;
    }
    visit(stretch, lows);
  });
}

/** Packed triangle of Σ w z zᵀ over the columns and a column of 1. */
export function exactProducts(kernel: Kernel, block: ExactBlock, origin: ExactOrigin): DoubleDoubles {
  checkExact(block, origin);
  const { arena, call } = kernel;
  const q = block.columns.length;
  const size = ((q + 1) * (q + 2)) / 2;
  arena.reset();
  const origins = putOrigin(arena, origin);
  const panel = arena.take(call.exact_panel_bytes(q));
  const sums = takeSums(arena, size);
  eachExactStretch(kernel, block, ({ columns, weights, n }, lows) => {
    call.exact_products_dd(columns, lows, weights, n, q, origins, panel, sums);
  });
  return readPairs(arena, sums, size);
}

/** Σ w e², Σ w e and Σ w e z[p]; the last column of the block is the response. */
export function exactResiduals(
  kernel: Kernel,
  block: ExactBlock,
  origin: ExactOrigin,
  predictor: DoubleDoubles,
): DoubleDoubles {
  checkExact(block, origin);
  const { arena, call } = kernel;
  const p = block.columns.length - 1;
  checkMatrix("predictor", predictor.hi, p + 1, 1);
  arena.reset();
  const origins = putOrigin(arena, origin);
  const coefficients = putPairs(arena, predictor);
  const panel = arena.take(call.exact_residual_panel_bytes(p));
  const sums = takeSums(arena, p + 2);
  eachExactStretch(kernel, block, ({ columns, weights, n }, lows) => {
    call.exact_residuals_dd(columns, lows, weights, n, p, origins, coefficients, panel, sums);
  });
  return readPairs(arena, sums, p + 2);
}
