import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { catalog } from "#table/catalog.ts";
import { readCsv } from "#table/csv/read.ts";
import { generated } from "#table/generate.ts";
import { bytesOf, inPieces } from "../helpers/csv.ts";

describe("catalog", () => {
  it("lists the four data sets of the course, the storefront and the houses of Ames", () => {
    expect(catalog.map(({ id }) => id)).toEqual([
      "sales-fundamentals",
      "sales-overview",
      "sales-multiple",
      "sales-regularisation",
      "storefront",
      "ames",
    ]);
    expect(catalog.filter((set) => set.generated).map(({ id }) => id)).toEqual(expect.arrayContaining([...generated]));
  });

  describe.each(catalog.map((set) => ({ ...set })))("$id", (set) => {
    const file = `data/${set.file}`;

    it("has the type that src/table/types.ts promises", () => {
      for (const key of ["id", "title", "description", "row", "file", "sha256", "licence", "source"] as const) {
        expect(set[key]).toMatch(/\S/);
      }
      for (const column of set.columns) {
        expect(Object.keys(column).sort()).toEqual(["assigned", "description", "label", "name", "unit"]);
        expect(column.assigned).toMatch(/^(random|observed)$/);
        expect(column.label).toMatch(/\S/);
        expect(column.description).toMatch(/\.$/);
        expect(typeof column.unit).toBe("string");
      }
    });

    it("names a file with this sha256, and a README.md beside it", () => {
      expect(createHash("sha256").update(readFileSync(file)).digest("hex")).toBe(set.sha256);
      const readme = readFileSync(`${dirname(file)}/README.md`, "utf8");
      expect(readme).toContain("licence");
    });

    it("has the columns and rows of its file", async () => {
      const { table } = await readCsv(inPieces(bytesOf(readFileSync(file)), 65_536), {});
      expect(table.nRows).toBe(set.nRows);
      expect(table.columns.map(({ info }) => info.name)).toEqual(set.columns.map(({ name }) => name));
    });
  });

  it("keeps the licence of what others made", () => {
    expect(existsSync("data/ames/LICENSE")).toBe(true);
    expect(readFileSync("data/ames/LICENSE", "utf8")).toContain("Copyright (c) 2023 modeldata authors");
  });

  it("calls random only what a coin decides", () => {
    const random = catalog.flatMap((set) =>
      set.columns.filter((column) => column.assigned === "random").map((column) => `${set.id}/${column.name}`),
    );
    expect(random).toEqual(["sales-fundamentals/promotion", "sales-multiple/promotion"]);
  });
});
