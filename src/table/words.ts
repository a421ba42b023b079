// The distinct texts of a column of a binary file, as UTF-8 bytes until the end, and their codes.

import { unfitColumn } from "./binary-problem.ts";
import { Dictionary, decodedWords } from "./csv/dictionary.ts";
import { utf8Text } from "./csv/text.ts";

/** Codes in the order in which texts come; the empty text is a text like others. */
export class Words {
  readonly #dictionary = new Dictionary(() => false);

  /** The code of the text `bytes[start, end)`. */
  code(bytes: Uint8Array, start: number, end: number): number {
    return this.#dictionary.code(bytes, start, end);
  }

  /** The texts by code. @throws LeastwiseError `column-kind` where some are not UTF-8 */
  decoded(column: string): string[] {
    try {
      return decodedWords(this.#dictionary, utf8Text);
    } catch (error) {
      if (error instanceof TypeError) throw unfitColumn(column, "bytes that are not UTF-8");
      throw error;
    }
  }
}
