import type { TableFile } from '../table-file.ts';

/** Read at once, where pages are small: a call of the system for each would cost more than they do. */
const WINDOW_BYTES = 2 ** 16;

/** A stretch of a file whose bytes are asked for from its beginning to its end, more or less. */
export class FileWindow {
  private readonly file: TableFile;
  private readonly end: number;
  private held: Buffer = Buffer.alloc(0);
  private heldFrom = 0;

  /** `end`: no byte from there on is read. */
  constructor(file: TableFile, end: number) {
    this.file = file;
    this.end = Math.min(end, file.bytes);
  }

  /** The bytes from `place` on, fewer than `length` only at the end. */
  async read(place: number, length: number): Promise<Buffer> {
    const to = Math.min(this.end, place + length);
    if (place < this.heldFrom || to > this.heldFrom + this.held.length) {
      this.heldFrom = place;
      this.held = await this.file.read(place, Math.min(this.end - place, Math.max(length, WINDOW_BYTES)));
    }
    return this.held.subarray(place - this.heldFrom, to - this.heldFrom);
  }

  /** Lets go of what is held. */
  clear(): void {
    this.held = Buffer.alloc(0);
  }
}
