// LZ4 frames that the reference program wrote (lz4 1.9.4), unpacked; and damaged ones, refused.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lz4Block, lz4Frame } from "#table/lz4.ts";

const TEXT = Array.from({ length: 20_000 }, (_, i) => `row ${i % 37}`).join("\n");
const FRAMES = {
  // lz4 -B4 -BD --content-size
  "blocks that refer to those before": [
    TEXT,
    "BCJNGExAvQ0CAAAAAACwvwEAAGByb3cgMAoGABExBgARMgYAETMGABE0BgARNQYAETYGABE3BgAROAYAETkGABMxPQACPgASMT8AEjFAABIxQQASMUIAEjFDABIxRAASMUUAEjFGABIyRgASMkYAEjJGABIyRgASMkYAEjJGABIyRgASMkYAEjJGABIyRgASM0YAEjNGABIzRgASM0YAEjNGABIzRgASM0YAAjAAAi8AAy4AAdUAAiwAAisAAioAAm8AAm4AAm0AD/kA////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////rlB3IDcKcgoBAAAP1v7/////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////6FA0CnJvd6QAAACiIDE1CnJvdyAxNgcAEjcHABI4BwAROQcAIjIwBwASMQcAEjIHABIzBwASNAcAAkYAEjJGABIyRgASMkYAEjJGABIzRgASM0YAEjNGABIzRgASM0YAEjNGABIzRgACMAACLwADLgABbAACLAACKwACKgACbwACbgACbQATMT0AAj4AEjE/ABIxbQASMUEAD/kA////////////////t1BvdyAxOQAAAAA02Bsu",
  ],
  // lz4 -B4 -BX
  "blocks with sums": [
    TEXT,
    "BCJNGHRAvb8BAABgcm93IDAKBgARMQYAETIGABEzBgARNAYAETUGABE2BgARNwYAETgGABE5BgATMT0AAj4AEjE/ABIxQAASMUEAEjFCABIxQwASMUQAEjFFABIxRgASMkYAEjJGABIyRgASMkYAEjJGABIyRgASMkYAEjJGABIyRgASMkYAEjNGABIzRgASM0YAEjNGABIzRgASM0YAEjNGAAIwAAIvAAMuAAHVAAIsAAIrAAIqAAJvAAJuAAJtAA/5AP///////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////65QdyA3CnII6IM/oAEAAKFvdyA4CnJvdyA5BgAiMTAHABIxBwASMgcAEjMHABI0BwASNQcAEjYHABI3BwACRQASMUYAEjJGABIyRgASMkYAEjJGABIyRgASMkYAEjJGABIyRgASMkYAEjJGABIzRgASM0YAEjNGABIzRgASM0YAEjNGABIzRgACMAACLwADLgABnQACLAACKwACKgACbwACbgACbQAP+QD////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////fUDQKcm93k0xB1qQAAACiIDE1CnJvdyAxNgcAEjcHABI4BwAROQcAIjIwBwASMQcAEjIHABIzBwASNAcAAkYAEjJGABIyRgASMkYAEjJGABIzRgASM0YAEjNGABIzRgASM0YAEjNGABIzRgACMAACLwADLgABbAACLAACKwACKgACbwACbgACbQATMT0AAj4AEjE/ABIxbQASMUEAD/kA////////////////t1BvdyAxOfMhav0AAAAANNgbLg==",
  ],
  // lz4 --no-frame-crc
  "a block that is not packed": ["short", "BCJNGGBAggUAAIBzaG9ydAAAAAA="],
} as const;

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const text = new TextDecoder();

describe("lz4Frame", () => {
  it.each(Object.entries(FRAMES))("unpacks %s", (_, [expected, base64]) => {
    expect(text.decode(lz4Frame(bytesOf(base64), expected.length))).toBe(expected);
  });

  it("refuses another length, and a frame that is cut", () => {
    const [expected, base64] = FRAMES["blocks with sums"];
    const frame = bytesOf(base64);
    for (const size of [0, expected.length - 1, expected.length + 1]) expect(() => lz4Frame(frame, size)).toThrow();
    for (let n = 0; n < frame.length - 8; n++) expect(() => lz4Frame(frame.subarray(0, n), expected.length)).toThrow();
  });
});

describe("lz4Block", () => {
  it("ends on any bytes: with so many bytes, or an error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(100), (bytes, size) => {
        try {
          expect(lz4Block(bytes, size)).toHaveLength(size);
        } catch (error) {
          expect(String(error)).toMatch(/^Error: LZ4: /);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
