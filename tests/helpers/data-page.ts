// The data page of the built site as a person handles it: files dropped, formulas typed, and what it shows for them.

import type { Page } from "playwright-core";
import { expect } from "vitest";

/** A file to be made in the page: text or bytes, the pieces after each other. */
export interface Dropped {
  name: string;
  parts: readonly (string | readonly number[])[];
}

/** What must not change where an input is refused. */
export interface Shown {
  subtitle: string;
  dialect: string;
  preview: string;
  sentence: string;
  fit: string;
}

/** Let files fall on the figure, one after the other in the same task. */
export async function drop(page: Page, ...files: Dropped[]): Promise<void> {
  await page.evaluate((dropped) => {
    const figure = document.querySelector("lw-data")?.shadowRoot?.querySelector("figure");
    for (const { name, parts } of dropped) {
      const dataTransfer = new DataTransfer();
      const pieces = parts.map((part) => (typeof part === "string" ? part : Uint8Array.from(part)));
      dataTransfer.items.add(new File(pieces, name, { type: "text/csv" }));
      for (const type of ["dragenter", "dragover", "drop"]) {
        figure?.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, composed: true, cancelable: true }));
      }
    }
  }, files);
}

/** Text of the first element of a widget that matches, white space joined; "" where none does. */
export async function textOf(page: Page, widget: "lw-data" | "lw-coefficients", selector: string): Promise<string> {
  return page.evaluate(
    ([tag, inside]) => {
      const found = document.querySelector(tag)?.shadowRoot?.querySelector<HTMLElement>(inside);
      return (found?.innerText ?? "").replace(/\s+/g, " ").trim();
    },
    [widget, selector] as const,
  );
}

/** What the coefficients show of a fit; their live region only says what changed last. */
const FIT = [".head", ".plot", ".live"];

export async function shown(page: Page): Promise<Shown> {
  return {
    subtitle: await textOf(page, "lw-data", ".head p"),
    dialect: await textOf(page, "lw-data", ".dialect"),
    preview: await textOf(page, "lw-data", ".columns"),
    sentence: await textOf(page, "lw-data", ".live"),
    fit: (await Promise.all(FIT.map((selector) => textOf(page, "lw-coefficients", selector)))).join(" "),
  };
}

/** All errors that the data figure shows. */
export function errors(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = document.querySelector("lw-data")?.shadowRoot?.querySelectorAll<HTMLElement>(".error") ?? [];
    return Array.from(found, ({ innerText }) => innerText.trim());
  });
}

/** Type a formula and press Enter. */
export async function typeFormula(page: Page, formula: string): Promise<void> {
  const field = page.getByLabel("Formula", { exact: true });
  await field.fill(formula);
  await field.press("Enter");
}

/** Wait until the data figure says this. */
export async function says(page: Page, selector: string, words: string | RegExp): Promise<void> {
  const text = expect.poll(() => textOf(page, "lw-data", selector), { timeout: 10_000, interval: 20 });
  await (typeof words === "string" ? text.toBe(words) : text.toMatch(words));
}
