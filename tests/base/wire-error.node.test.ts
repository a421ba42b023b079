// Errors and results as they leave the worker.

import { describe, expect, it } from "vitest";
import { LeastwiseError } from "#base/error.ts";
import { fromWireError, toWireError } from "#base/wire-error.ts";

describe("toWireError", () => {
  it("keeps code, message, place and value through a structured clone", () => {
    const error = new LeastwiseError("csv-ragged-row", "row 3: must hold 2 fields; got 3", {
      at: { row: 3, column: "b", char: 0 },
      value: 3,
    });
    const back = fromWireError(structuredClone(toWireError(error)));
    expect(back).toBeInstanceOf(LeastwiseError);
    expect(back).toEqual(error);
    expect({ ...back }).toEqual({ ...error });
  });

  it("keeps a value of NaN or null, and puts what cannot be cloned into words", () => {
    expect(toWireError(new LeastwiseError("internal", "x", { value: Number.NaN })).value).toBeNaN();
    expect(toWireError(new LeastwiseError("internal", "x", { value: null })).value).toBeNull();
    expect(toWireError(new LeastwiseError("internal", "x", { value: () => 1 })).value).toBe("() => 1");
  });

  it("calls any other error internal and says what it was", () => {
    expect(toWireError(new RangeError("too far"))).toEqual({ code: "internal", message: "RangeError: too far" });
    expect(toWireError("odd")).toEqual({ code: "internal", message: "odd" });
  });
});
