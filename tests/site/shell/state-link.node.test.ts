// A figure's state in the address.

import { expect, test } from "vitest";
import { parseFragment, stateFragment } from "#site/shell/state-link.ts";

test("parseFragment(stateFragment(state)) is the state", () => {
  const state = {
    id: "my line",
    attributes: [
      { name: "slope", value: "0.5" },
      { name: "committed", value: "" },
      { name: "formula", value: "log(y) ~ a*b + `odd name&=?#`" },
    ],
  };
  expect(parseFragment(stateFragment(state))).toEqual(state);
});

test("stateFragment(attributes that fetch or wire) leaves them out", () => {
  const attributes = ["src", "embed-src", "data-base", "for", "id"].map((name) => ({ name, value: "x" }));
  expect(stateFragment({ id: "line", attributes })).toBe("#1:line?");
});

test.each(["", "#", "#line", "#2:line?slope=1", "#1:?slope=1", "#1:%E0%A4%A?slope=1"])(
  "parseFragment(%s) is none of ours",
  (fragment) => {
    expect(parseFragment(fragment)).toBeNull();
  },
);
