// codesOf of text views, which no writer here makes: 16 bytes a text, that hold it or say where it lies.

import { utf8View } from "@uwdata/flechette";
import { expect, it } from "vitest";
import { codesOf, type RawBatch } from "#table/arrow/batch.ts";
import { Words } from "#table/words.ts";

it("codesOf reads text in a view and text that a view points to", () => {
  const views = new DataView(new ArrayBuffer(48));
  const long = new TextEncoder().encode("..longer than twelve bytes");
  views.setInt32(0, 5, true);
  new Uint8Array(views.buffer).set(new TextEncoder().encode("short"), 4);
  views.setInt32(32, 24, true);
  views.setInt32(40, 1, true);
  views.setInt32(44, 2, true);
  const batch: RawBatch = {
    length: 3,
    nullCount: 1,
    validity: new Uint8Array([0b101]),
    values: new Uint8Array(views.buffer),
    offsets: [],
    data: [new Uint8Array(0), long],
  };
  const words = new Words();
  expect([...codesOf(batch, utf8View(), words)]).toEqual([0, -1, 1]);
  expect(words.decoded("x")).toEqual(["short", "longer than twelve bytes"]);
});
