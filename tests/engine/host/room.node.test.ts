// Tables that would find no room are refused before they are there.

import { beforeEach, describe, expect, it } from "vitest";
import { Host } from "#engine/host/host.ts";

let host: Host;

beforeEach(async () => {
  // Room for a million numbers.
  host = new Host({ holdLock: async () => false, roomBytes: 8e6 });
  await host.start({ backend: "reference" }, null);
});

const read = (blob: Blob) => host.readCsv(1, 1, { kind: "blob", blob }, {}, null, null, null);

describe("a table that is too large", () => {
  it("is not generated, and the limit is said in rows", async () => {
    await expect(host.generate(1, 1, "storefront", { rows: 100_000 })).rejects.toMatchObject({
      code: "too-large",
      value: 100_000,
      message: expect.stringMatching(/at most \d+ with 23 columns.*readMoments/),
    });
    expect((await host.generate(1, 1, "storefront", { rows: 40_000 })).nRows).toBe(40_000);
  });

  it("is not read beyond its first superblock where the length of the file tells", async () => {
    const blob = new Blob([`a,b,c,d\n${"1,2,3,4\n".repeat(400_000)}`]);
    const error = await read(blob).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "too-large" });
    expect((error as { value: number }).value).toBeGreaterThan(350_000);
    expect((await read(blob.slice(0, 800_000))).nRows).toBeGreaterThan(90_000);
  });

  it("is summed by readMoments all the same", async () => {
    const source = { kind: "generated", name: "storefront", options: { rows: 100_000 } } as const;
    expect((await host.readMoments(1, source, "units ~ price", {}, null)).n).toBe(100_000);
  });
});
