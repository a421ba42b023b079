import { describe, expect, it, vi } from "vitest";
// @ts-expect-error a plain module of the runner, without types
import { findChromium } from "./browsers.mjs";

const bare = {
  env: {},
  exists: () => true,
  installed: () => undefined,
  installers: [] as (() => string | undefined)[],
};

describe("findChromium", () => {
  it("takes CHROME_PATH first", () => {
    const machine = { ...bare, env: { CHROME_PATH: "/opt/chrome" }, installed: () => "/usr/bin/chromium" };
    expect(findChromium(machine)).toBe("/opt/chrome");
  });

  it("refuses a CHROME_PATH that names no file", () => {
    const machine = { ...bare, env: { CHROME_PATH: "/nowhere" }, exists: () => false };
    expect(() => findChromium(machine)).toThrow("CHROME_PATH: must name a file; got /nowhere");
  });

  it("takes an installed browser before it installs one", () => {
    const install = vi.fn(() => "/new");
    expect(findChromium({ ...bare, installed: () => "/usr/bin/chromium", installers: [install] })).toBe(
      "/usr/bin/chromium",
    );
    expect(install).not.toHaveBeenCalled();
  });

  it("tries each installer until one gives a browser", () => {
    expect(findChromium({ ...bare, installers: [() => undefined, () => "/new"] })).toBe("/new");
  });

  it("names the ways to get one where there is none", () => {
    expect(() => findChromium(bare)).toThrow(/apt-get install chromium[\s\S]*playwright install[\s\S]*CHROME_PATH/);
  });
});
