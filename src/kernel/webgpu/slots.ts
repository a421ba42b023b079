// A ring of upload slots: while the device computes on one chunk of rows the next is written, and a third is on its way.

import { COPY_DST, COPY_SRC, MAP_WRITE, STORAGE, UNIFORM, WRITE } from "./usage.ts";

/** Bytes of the shape of a chunk. */
const SHAPE_BYTES = 16;

/** One chunk on its way: `begin` gives the memory to write, `end` sends it, `reuse` readies the slot for another. */
export class Slot {
  readonly size: number;
  readonly #device: GPUDevice;
  readonly #staging: GPUBuffer;
  readonly #values: GPUBuffer;
  readonly #shape: GPUBuffer;
  #ready: Promise<void> = Promise.resolve();
  #bytes = 0;

  constructor(device: GPUDevice, size: number) {
    this.size = size;
    this.#device = device;
    this.#staging = device.createBuffer({ size, usage: MAP_WRITE | COPY_SRC, mappedAtCreation: true });
    this.#values = device.createBuffer({ size, usage: STORAGE | COPY_DST });
    this.#shape = device.createBuffer({ size: SHAPE_BYTES, usage: UNIFORM | COPY_DST });
  }

  /** Resolves when the device has taken what was sent before. */
  get ready(): Promise<void> {
    return this.#ready;
  }

  /** The first bytes of the slot, all of which are to be written: they may hold an earlier chunk. */
  begin(bytes: number): Int32Array {
    this.#bytes = bytes;
    return new Int32Array(this.#staging.getMappedRange(0, bytes));
  }

  /** Send what was written, as the encoder's next command. */
  end(encoder: GPUCommandEncoder, shape: Uint32Array<ArrayBuffer>): { values: GPUBuffer; shape: GPUBuffer } {
    this.#staging.unmap();
    encoder.copyBufferToBuffer(this.#staging, 0, this.#values, 0, this.#bytes);
    this.#device.queue.writeBuffer(this.#shape, 0, shape);
    return { values: this.#values, shape: this.#shape };
  }

  reuse(): void {
    this.#ready = this.#staging.mapAsync(WRITE);
    // A device that is lost says so where the slot is waited for.
    this.#ready.catch(() => {});
  }

  destroy(): void {
    for (const buffer of [this.#staging, this.#values, this.#shape]) buffer.destroy();
  }
}

/** Slots in turn. */
export class Slots {
  readonly #device: GPUDevice;
  readonly #slots: (Slot | null)[];
  #turn = 0;

  constructor(device: GPUDevice, count: number) {
    this.#device = device;
    this.#slots = new Array<null>(count).fill(null);
  }

  /** The next slot, when it may be written; rejects where the device is lost meanwhile. */
  async next(bytes: number): Promise<Slot> {
    const at = this.#turn;
    this.#turn = (at + 1) % this.#slots.length;
    const known = this.#slots[at] ?? null;
    if (known && known.size >= bytes) {
      await known.ready;
      return known;
    }
    known?.destroy();
    const made = new Slot(this.#device, bytes);
    this.#slots[at] = made;
    return made;
  }
}
