import { BYTES_PER_NUMBER, type FloatArray, type Precision } from '../../core/float-array.ts';

/** Every region begins at such an address: a line of the processor's cache. */
const ALIGNMENT = 64;
/** What the module's own constants lie below. */
const FIRST_ADDRESS = 8_192;
/** What WebAssembly's memory is counted in. */
export const PAGE_BYTES = 65_536;
/** Kernels may read a vector past the end of a region; never write. */
const SLACK_BYTES = 256;

/**
 * A plan of WebAssembly's memory: regions are handed out one after the other before the memory exists, which is then made
 * exactly as large.
 */
export class Arena {
  private readonly bytesPerNumber: number;
  private next = FIRST_ADDRESS;

  constructor(precision: Precision) {
    this.bytesPerNumber = BYTES_PER_NUMBER[precision];
  }

  /** A region of so many bytes, all zero at first; returns its address. */
  bytes(count: number): number {
    const address = this.next;
    this.next = Math.ceil((address + count + SLACK_BYTES) / ALIGNMENT) * ALIGNMENT;
    return address;
  }

  /** A region of so many numbers of the arena's precision. */
  numbers(count: number): number {
    return this.bytes(count * this.bytesPerNumber);
  }

  words(count: number): number {
    return this.bytes(count * 4);
  }

  get pages(): number {
    return Math.ceil(this.next / PAGE_BYTES);
  }
}

/** A window onto numbers in memory. */
export function numbersAt(
  buffer: ArrayBufferLike,
  precision: Precision,
  address: number,
  length: number,
): FloatArray {
  return precision === 'float32'
    ? new Float32Array(buffer, address, length)
    : new Float64Array(buffer, address, length);
}
