// Lengths in an Arrow message, before anybody reads as many lists and rows: those in its metadata, a FlatBuffers table, and of
// its columns beside their buffers. A damaged one must not take all memory.

/** Slots of the tables (format/Message.fbs and Schema.fbs of Arrow). */
const SLOTS = {
  message: { kind: 6, header: 8 },
  schema: { fields: 6, metadata: 8 },
  field: { children: 14, metadata: 16 },
  batch: { nodes: 6, buffers: 8, compression: 10, variadic: 12 },
  dictionary: { data: 6 },
} as const;
const SCHEMA = 1;
const DICTIONARY = 2;
/** Bytes of an entry: a reference, a struct of two numbers of 64 bits, one such number. */
const REFERENCE = 4;
const PAIR = 16;
const LONG = 8;

/**
 * Throw a plain error where a list of a schema, a batch or a dictionary is longer than the metadata, or a column than all buffers
 * of the `body` together have bits.
 */
export function checkLengths(metadata: Uint8Array, body: Uint8Array): void {
  const tables = new Tables(metadata);
  const root = tables.root();
  const kind = tables.byte(root, SLOTS.message.kind);
  const header = tables.reference(root, SLOTS.message.header);
  if (header === 0) throw new Error("a message without a header");
  if (kind === SCHEMA) checkSchema(tables, header);
  else checkBatch(tables, kind === DICTIONARY ? tables.reference(header, SLOTS.dictionary.data) : header, body);
}

function checkSchema(tables: Tables, schema: number): void {
  tables.vector(schema, SLOTS.schema.metadata, REFERENCE);
  const { at, length } = tables.vector(schema, SLOTS.schema.fields, REFERENCE);
  for (let i = 0; i < length; i++) checkField(tables, tables.follow(at + i * REFERENCE));
}

/** References lead on, never back, so that this comes to an end. */
function checkField(tables: Tables, field: number): void {
  tables.vector(field, SLOTS.field.metadata, REFERENCE);
  const { at, length } = tables.vector(field, SLOTS.field.children, REFERENCE);
  for (let i = 0; i < length; i++) checkField(tables, tables.follow(at + i * REFERENCE));
}

function checkBatch(tables: Tables, batch: number, body: Uint8Array): void {
  if (batch === 0) throw new Error("a dictionary without values");
  tables.vector(batch, SLOTS.batch.variadic, LONG);
  const nodes = tables.vector(batch, SLOTS.batch.nodes, PAIR);
  const buffers = tables.vector(batch, SLOTS.batch.buffers, PAIR);
  const isPacked = tables.reference(batch, SLOTS.batch.compression) !== 0;
  let nBytes = 0;
  for (let i = 0; i < buffers.length; i++) {
    const at = buffers.at + i * PAIR;
    nBytes += unpackedBytes(body, { from: tables.long(at), length: tables.long(at + LONG), isPacked });
  }
  for (let i = 0; i < nodes.length; i++) {
    const nRows = tables.long(nodes.at + i * PAIR);
    // Columns without a value have no buffers.
    if (!(nRows >= 0 && (nRows <= nBytes * 8 || buffers.length === 0))) throw new Error(`${nRows} rows`);
  }
}

interface Region {
  from: number;
  length: number;
  isPacked: boolean;
}

/** Bytes of a buffer, which stand before it where it is packed; −1 there means that this one is not. */
function unpackedBytes(body: Uint8Array, { from, length, isPacked }: Region): number {
  if (!(from >= 0 && length >= 0 && from + length <= body.length)) throw new Error("a buffer beyond its message");
  if (!isPacked || length < LONG) return length;
  const bytes = Number(new DataView(body.buffer, body.byteOffset).getBigInt64(from, true));
  return bytes < 0 ? length : bytes;
}

/** Tables in a buffer; reading beyond it throws a RangeError. */
class Tables {
  readonly #view: DataView;
  /** Tables that may still be followed: no more than there is room for, whatever refers to them. */
  #left: number;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#left = bytes.length / REFERENCE;
  }

  root(): number {
    return this.follow(0);
  }

  /** Where a reference leads. */
  follow(at: number): number {
    this.#left -= 1;
    if (this.#left < 0) throw new Error("more tables than there is room for");
    return at + this.#view.getUint32(at, true);
  }

  byte(table: number, slot: number): number {
    const at = this.#at(table, slot);
    return at === 0 ? 0 : this.#view.getUint8(at);
  }

  long(at: number): number {
    return Number(this.#view.getBigInt64(at, true));
  }

  /** Where the reference of a slot leads; 0 where there is none. */
  reference(table: number, slot: number): number {
    const at = this.#at(table, slot);
    return at === 0 ? 0 : this.follow(at);
  }

  /** Where the entries of a list begin, and how many there are. */
  vector(table: number, slot: number, stride: number): { at: number; length: number } {
    const at = this.reference(table, slot);
    if (at === 0) return { at, length: 0 };
    const length = this.#view.getUint32(at, true);
    if (at + 4 + length * stride > this.#view.byteLength) throw new Error(`a list of ${length}`);
    return { at: at + 4, length };
  }

  #at(table: number, slot: number): number {
    const slots = table - this.#view.getInt32(table, true);
    const offset = slot < this.#view.getUint16(slots, true) ? this.#view.getUint16(slots + slot, true) : 0;
    return offset === 0 ? 0 : table + offset;
  }
}
