// An lw-fit-line in a real page, and hands on it: pointers that hit what a person would hit, and waiting for answers.

import { defineOnce } from "#embed/define.ts";
import { FitLine } from "#widgets/fit-line/element.ts";

defineOnce("lw-fit-line", FitLine);

/** 26 days of a store whose best line is known to no one before the engine is asked. */
export const DAYS =
  "12800,130000 14300,133700 14100,118000 16600,123900 17400,127000 23200,110900 23700,106800 24400,85200 25600,140300 27100,114100 28900,125100 31100,114200 34500,128700 34600,132100 36700,105800 41600,115600 55100,122000 60300,151700 64400,173600 66600,137000 68800,173500 71000,143300 74500,174400 76100,164600 76700,195100 81000,181000";

/** Put an element with `attributes` into an otherwise empty page of `width` pixels, and wait until it is drawn. */
export async function mount(attributes: Record<string, string>, width = 1000): Promise<FitLine> {
  const element = document.createElement("lw-fit-line") as FitLine;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return place(element, width);
}

/** Put a made element into the page, and wait until it is drawn. */
export async function place<T extends HTMLElement>(element: T, width = 1000): Promise<T> {
  const box = document.createElement("div");
  box.style.width = `${width}px`;
  box.append(element);
  document.body.replaceChildren(box);
  await until(() => shadow(element).querySelector(".drawing, .error"));
  return element;
}

export function shadow(element: Element): ShadowRoot {
  if (!element.shadowRoot) throw new Error(`<${element.localName}>: must have a shadow root`);
  return element.shadowRoot;
}

/** The one element that matches; an error names the selector. */
export function find<T extends Element = HTMLElement>(element: Element, selector: string): T {
  const found = shadow(element).querySelector<T>(selector);
  if (!found) throw new Error(`${selector}: must be in <${element.localName}>`);
  return found;
}

/** The button of this text. */
export function button(element: Element, text: string): HTMLButtonElement {
  const buttons = [...shadow(element).querySelectorAll("button")];
  const found = buttons.find((candidate) => candidate.textContent?.trim() === text);
  if (!found) throw new Error(`button "${text}": must be there; got ${buttons.map((b) => b.textContent?.trim())}`);
  return found;
}

/** The field of this label. */
export function field(element: Element, label: string): HTMLInputElement {
  const labels = [...shadow(element).querySelectorAll("label")];
  const input = labels.find((candidate) => candidate.textContent?.trim() === label)?.querySelector("input");
  if (!input) throw new Error(`field "${label}": must be there; got ${labels.map((l) => l.textContent?.trim())}`);
  return input;
}

/** Type into a field and leave it. */
export async function type(element: FitLine, label: string, text: string): Promise<void> {
  const input = field(element, label);
  input.value = text;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  await element.updateComplete;
}

/** Declare my line and wait for the best one to have arrived. */
export async function declare(element: FitLine): Promise<void> {
  button(element, "This is my line").click();
  await until(() => element.fits.current);
  await element.updateComplete;
}

/** Resolve with the first value of `read` that is truthy. */
export async function until<T>(read: () => T | null | undefined | false, limit = 10_000): Promise<T> {
  const end = performance.now() + limit;
  for (;;) {
    const value = read();
    if (value) return value;
    if (performance.now() > end) throw new Error(`nothing after ${limit} ms: ${read}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** What the live region says once the hand has rested. */
export async function announced(element: FitLine, pattern: RegExp): Promise<string> {
  const region = find(element, "[role=status]");
  return until(() => (pattern.test(region.textContent ?? "") ? region.textContent : null));
}

export interface Spot {
  x: number;
  y: number;
}

/** Middle of a circle of the drawing, in pixels of the window. */
export function spotOf(element: Element, selector: string, index = 0): Spot {
  const circle = shadow(element).querySelectorAll(selector)[index];
  if (!circle) throw new Error(`${selector} ${index}: must be drawn`);
  const stage = find(element, ".stage").getBoundingClientRect();
  return { x: stage.left + Number(circle.getAttribute("cx")), y: stage.top + Number(circle.getAttribute("cy")) };
}

/** Send a pointer event to whatever lies on top at that place, as a browser would. */
export function point(element: Element, event: string, at: Spot, pointerType = "mouse"): Element {
  const target = shadow(element).elementFromPoint(at.x, at.y) ?? find(element, ".stage");
  target.dispatchEvent(
    new PointerEvent(event, {
      pointerId: 7,
      pointerType,
      isPrimary: true,
      button: event === "pointermove" ? -1 : 0,
      clientX: at.x,
      clientY: at.y,
      bubbles: true,
      composed: true,
      cancelable: true,
    }),
  );
  return target;
}

/** Press at one place, move in steps, let go at another. */
export async function drag(element: FitLine, from: Spot, to: Spot, pointerType = "mouse"): Promise<void> {
  point(element, "pointerdown", from, pointerType);
  for (let step = 1; step <= 5; step++) {
    const share = step / 5;
    point(
      element,
      "pointermove",
      { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) },
      pointerType,
    );
  }
  point(element, "pointerup", to, pointerType);
  await element.updateComplete;
}

export async function tap(element: FitLine, at: Spot, pointerType = "touch"): Promise<void> {
  point(element, "pointerdown", at, pointerType);
  point(element, "pointerup", at, pointerType);
  await element.updateComplete;
}

/** Attributes of an element by name. */
export function attributesOf(element: Element): Record<string, string> {
  return Object.fromEntries(Array.from(element.attributes, ({ name, value }) => [name, value]));
}
