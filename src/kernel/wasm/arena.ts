// The private memory of one kernel instance, laid out anew for every call: nothing in it outlives the call.

import { LeastwiseError } from "#base/error.ts";

const PAGE_BYTES = 65_536;
/** Where the kernel keeps nothing of its own; 0 stays free so that it can mean "none". */
const FIRST = 1024;
const ALIGNMENT = 64;

/** Hands out addresses; views are made when asked for, because growing detaches older ones. */
export class Arena {
  readonly #memory: WebAssembly.Memory;
  #top = FIRST;
  /** Views of the whole memory, which many copies share; empty once it has grown. */
  #f64 = new Float64Array();
  #f32 = new Float32Array();

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
  }

  /** Forget all addresses. */
  reset(): void {
    this.#top = FIRST;
  }

  /** Address of `bytes` fresh bytes, whose content is undefined; throws `internal` where the machine gives no more. */
  take(bytes: number): number {
    const address = this.#top;
    this.#top = Math.ceil((address + bytes) / ALIGNMENT) * ALIGNMENT;
    const missing = Math.ceil((this.#top - this.#memory.buffer.byteLength) / PAGE_BYTES);
    if (missing > 0) {
      try {
        this.#memory.grow(missing);
      } catch {
        throw new LeastwiseError("internal", `kernel memory: must grow to ${this.#top} bytes; refused`);
      }
    }
    return address;
  }

  /** Address of a copy of `values`. */
  put(values: Float64Array | Uint8Array): number {
    const address = this.take(values.byteLength);
    if (values instanceof Float64Array) this.f64(address, values.length).set(values);
    else this.u8(address, values.length).set(values);
    return address;
  }

  /** Copy values to an address, without the view that each copy would make. */
  write(address: number, values: Float64Array | Float32Array): void {
    if (values instanceof Float64Array) {
      if (this.#f64.length === 0) this.#f64 = new Float64Array(this.#memory.buffer);
      this.#f64.set(values, address / values.BYTES_PER_ELEMENT);
    } else {
      if (this.#f32.length === 0) this.#f32 = new Float32Array(this.#memory.buffer);
      this.#f32.set(values, address / values.BYTES_PER_ELEMENT);
    }
  }

  f64(address: number, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, address, length);
  }

  f32(address: number, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, address, length);
  }

  u32(address: number, length: number): Uint32Array {
    return new Uint32Array(this.#memory.buffer, address, length);
  }

  i32(address: number, length: number): Int32Array {
    return new Int32Array(this.#memory.buffer, address, length);
  }

  u8(address: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, address, length);
  }
}
