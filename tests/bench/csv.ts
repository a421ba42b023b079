// The reader of CSV and the kernel that it scans with, in one module that is built as it ships.

export { openBackend } from "#kernel/choose.ts";
export { readCsv } from "#table/csv/read.ts";
