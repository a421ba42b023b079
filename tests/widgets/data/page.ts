// What the browser tests of the data figure share: elements in the page, and waiting for what they show.

import { expect } from "vitest";
import { defineOnce } from "#embed/define.ts";
import { Coefficients } from "#widgets/coefficients/element.ts";
import { DataPanel } from "#widgets/data/element.ts";

defineOnce("lw-data", DataPanel);
defineOnce("lw-coefficients", Coefficients);

/** Put an element into an empty page. */
export function show<T extends HTMLElement>(element: T): T {
  document.body.replaceChildren(element);
  return element;
}

/** An <lw-data> with these attributes, in an empty page. */
export function showData(attributes: Record<string, string> = {}): DataPanel {
  const element = document.createElement("lw-data") as DataPanel;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return show(element);
}

/** The text of a widget as a person reads it, white space joined. */
export function textOf(element: Element, selector = "figure"): string {
  const found = element.shadowRoot?.querySelector<HTMLElement>(selector);
  return (found?.innerText ?? "").replace(/\s+/g, " ").trim();
}

export function find<T extends HTMLElement>(element: Element, selector: string): T {
  const found = element.shadowRoot?.querySelector<T>(selector);
  if (!found) throw new Error(`${selector}: not found in <${element.localName}>`);
  return found;
}

/** Wait until the widget's text matches. */
export async function reads(element: Element, pattern: RegExp, selector = "figure"): Promise<void> {
  await expect.poll(() => textOf(element, selector), { timeout: 20_000 }).toMatch(pattern);
}

/** Drop files on an element, as a person's hand would. */
export function drop(element: Element, ...files: File[]): void {
  const dataTransfer = new DataTransfer();
  for (const file of files) dataTransfer.items.add(file);
  const options = { dataTransfer, bubbles: true, composed: true, cancelable: true };
  element.dispatchEvent(new DragEvent("dragover", options));
  element.dispatchEvent(new DragEvent("drop", options));
}

export function csvFile(text: string | BlobPart[], name = "mine.csv"): File {
  return new File(typeof text === "string" ? [text] : text, name, { type: "text/csv" });
}
