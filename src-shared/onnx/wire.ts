import { AppError } from '../core/errors.ts';

/* Protocol buffers as bytes: every field is a key (its number and how it is written) and a value.
   Source: "Encoding" of the Protocol Buffers documentation. Little-endian throughout. */

/** How a value is written. */
export const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

const HALF = 2 ** 32;
const LARGEST = 2 ** 63;

/** Collects a message. Nested messages and long bytes are kept as they are until the end, so nothing is copied twice. */
export class WireWriter {
  readonly #chunks: Uint8Array[] = [];
  #open: number[] = [];
  size = 0;

  /** A key: which field follows, and how it is written. */
  key(field: number, wire: number): void {
    this.varint(field * 8 + wire);
  }

  /** A whole number in 7-bit groups, the lowest first; negative ones as 64 bits of two's complement. */
  varint(value: number): void {
    const isLargest = value >= LARGEST;
    let high = (isLargest ? HALF / 2 - 1 : Math.floor(value / HALF)) >>> 0;
    let low = (isLargest ? HALF - 1 : value - Math.floor(value / HALF) * HALF) >>> 0;
    while (high > 0 || low > 0x7f) {
      this.#byte((low & 0x7f) | 0x80);
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    this.#byte(low);
  }

  float(value: number): void {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    this.#append(bytes);
  }

  double(value: number): void {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setFloat64(0, value, true);
    this.#append(bytes);
  }

  /** Bytes with their length before them. */
  bytes(value: Uint8Array): void {
    this.varint(value.length);
    this.#append(value);
  }

  /** A message within this one. */
  nested(write: (writer: WireWriter) => void): void {
    const inner = new WireWriter();
    write(inner);
    this.varint(inner.size);
    inner.#close();
    this.#close();
    for (const chunk of inner.#chunks) this.#chunks.push(chunk);
    this.size += inner.size;
  }

  finish(): Uint8Array {
    this.#close();
    const all = new Uint8Array(this.size);
    let at = 0;
    for (const chunk of this.#chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    return all;
  }

  #byte(value: number): void {
    this.#open.push(value);
    this.size += 1;
  }

  #append(bytes: Uint8Array): void {
    this.#close();
    this.#chunks.push(bytes);
    this.size += bytes.length;
  }

  #close(): void {
    if (this.#open.length === 0) return;
    this.#chunks.push(Uint8Array.from(this.#open));
    this.#open = [];
  }
}

/** Walks over one message, which lies from `at` up to `end` in `bytes`. Throws INVALID_VALUE with the place in the file. */
export class WireReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #end: number;
  #at: number;

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = at;
    this.#end = end;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#end;
  }

  /** Where in the file it stands, in bytes. */
  get at(): number {
    return this.#at;
  }

  key(): { field: number; wire: number } {
    const key = this.varint();
    const field = Math.floor(key / 8);
    if (field < 1) throw damaged(this.#at, 'no field has the number 0');
    return { field, wire: key % 8 };
  }

  /** As `WireWriter.varint`; beyond 2⁵³ it is rounded. */
  varint(): number {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#bytes[this.#take(1)]!;
      const bits = byte & 0x7f;
      if (shift < 32) low |= bits << shift;
      if (shift > 24) high |= shift < 32 ? bits >>> (32 - shift) : bits << (shift - 32);
      if (byte < 0x80) return high * HALF + (low >>> 0);
    }
    throw damaged(this.#at, 'a number does not end');
  }

  float(): number {
    return this.#view.getFloat32(this.#take(4), true);
  }

  double(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }

  /** A view of the file's own bytes, not a copy. */
  bytes(): Uint8Array {
    const length = this.varint();
    const from = this.#take(length);
    return this.#bytes.subarray(from, from + length);
  }

  /** A message, or packed numbers, within this one. */
  nested(): WireReader {
    const length = this.varint();
    const from = this.#take(length);
    return new WireReader(this.#bytes, from, from + length);
  }

  /** Passes over a value. */
  skip(wire: number): void {
    switch (wire) {
      case WIRE.varint:
        this.varint();
        return;
      case WIRE.fixed64:
        this.#take(8);
        return;
      case WIRE.bytes:
        this.#take(this.varint());
        return;
      case WIRE.fixed32:
        this.#take(4);
        return;
      default:
        throw damaged(this.#at, `a value is written in a way (${String(wire)}) that ONNX does not use`);
    }
  }

  #take(length: number): number {
    const from = this.#at;
    if (!(length >= 0 && length <= this.#end - from)) {
      throw damaged(from, `${String(length)} bytes are announced where ${String(this.#end - from)} are left`);
    }
    this.#at = from + length;
    return from;
  }
}

export function damaged(at: number, what: string): AppError {
  const place = `byte ${String(at)}`;
  return new AppError(
    'INVALID_VALUE',
    `${place}: This is no ONNX model, or a damaged one: ${what}. Export it again, or take another file.`,
    { at: place },
  );
}
