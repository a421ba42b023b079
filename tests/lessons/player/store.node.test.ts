// Progress in a storage that works, refuses, is full, or holds rubbish.

import { expect, test } from "vitest";
import { type Progress, parseProgress, progressStore } from "#lessons/player/store.ts";

const FRESH: Progress = { exercises: {}, opened: [] };
const DONE: Progress = { exercises: { a: { attempts: 2, answer: "x", outcome: "right" } }, opened: ["line"] };

/** As much of a Storage as the store uses. */
function storage(overrides: Partial<Storage> = {}): Storage {
  const items = new Map<string, string>();
  const plain = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  };
  return { ...plain, ...overrides } as Storage;
}

const refuse = (): never => {
  throw new DOMException("refused", "SecurityError");
};

test("progressStore(lesson) reads back what another visit wrote, lesson by lesson", () => {
  const shared = storage();
  progressStore("one", () => shared).write(DONE);
  expect(progressStore("one", () => shared).read()).toEqual(DONE);
  expect(progressStore("two", () => shared).read()).toEqual(FRESH);
});

test("progressStore(refused storage) keeps progress for the visit", () => {
  const store = progressStore("one", refuse);
  expect(store.read()).toEqual(FRESH);
  store.write(DONE);
  expect(store.read()).toEqual(DONE);
});

test("progressStore(full storage) keeps progress for the visit", () => {
  const full = storage({ setItem: refuse });
  const store = progressStore("one", () => full);
  store.write(DONE);
  expect(store.read()).toEqual(DONE);
});

test.each([
  null,
  "",
  "{",
  "null",
  "[]",
  '"x"',
  '{"version":2,"exercises":{},"opened":["line"]}',
  '{"version":1,"exercises":[],"opened":"line"}',
  '{"version":1,"exercises":{"a":{"attempts":-1,"answer":"x","outcome":"right"}},"opened":[1]}',
  '{"version":1,"exercises":{"a":{"attempts":1,"answer":"x","outcome":"won"}}}',
])("parseProgress(%s) counts as not done", (text) => {
  expect(parseProgress(text)).toEqual(FRESH);
});

test("parseProgress(half of it garbled) keeps the other half", () => {
  const text = '{"version":1,"exercises":{"a":7,"b":{"attempts":1,"answer":"x","outcome":"open"}},"opened":["line",3]}';
  expect(parseProgress(text)).toEqual({
    exercises: { b: { attempts: 1, answer: "x", outcome: "open" } },
    opened: ["line"],
  });
});
