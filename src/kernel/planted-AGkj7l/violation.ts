import type { Table } from "#table/types.ts";
export type T = Table;
