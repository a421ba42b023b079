// The messages of an Arrow IPC stream or file, cut out of bytes as they come; a file is a stream between two marks.

import { damaged, sound } from "../binary-problem.ts";
import { wrongKind } from "../file-kind.ts";
import { checkLengths } from "./lengths.ts";

/** A message with its prefix, in memory of its own. */
export interface Message {
  kind: "schema" | "dictionary" | "batch";
  bytes: Uint8Array;
}

const MAGIC = "ARROW1";
const CONTINUATION = 0xffff_ffff;
/** No schema and no batch needs so many bytes for what it says of itself. */
const MAX_METADATA_BYTES = 2 ** 24;
/** Kinds by their number in the format. */
const KINDS = new Map([
  [1, "schema"],
  [2, "dictionary"],
  [3, "batch"],
] as const);

/**
 * Read the messages, the schema first.
 *
 * @throws LeastwiseError `file-kind`, `file-damaged` (truncated too; a stream that ends between two messages is whole)
 */
export async function* messagesOf(source: Taker): AsyncGenerator<Message, void> {
  const head = await source.peek(512);
  const isFile = startsWith(head, MAGIC);
  if (startsWith(head, "FEA1")) throw wrongKind("Feather version 2 (an Arrow file)", head);
  if (isFile) await source.take(8);
  let isFirst = true;
  for (;;) {
    const message = await nextMessage(source, isFirst ? head : null);
    if (message === "end" || message === "eof") {
      if (isFirst) throw wrongKind("an Arrow file or stream", head);
      if (isFile) await checkEnd(source, message);
      return;
    }
    if (isFirst && message.kind !== "schema") throw wrongKind("an Arrow file or stream", head);
    isFirst = false;
    yield message;
  }
}

/** @param head the first bytes, where this is the first message and what is none is a file of another kind */
async function nextMessage(source: Taker, head: Uint8Array | null): Promise<Message | "end" | "eof"> {
  const prefix = await source.peek(8);
  if (prefix.length === 0) return "eof";
  if (prefix.length < 4) throw damaged("file", "an end inside of a message");
  const view = new DataView(prefix.buffer, prefix.byteOffset, prefix.length);
  // Before version 0.15 there was the length alone.
  const isOld = view.getUint32(0, true) !== CONTINUATION;
  if (!isOld && prefix.length < 8) throw damaged("file", "an end inside of a message");
  const length = view.getUint32(isOld ? 0 : 4, true);
  const nPrefix = isOld ? 4 : 8;
  if (length === 0) return "end";
  if (length > MAX_METADATA_BYTES) {
    throw head === null ? damaged("file", "no message where one must be") : wrongKind("an Arrow file or stream", head);
  }
  const metadata = await source.peek(nPrefix + length);
  if (metadata.length < nPrefix + length) throw ended(source);
  const { kind, bodyLength } = headerOf(metadata.subarray(nPrefix));
  const known = KINDS.get(kind as 1);
  if (known === undefined || !(bodyLength >= 0 && Number.isSafeInteger(bodyLength))) {
    throw head === null ? damaged("file", `a message of kind ${kind}`) : wrongKind("an Arrow file or stream", head);
  }
  const total = nPrefix + length + bodyLength;
  const bytes = await source.take(total);
  if (bytes.length < total) throw ended(source);
  sound("file", () => checkLengths(metadata.subarray(nPrefix), bytes.subarray(nPrefix + length)));
  return { kind: known, bytes };
}

const ended = ({ nRead }: Taker) => damaged("file", `one that ends after ${nRead} bytes, inside of a message`);

/** Kind and length of the body: two fields of the FlatBuffers table that a message begins with. */
function headerOf(metadata: Uint8Array): { kind: number; bodyLength: number } {
  const view = new DataView(metadata.buffer, metadata.byteOffset, metadata.length);
  try {
    const root = view.getInt32(0, true);
    const table = root - view.getInt32(root, true);
    const size = view.getUint16(table, true);
    const field = (slot: number): number => (slot < size ? view.getUint16(table + slot, true) : 0);
    const kind = field(6);
    const body = field(10);
    return {
      kind: kind === 0 ? 0 : view.getUint8(root + kind),
      bodyLength: body === 0 ? 0 : Number(view.getBigInt64(root + body, true)),
    };
  } catch {
    return { kind: 0, bodyLength: 0 };
  }
}

/** A file ends with its mark again, after the end of its messages. */
async function checkEnd(source: Taker, end: "end" | "eof"): Promise<void> {
  const last = await source.rest(MAGIC.length);
  if (end === "eof" || !startsWith(last, MAGIC)) {
    throw damaged("file", `one that ends after ${source.nRead} bytes without a footer`);
  }
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return bytes.length >= text.length && [...text].every((letter, i) => bytes[i] === letter.charCodeAt(0));
}

/** Bytes of a source by number, however they arrive. */
export class Taker {
  /** Bytes taken. */
  nRead = 0;
  readonly #iterator: AsyncIterator<Uint8Array>;
  #pieces: Uint8Array[] = [];
  #length = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#iterator = source[Symbol.asyncIterator]();
  }

  /** The next `n` bytes, fewer at the end; they stay. */
  async peek(n: number): Promise<Uint8Array> {
    while (this.#length < n && (await this.#pull()));
    const bytes = new Uint8Array(Math.min(n, this.#length));
    let to = 0;
    for (const piece of this.#pieces) {
      const part = piece.subarray(0, bytes.length - to);
      bytes.set(part, to);
      to += part.length;
      if (to === bytes.length) break;
    }
    return bytes;
  }

  /** The next `n` bytes, fewer at the end, in memory of their own. */
  async take(n: number): Promise<Uint8Array> {
    const bytes = await this.peek(n);
    this.#drop(bytes.length);
    return bytes;
  }

  /** Read to the end; the last `n` bytes. */
  async rest(n: number): Promise<Uint8Array> {
    do {
      if (this.#length > n) this.#drop(this.#length - n);
    } while (await this.#pull());
    return this.take(n);
  }

  /** Let the source go, wherever it stands. */
  close(): void {
    this.#iterator.return?.()?.catch(() => {});
  }

  #drop(n: number): void {
    this.nRead += n;
    this.#length -= n;
    let left = n;
    while (left > 0) {
      const [piece] = this.#pieces as [Uint8Array];
      if (piece.length > left) {
        this.#pieces[0] = piece.subarray(left);
        return;
      }
      left -= piece.length;
      this.#pieces.shift();
    }
  }

  async #pull(): Promise<boolean> {
    const { done, value } = await this.#iterator.next();
    if (done) return false;
    if (value.length > 0) this.#pieces.push(value);
    this.#length += value.length;
    return true;
  }
}
