// The player in a real browser: axe first, then the keyboard, gates, progress, and storage that refuses.

import axe from "axe-core";
import { html, render, type TemplateResult } from "lit";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { defineOnce } from "#embed/define.ts";
import type { Fit } from "#engine/index.ts";
import { BreakEvenElement } from "#lessons/fundamentals/break-even.ts";
import { fundamentals } from "#lessons/fundamentals/lesson.ts";
import text from "#lessons/fundamentals/text.en.md?lesson";
import type { Lesson } from "#lessons/lesson.ts";
import { ExerciseElement } from "#lessons/player/exercise-element.ts";
import { LessonElement } from "#lessons/player/lesson-element.ts";
import { FitPublisher } from "#widgets/shared/fit-source.ts";

/** A figure that publishes what the test tells it to. */
class SourceElement extends HTMLElement {
  readonly fits = new FitPublisher();
}

defineOnce("lw-test-source", SourceElement);
defineOnce("lw-exercise", ExerciseElement);
defineOnce("lw-break-even", BreakEvenElement);
defineOnce("lw-lesson", LessonElement);

const WORDS = html`<h1>Small</h1>
  <lw-test-source id="figure"></lw-test-source>
  <lw-exercise id="pick">
    <h2 id="pick-one">Pick one</h2>
    <p>Which?</p>
    <ul>
      <li data-choice="left">Left, <span data-value="slope"></span></li>
      <li data-choice="right">Right</li>
    </ul>
    <template data-hint="left"><p>Not left: <span data-value="slope"></span>.</p></template>
    <template data-explanation><p>Because <span data-value="slope"></span>.</p></template>
  </lw-exercise>
  <section data-after="figure">
    <h2 id="later">Later</h2>
    <p data-with="figure">You have <span data-value="figure-n"></span>.</p>
    <lw-exercise id="say">
      <h3 id="say-it">Say it</h3>
      <p>How much?</p>
      <template data-hint="far"><p>Too far.</p></template>
      <template data-explanation><p>Three.</p></template>
    </lw-exercise>
  </section>`;

const small: Lesson<{ target: number }> = {
  id: "small",
  facts: async () => ({ target: 3 }),
  values: () => ({ slope: "0.5" }),
  figureValues: ({ n }) => ({ "figure-n": String(n) }),
  exercises: {
    pick: {
      kind: "choice",
      grade: (choice) => (choice === "right" ? { right: true } : { right: false, hint: choice }),
    },
    say: {
      kind: "number",
      unit: "$",
      grade: (value, { target }) => (value === target ? { right: true } : { right: false, hint: "far" }),
    },
  },
};

let host: HTMLElement;

async function play(
  lesson: Lesson<unknown>,
  words: TemplateResult = WORDS,
  storage = () => localStorage,
): Promise<LessonElement> {
  render(html`<main><lw-lesson>${words}</lw-lesson></main>`, host);
  const element = host.querySelector<LessonElement>("lw-lesson");
  if (!element) throw new Error("no lesson");
  element.storage = storage;
  element.lesson = lesson;
  await element.updateComplete;
  await vi.waitFor(() => expect(host.querySelector("[data-value=slope]")?.textContent).not.toBe(""));
  return element;
}

const exercise = (id: string) => host.querySelector<ExerciseElement>(`#${id}`) as ExerciseElement;
const feedback = (id: string) =>
  exercise(id).querySelector(".feedback")?.textContent?.replace(/\s+/g, " ").trim() ?? "";
const gate = () => host.querySelector(".gate");

async function violations(): Promise<string[]> {
  const { violations: found } = await axe.run(host, { rules: { region: { enabled: false } } });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html: tag }) => tag).join(" ")}`);
}

beforeEach(() => {
  localStorage.clear();
  document.documentElement.lang = "en-GB";
  host = document.createElement("div");
  document.body.append(host);
});
afterEach(() => host.remove());

test("axe finds nothing in the first lesson, closed and opened", async () => {
  await play(fundamentals, text.content);
  expect(await violations()).toEqual([]);
  gate()?.querySelector("button")?.click();
  await vi.waitFor(() => expect(gate()?.children).toHaveLength(0));
  expect(await violations()).toEqual([]);
});

test("the first lesson gets its numbers from the engine", async () => {
  await play(fundamentals, text.content);
  const slopes = [...host.querySelectorAll("[data-value=slope]")].map((place) => place.textContent);
  expect(new Set(slopes)).toEqual(new Set(["$0.81"]));
  await vi.waitFor(() => expect(host.querySelector("lw-break-even svg")).not.toBeNull());
});

test("Tab, arrows and Enter alone: a wrong choice gets its hint, the right one its explanation", async () => {
  await play(small);
  await userEvent.tab();
  expect(document.activeElement).toMatchObject({ type: "radio", value: "left" });
  await userEvent.keyboard(" {Enter}");
  expect(feedback("pick")).toBe("Not yet. Not left: 0.5.");
  await userEvent.keyboard("{ArrowDown}{Enter}");
  expect(feedback("pick")).toBe("Right. After 2 tries. Because 0.5.");
  expect(exercise("pick").querySelector(".choice.right")?.textContent).toContain("Right");
  expect(await violations()).toEqual([]);
});

test("Check without an answer asks for one and counts no attempt", async () => {
  await play(small);
  exercise("pick").querySelector<HTMLButtonElement>("button[type=submit]")?.click();
  await exercise("pick").updateComplete;
  expect(feedback("pick")).toBe("Choose an answer first.");
  expect(exercise("pick").progress.attempts).toBe(0);
});

test("a number is read as people write it; what is none costs no attempt", async () => {
  await play(small);
  gate()?.querySelector("button")?.click();
  const field = exercise("say").querySelector("input");
  if (!field) throw new Error("no field");
  await userEvent.fill(field, "three");
  await userEvent.keyboard("{Enter}");
  expect(feedback("say")).toMatch(/^Type a number/);
  expect(field.getAttribute("aria-invalid")).toBe("true");
  await userEvent.fill(field, "4,000");
  await userEvent.keyboard("{Enter}");
  expect(feedback("say")).toBe("Not yet. Too far.");
  await userEvent.fill(field, "$ 3.0");
  await userEvent.keyboard("{Enter}");
  expect(feedback("say")).toBe("Right. After 2 tries. Three.");
});

test("Show the answer comes after an attempt, reveals, and keeps the focus in the question", async () => {
  await play(small);
  const reveal = () =>
    [...exercise("pick").querySelectorAll("button")].find((button) => /Show/.test(button.textContent));
  expect(reveal()).toBeUndefined();
  await userEvent.tab();
  await userEvent.keyboard(" {Enter}");
  await userEvent.tab();
  await userEvent.tab();
  expect(document.activeElement).toBe(reveal());
  await userEvent.keyboard("{Enter}");
  await exercise("pick").updateComplete;
  expect(feedback("pick")).toBe("The answer. Because 0.5.");
  expect(document.activeElement?.textContent?.trim()).toBe("Answer again");
  await userEvent.keyboard("{Enter}");
  await exercise("pick").updateComplete;
  expect(feedback("pick")).toBe("");
  expect(exercise("pick").progress.outcome).toBe("open");
});

test("what comes after a commitment opens with the figure's fit, and follows it", async () => {
  await play(small);
  const section = host.querySelector("[data-after]");
  expect(section?.hasAttribute("data-open")).toBe(false);
  expect(gate()?.textContent).toContain("committed to a line");
  const { fits } = host.querySelector("#figure") as SourceElement;
  fits.publish({ fit: { n: 26 } as Fit, dataSet: null });
  await vi.waitFor(() => expect(section?.hasAttribute("data-open")).toBe(true));
  expect(gate()?.children).toHaveLength(0);
  await vi.waitFor(() => expect(host.querySelector("[data-with]")?.textContent).toBe("You have 26."));
  fits.publish({ fit: { n: 27 } as Fit, dataSet: null });
  await vi.waitFor(() => expect(host.querySelector("[data-with]")?.textContent).toBe("You have 27."));
});

test("Go on without a line moves the focus to what opened", async () => {
  await play(small);
  await userEvent.click(gate()?.querySelector("button") as HTMLElement);
  await vi.waitFor(() => expect(document.activeElement?.id).toBe("later"));
  expect(host.querySelector("[data-with]")?.hasAttribute("data-known")).toBe(false);
});

test("another visit finds the answers, the opened part and the count; clearing them clears all", async () => {
  await play(small);
  await userEvent.tab();
  await userEvent.keyboard("{ArrowDown}{Enter}");
  gate()?.querySelector("button")?.click();
  render(html``, host);
  await play(small);
  await exercise("pick").updateComplete;
  expect(feedback("pick")).toBe("Right. At the first try. Because 0.5.");
  expect(host.querySelector("[data-after]")?.hasAttribute("data-open")).toBe(true);
  const summary = () => host.querySelector(".summary")?.textContent?.replace(/\s+/g, " ") ?? "";
  expect(summary()).toContain("1 of 2 questions answered");
  host.querySelector<HTMLButtonElement>(".summary button")?.click();
  await vi.waitFor(() => expect(summary()).toContain("cleared"));
  expect(feedback("pick")).toBe("");
  expect(exercise("pick").querySelector("input:checked")).toBeNull();
});

test("a refused storage does no harm", async () => {
  await play(small, WORDS, () => {
    throw new DOMException("refused", "SecurityError");
  });
  await userEvent.tab();
  await userEvent.keyboard("{ArrowDown}{Enter}");
  expect(feedback("pick")).toBe("Right. At the first try. Because 0.5.");
  expect(host.querySelector(".summary")?.textContent).toContain("1 of 2 questions answered");
});

test("facts that cannot be computed are said, and can be asked for again", async () => {
  let fails = true;
  const facts = async () => {
    if (fails) throw new Error("no engine today");
    return { target: 3 };
  };
  render(html`<main><lw-lesson>${WORDS}</lw-lesson></main>`, host);
  const element = host.querySelector<LessonElement>("lw-lesson") as LessonElement;
  element.lesson = { ...small, facts };
  await vi.waitFor(() => expect(host.querySelector("[role=alert]")?.textContent).toContain("no engine today"));
  fails = false;
  host.querySelector<HTMLButtonElement>("[role=alert] button")?.click();
  await vi.waitFor(() => expect(host.querySelector("[data-value=slope]")?.textContent).toBe("0.5"));
  expect(host.querySelector("[role=alert]")).toBeNull();
});

test("the margin figure says what break-even is, by slider or number", async () => {
  const element = document.createElement("lw-break-even") as BreakEvenElement;
  element.slope = { estimate: 0.8, low: 0.7, high: 0.9 };
  host.append(element);
  await element.updateComplete;
  const said = () => element.querySelector(".live")?.textContent?.replace(/\s+/g, " ") ?? "";
  expect(said()).toContain(
    "At a margin of 40 %, a further dollar pays from $2.50 of revenue. At $0.80, $0.68 of the dollar is lost.",
  );
  const field = element.querySelector<HTMLInputElement>("input[type=number]") as HTMLInputElement;
  await userEvent.fill(field, "100");
  await userEvent.keyboard("{Enter}");
  await element.updateComplete;
  expect(said()).toContain("from $1.00 of revenue. At $0.80, $0.20 of the dollar is lost.");
  await userEvent.fill(field, "0");
  await userEvent.tab();
  await element.updateComplete;
  expect(element.margin).toBe(1);
  expect(field.value).toBe("1");
});
