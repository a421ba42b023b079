import { describe, expect, it, vi } from "vitest";
import { defineInTurn, defineOnce } from "#embed/define.ts";
import { defineWidgets, FitLine } from "#embed/index.ts";

describe("defineOnce", () => {
  it("registers a tag, and does nothing the second time", () => {
    class One extends HTMLElement {}
    defineOnce("x-one", One);
    defineOnce("x-one", One);
    expect(customElements.get("x-one")).toBe(One);
  });

  it("warns of another version and leaves the first in place", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    class Old extends HTMLElement {
      static version = "0.1.0";
    }
    class New extends HTMLElement {
      static version = "0.2.0";
    }
    defineOnce("x-two", Old);
    defineOnce("x-two", New);
    expect(customElements.get("x-two")).toBe(Old);
    expect(warn.mock.calls[0]?.[0]).toContain(
      "version 0.1.0 is already in this page; version 0.2.0 was not registered",
    );
    warn.mockRestore();
  });

  it("keeps silent about a second copy of the same version", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    class Mine extends HTMLElement {
      static version = "0.1.0";
    }
    class Theirs extends HTMLElement {
      static version = "0.1.0";
    }
    defineOnce("x-three", Mine);
    defineOnce("x-three", Theirs);
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });
});

describe("defineInTurn", () => {
  it("registers one element a task", async () => {
    class First extends HTMLElement {}
    class Second extends HTMLElement {}
    const seen: boolean[] = [];
    const first = customElements.whenDefined("x-first").then(() => {
      seen.push(customElements.get("x-second") !== undefined);
    });
    await defineInTurn([
      ["x-first", First],
      ["x-second", Second],
    ]);
    await first;
    expect(seen).toEqual([false]);
    expect(customElements.get("x-second")).toBe(Second);
  });
});

describe("defineWidgets", () => {
  it("registers every widget as lw-* when the module loads", async () => {
    for (const name of ["fit-line", "coefficients", "data"]) await customElements.whenDefined(`lw-${name}`);
    expect(customElements.get("lw-fit-line")).toBe(FitLine);
  });

  it("registers them under another prefix beside the first, and they work", async () => {
    await defineWidgets("acme");
    const element = document.createElement("acme-fit-line") as FitLine;
    element.setAttribute("points", "1,2 2,3 3,5");
    document.body.append(element);
    await vi.waitFor(() => expect(element.shadowRoot?.querySelector("svg")).not.toBeNull());
    expect(element.snippet()).toContain("<acme-fit-line");
    element.remove();
  });
});
