// Moments of rows that are read and not kept: those of the table, by one pass or two.

import { describe, expect, it } from "vitest";
import type { Moments } from "#engine/index.ts";
import { fakePools } from "#tests/helpers/fake-pool.ts";

/** Rows over three superblocks; `late` is a level that the first lacks. */
function csv(late: string): string {
  const rows = Array.from({ length: 150_000 }, (_, i) => {
    const city = i === 140_000 ? late : (["Chur", "Aarau", "Bern"][(i * 7) % 3] as string);
    const x = i % 11 === 0 ? "" : `${(i * 37) % 101}`;
    return `${city},${x},${((i * 13) % 17) + (city === "Bern" ? 2 : 0)}\n`;
  });
  return `city,x,y\n${rows.join("")}`;
}

const pools = fakePools();
const engineOf = async (workers: number) => (await pools(workers)).engine;

const plain = ({ plan: _, ...moments }: Moments) => moments;

describe("readMoments", () => {
  it.each(["Bern", "Zug"])("of a CSV gives those of its table, where %s comes late", async (late) => {
    const engine = await engineOf(1);
    const blob = new Blob([csv(late)]);
    const table = await engine.readCsv(blob);
    const expected = await table.moments("y ~ x * city");
    const found = await engine.readMoments(blob, "y ~ x * city");
    expect(plain(found)).toEqual(plain(expected));
    expect(found.nDropped).toBeGreaterThan(10_000);
    const fit = await (await engine.fromMoments(found)).fit("y ~ x * city");
    const whole = await table.fit("y ~ x * city");
    expect(fit.terms).toEqual(whole.terms);
    for (const [j, beta] of fit.coefficients.entries()) expect(beta).toBeCloseTo(whole.coefficients[j] as number, 10);
  });

  it("of a column that has no value in its first superblock gives those of its table", async () => {
    const rows = Array.from({ length: 200_000 }, (_, i) => `${i % 7},${i < 70_000 ? "" : ["a", "b"][i % 2]}\n`);
    const engine = await engineOf(1);
    const blob = new Blob([`y,kind\n${rows.join("")}`]);
    const expected = await (await engine.readCsv(blob)).moments("y ~ kind");
    expect(plain(await engine.readMoments(blob, "y ~ kind"))).toEqual(plain(expected));
  });

  it("of a generated set gives those of its table, on any number of workers", async () => {
    const formula = "log(units) ~ log(price) + region + promo + rating";
    const rows = 400_000;
    const table = await (await engineOf(1)).generate("storefront", { rows });
    const expected = plain(await table.moments(formula));
    for (const workers of [1, 3]) {
      const engine = await engineOf(workers);
      const progress: number[] = [];
      const onProgress = (now: { rows: number }) => progress.push(now.rows);
      const found = await engine.readMoments({ generate: "storefront", rows }, formula, { onProgress });
      expect(plain(found)).toEqual(expected);
      expect(progress.at(-1)).toBe(rows);
    }
  });

  it("refuses a stream in which a level comes late, and reads one in which none does", async () => {
    const engine = await engineOf(1);
    await expect(engine.readMoments(new Blob([csv("Zug")]).stream(), "y ~ city")).rejects.toMatchObject({
      code: "source-changed",
    });
    expect((await engine.readMoments(new Blob([csv("Bern")]).stream(), "y ~ city")).n).toBe(150_000);
  });

  it.each(["y ~ scale(x)", "y ~ lag(x, 1)", "y ~ ns(x, df = 3)", "y ~ target(city)"])("refuses %s", async (formula) => {
    const engine = await engineOf(1);
    await expect(engine.readMoments(csv("Zug"), formula)).rejects.toMatchObject({ code: "rows-needed" });
  });

  it("says where no row is complete, and ends when it is cancelled", async () => {
    const engine = await engineOf(1);
    await expect(engine.readMoments("x,y\n1,\n,2\n", "y ~ x")).rejects.toMatchObject({ code: "rows-too-few" });
    const controller = new AbortController();
    const source = { generate: "storefront", rows: 5_000_000 };
    const reading = engine.readMoments(source, "units ~ price", { signal: controller.signal });
    setTimeout(() => controller.abort("enough"), 20);
    await expect(reading).rejects.toBe("enough");
  });
});
