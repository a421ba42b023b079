// readNamed: which reader a name is given to.

import { expect, it } from "vitest";
import type { Engine } from "#engine/index.ts";
import { readNamed } from "#widgets/shared/read-named.ts";

const reader = (name: string) => async () => name;
const engine = {
  readCsv: reader("csv"),
  readParquet: reader("parquet"),
  readArrow: reader("arrow"),
} as unknown as Engine;

it.each([
  ["a.csv", "csv"],
  ["a.csv.gz", "csv"],
  ["parquet", "csv"],
  ["a.PARQUET", "parquet"],
  ["a.arrow", "arrow"],
  ["a.arrows", "arrow"],
  ["a.feather", "arrow"],
])("readNamed of %s reads %s", async (name, expected) => {
  expect(await readNamed(engine, new File([], name), {})).toBe(expected);
  expect(await readNamed(engine, new URL(`https://data.example/${name}?sheet=1.parquet`), {})).toBe(expected);
  expect(await readNamed(engine, name, {})).toBe("csv");
});
