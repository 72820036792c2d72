import type { Growing } from './growing.ts';

const FIRST_TEXTS = 16;
const FIRST_BYTES = 256;
/** FNV-1a, 32 bits. Source: Fowler, Noll, Vo; RFC 9923. */
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Distinct texts as UTF-8, each with a code: 0 for the first that came, 1 for the next. No text is ever made of a cell. */
export class ByteDictionary {
  private bytes = new Uint8Array(FIRST_BYTES);
  private used = 0;
  /** Text `code` is bytes[starts[code] … starts[code + 1]). */
  private starts = new Int32Array(FIRST_TEXTS + 1);
  private hashes = new Int32Array(FIRST_TEXTS);
  private count = 0;
  /** Open addressing: code + 1, or 0 where a slot is free. */
  private slots = new Int32Array(2 * FIRST_TEXTS);

  get size(): number {
    return this.count;
  }

  /** Bytes of all texts. */
  get textBytes(): number {
    return this.used;
  }

  get sizeBytes(): number {
    return this.bytes.byteLength + this.starts.byteLength + this.hashes.byteLength + this.slots.byteLength;
  }

  codeOf(cell: Uint8Array, from: number, to: number): number {
    const hash = hashOf(cell, from, to);
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (let entry = this.slots[slot]!; entry !== 0; entry = this.slots[slot]!) {
      if (this.hashes[entry - 1] === hash && this.isText(entry - 1, cell, from, to)) return entry - 1;
      slot = (slot + 1) & mask;
    }
    return this.add(hash, slot, cell, from, to);
  }

  text(code: number): string {
    const [from, to] = this.range(code);
    return Buffer.from(this.bytes.buffer, from, to - from).toString('utf8');
  }

  texts(): string[] {
    return Array.from({ length: this.count }, (_, code) => this.text(code));
  }

  /** Writes text `code` to the end of `target`; gives its length. */
  writeTo(target: Growing<Uint8Array>, code: number): number {
    const [from, to] = this.range(code);
    target.append(this.bytes, from, to);
    return to - from;
  }

  private range(code: number): [from: number, to: number] {
    return [this.starts[code]!, this.starts[code + 1]!];
  }

  private isText(code: number, cell: Uint8Array, from: number, to: number): boolean {
    const start = this.starts[code]!;
    if (this.starts[code + 1]! - start !== to - from) return false;
    for (let k = from; k < to; k++) if (this.bytes[start + k - from] !== cell[k]) return false;
    return true;
  }

  private add(hash: number, slot: number, cell: Uint8Array, from: number, to: number): number {
    const code = this.count;
    const end = this.used + to - from;
    if (end > this.bytes.length) this.bytes = enlarged(this.bytes, Math.max(2 * this.bytes.length, end));
    this.bytes.set(cell.subarray(from, to), this.used);
    this.used = end;
    this.starts[code + 1] = end;
    this.hashes[code] = hash;
    this.slots[slot] = code + 1;
    this.count += 1;
    if (this.count === this.hashes.length) this.makeRoom();
    return code;
  }

  /** Twice the room; at most half of the slots are ever taken. */
  private makeRoom(): void {
    const length = 2 * this.count;
    this.hashes = enlarged(this.hashes, length);
    this.starts = enlarged(this.starts, length + 1);
    this.slots = new Int32Array(2 * length);
    const mask = this.slots.length - 1;
    for (let code = 0; code < this.count; code++) {
      let slot = this.hashes[code]! & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = code + 1;
    }
  }
}

function hashOf(cell: Uint8Array, from: number, to: number): number {
  let hash = FNV_OFFSET;
  for (let k = from; k < to; k++) hash = Math.imul(hash ^ cell[k]!, FNV_PRIME);
  // The low bits of FNV-1a alone choose the slot: the high ones are mixed in.
  return hash ^ (hash >>> 15);
}

function enlarged<T extends Uint8Array | Int32Array>(array: T, length: number): T {
  const larger = (array instanceof Int32Array ? new Int32Array(length) : new Uint8Array(length)) as T;
  larger.set(array);
  return larger;
}
