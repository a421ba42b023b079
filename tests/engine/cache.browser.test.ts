// Tables kept in the browser: another engine, as after a reload, has them without a look at their source.

import { parquetWriteBuffer } from "hyparquet-writer";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createEngine, type Engine } from "#engine/index.ts";

const open: Engine[] = [];
const FOLDER = "leastwise";

async function clear(): Promise<void> {
  const root = await navigator.storage.getDirectory();
  await root.removeEntry(FOLDER, { recursive: true }).catch(() => {});
}

beforeEach(clear);
afterEach(async () => {
  for (const engine of open.splice(0)) engine.close();
});

/** A new engine in a new worker. */
async function engineOf(options = {}): Promise<Engine> {
  const engine = await createEngine(options);
  open.push(engine);
  return engine;
}

async function kept(): Promise<FileSystemFileHandle[]> {
  const root = await navigator.storage.getDirectory();
  const folder = (await root.getDirectoryHandle(FOLDER, { create: true })) as unknown as {
    values(): AsyncIterable<FileSystemFileHandle>;
  };
  const handles: FileSystemFileHandle[] = [];
  for await (const handle of folder.values()) handles.push(handle);
  return handles;
}

const FIRST = parquetWriteBuffer({ columnData: [{ name: "x", data: [1.5, null, 3] }] });
/** Bytes of the same number that are no file at all: whoever reads them, fails. */
const RUINED = new Uint8Array(FIRST.byteLength);
const fileOf = (bytes: BlobPart, lastModified = 7) => new File([bytes], "x.parquet", { lastModified });

it("a table read once is there again in another engine, of whose source not one byte is read", async () => {
  const first = await (await engineOf()).readParquet(fileOf(FIRST), { cache: true });
  expect(await kept()).toHaveLength(1);
  for (const engine of open.splice(0)) engine.close();
  const bytes: number[] = [];
  const onProgress = (progress: { bytes: number }) => bytes.push(progress.bytes);
  const again = await (await engineOf()).readParquet(fileOf(RUINED), { cache: true, onProgress });
  expect(again.columns).toEqual(first.columns);
  expect(await again.rows(0, 3)).toEqual([[1.5], [null], [3]]);
  expect(bytes).toEqual([0]);
});

it("another version of the file, and a read without the cache, see the file itself", async () => {
  const engine = await engineOf();
  await engine.readParquet(fileOf(FIRST), { cache: true });
  await expect(engine.readParquet(fileOf(RUINED, 8), { cache: true })).rejects.toMatchObject({ code: "file-kind" });
  await expect(engine.readParquet(fileOf(RUINED))).rejects.toMatchObject({ code: "file-kind" });
});

it("a kept table that was cut is read from its source again", async () => {
  const engine = await engineOf();
  await engine.readParquet(fileOf(FIRST), { cache: true });
  const [handle] = (await kept()) as [FileSystemFileHandle];
  const writable = await handle.createWritable({ keepExistingData: true });
  await writable.truncate((await handle.getFile()).size - 1);
  await writable.close();
  const table = await engine.readParquet(fileOf(FIRST), { cache: true });
  expect(await table.rows(0, 3)).toEqual([[1.5], [null], [3]]);
  await engine.readParquet(fileOf(RUINED), { cache: true });
});

it("where no worker runs, nothing is kept and everything is read", async () => {
  const engine = await engineOf({ workers: 0 });
  const table = await engine.readParquet(fileOf(FIRST), { cache: true });
  expect(await table.rows(0, 1)).toEqual([[1.5]]);
  expect(await kept()).toHaveLength(0);
});

it("a table of several superblocks is kept before it is dealt to the workers, and fits alike afterwards", async () => {
  const n = 200_000;
  const x = Float64Array.from({ length: n }, (_, i) => Math.sin(i));
  const y = Float64Array.from(x, (value, i) => 2 + 3 * value + Math.cos(i * i));
  const columnData = Object.entries({ x, y }).map(([name, data]) => ({ name, data }));
  const bytes = parquetWriteBuffer({ columnData });
  const expected = await (await (await engineOf({ workers: 0 })).fromColumns({ x, y })).fit("y ~ x");
  for (const source of [bytes, new Uint8Array(bytes.byteLength)]) {
    const table = await (await engineOf({ workers: 3 })).readParquet(fileOf(source), { cache: true });
    expect((await table.fit("y ~ x")).coefficients).toEqual(expected.coefficients);
  }
});
