type Chunk = Float64Array | Int32Array | Uint8Array;

const FIRST_LENGTH = 256;
/** Large enough to be rare, small enough that a thousand columns with one row too many waste little. */
const LARGEST_LENGTH = 65_536;

/** A list of numbers of unknown length, in chunks: nothing is copied while it grows, and little room is left unused. */
export class Growing<T extends Chunk> {
  private readonly make: (length: number) => T;
  private full: T[] = [];
  private chunk: T;
  private used = 0;
  private fullLength = 0;

  constructor(make: (length: number) => T) {
    this.make = make;
    this.chunk = make(FIRST_LENGTH);
  }

  get length(): number {
    return this.fullLength + this.used;
  }

  get sizeBytes(): number {
    return this.fullLength * this.chunk.BYTES_PER_ELEMENT + this.chunk.byteLength;
  }

  push(value: number): void {
    if (this.used === this.chunk.length) this.addChunk(1);
    this.chunk[this.used++] = value;
  }

  /** Appends `bytes[from…to)`. */
  append(bytes: Uint8Array, from: number, to: number): void {
    if (this.used + to - from > this.chunk.length) this.addChunk(to - from);
    this.chunk.set(bytes.subarray(from, to), this.used);
    this.used += to - from;
  }

  /** The whole list in one piece; the list itself is empty afterwards, so that it is not held twice. */
  take(): T {
    const whole = this.make(this.length);
    let place = 0;
    for (const chunk of this.full) {
      whole.set(chunk, place);
      place += chunk.length;
    }
    whole.set(this.chunk.subarray(0, this.used), place);
    this.full = [];
    this.chunk = this.make(0);
    this.used = 0;
    this.fullLength = 0;
    return whole;
  }

  private addChunk(atLeast: number): void {
    if (this.used > 0) {
      this.full.push((this.used === this.chunk.length ? this.chunk : this.chunk.slice(0, this.used)) as T);
    }
    this.fullLength += this.used;
    this.used = 0;
    this.chunk = this.make(Math.max(atLeast, FIRST_LENGTH, Math.min(LARGEST_LENGTH, 2 * this.chunk.length)));
  }
}

export function growingFloats(): Growing<Float64Array> {
  return new Growing((length) => new Float64Array(length));
}

export function growingIntegers(): Growing<Int32Array> {
  return new Growing((length) => new Int32Array(length));
}

export function growingBytes(): Growing<Uint8Array> {
  return new Growing((length) => new Uint8Array(length));
}
