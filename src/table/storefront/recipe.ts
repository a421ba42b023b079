// The storefront as a recipe: its grains, how many rows each may have, and its superblocks.

import { LeastwiseError } from "#base/error.ts";
import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import type { Backend } from "#kernel/backend.ts";
import { quote } from "../column.ts";
import type { Recipe } from "../recipe.ts";
import type { GenerateOptions } from "../types.ts";
import { COLUMNS, emptyChunks, inOrder } from "./columns.ts";
import { CUSTOMER_COLUMNS, makeCustomers } from "./customers.ts";
import { DAILY, locateDaily, locateOrders, ORDER } from "./grain.ts";
import { type Maker, makeRows } from "./rows.ts";
import { makeState } from "./state.ts";
import { N_DAYS, REGIONS } from "./truth.ts";

const DEFAULT_SEED = 42;
const DEFAULT_ROWS = { order: 100_000, customer: 10_000 };
const MOST_ROWS = 2 ** 31 - 1;
/** Rows at a time: their draws stay in the cache. */
const AT_ONCE = 2048;

const GRAINS = ["daily", "order", "customer"] as const;

function refuse(rule: string, value: unknown): never {
  throw new LeastwiseError("bad-argument", `${rule}; got ${quote(value)}`, { value });
}

/**
 * The storefront of a seed.
 *
 * @throws LeastwiseError `bad-argument` for a grain, a number of rows or a seed that breaks its rule
 */
export function storefront(backend: Backend, options: GenerateOptions): Recipe {
  const { rows, seed = DEFAULT_SEED } = options;
  const grain = options.grain ?? (rows === undefined ? "daily" : "order");
  if (!GRAINS.includes(grain)) refuse(`grain: must be one of ${GRAINS.join(", ")}`, grain);
  if (grain === "daily") {
    if (rows !== undefined) refuse('rows: must be left out with the grain "daily", which has 4384', rows);
    return recipeOf({ backend, seed, grain: DAILY, locate: locateDaily }, N_DAYS * REGIONS.length);
  }
  const nRows = rows ?? DEFAULT_ROWS[grain];
  if (!Number.isInteger(nRows) || nRows < 1 || nRows > MOST_ROWS) {
    refuse(`rows: must be a whole number from 1 to ${MOST_ROWS}`, rows);
  }
  if (grain === "customer") return customers(backend, seed, nRows);
  return recipeOf({ backend, seed, grain: ORDER, locate: locateOrders(nRows) }, nRows);
}

/** Rows of superblock k. */
const rowsOf = (nRows: number, k: number): number => Math.min(SUPERBLOCK_ROWS, nRows - k * SUPERBLOCK_ROWS);

function recipeOf(parts: Omit<Maker, "state">, nRows: number): Recipe {
  const maker: Maker = { ...parts, state: makeState(parts.backend, parts.seed) };
  return {
    nRows,
    columns: COLUMNS,
    superblock(k) {
      const size = rowsOf(nRows, k);
      const chunks = emptyChunks(size);
      for (let offset = 0; offset < size; offset += AT_ONCE) {
        makeRows(maker, chunks, { from: k * SUPERBLOCK_ROWS + offset, n: Math.min(AT_ONCE, size - offset), offset });
      }
      return inOrder(chunks);
    },
  };
}

function customers(backend: Backend, seed: number, nRows: number): Recipe {
  const state = makeState(backend, seed);
  return {
    nRows,
    columns: CUSTOMER_COLUMNS,
    superblock: (k) => makeCustomers({ backend, seed, state, nRows }, k * SUPERBLOCK_ROWS, rowsOf(nRows, k)),
  };
}
