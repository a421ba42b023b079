// The bundled data sets: what data/catalog.json says of them.

import text from "#data/catalog.json?raw";
import type { DataSet } from "./types.ts";

/** In the order in which they are offered; a test holds the file to the type, value by value. */
export const catalog: readonly DataSet[] = JSON.parse(text) as DataSet[];
