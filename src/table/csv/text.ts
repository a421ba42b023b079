// Text from bytes: UTF-8 where it is valid, else windows-1252, in which every byte means something.

export type Decode = (bytes: Uint8Array) => string;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** @throws TypeError if the bytes are not UTF-8 */
export const utf8Text: Decode = (bytes) => utf8.decode(bytes);

/** Bytes 0x80 to 0x9f of windows-1252 as the WHATWG Encoding Standard has them; all others are Latin-1. */
const UPPER = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

/** Our own, because Node 20 decodes "windows-1252" as Latin-1. */
export const windows1252Text: Decode = (bytes) => {
  let text = "";
  for (const byte of bytes) text += byte >= 0x80 && byte < 0xa0 ? UPPER[byte - 0x80] : String.fromCharCode(byte);
  return text;
};

/** Text of bytes whose file may yet turn out to be in the other encoding. */
export const guessText: Decode = (bytes) => {
  try {
    return utf8Text(bytes);
  } catch {
    return windows1252Text(bytes);
  }
};
