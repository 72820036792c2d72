import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { fileError } from './file-errors.ts';

export const LINE_FEED = '\n';

/** A file of lines, open for appending. Writing is synchronous: a line is in the system's hands before anything else is done. */
export class LineFile {
  readonly path: string;
  private readonly descriptor: number;
  /** What stands last is no whole line, so that the next one must begin anew. */
  private isTorn = false;

  constructor(path: string) {
    this.path = path;
    this.descriptor = this.guarded(() => openSync(path, 'a+', 0o600));
    try {
      this.isTorn = this.guarded(() => !endsWithLine(this.descriptor));
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** `text` without its end. */
  append(text: string): void {
    const line = Buffer.from(`${this.isTorn ? LINE_FEED : ''}${text}${LINE_FEED}`);
    this.isTorn = true;
    this.guarded(() => {
      // A disk that is about to be full takes a part.
      for (let written = 0; written < line.length;) {
        written += writeSync(this.descriptor, line, written);
      }
    });
    this.isTorn = false;
  }

  /** Cuts off everything from a byte on. */
  cutAt(end: number): void {
    this.guarded(() => {
      ftruncateSync(this.descriptor, end);
      this.isTorn = !endsWithLine(this.descriptor);
    });
    // What was cut off must not come back in the midst of what is appended.
    this.sync();
  }

  /** After this the lines survive a power cut. */
  sync(): void {
    this.guarded(() => {
      fsyncSync(this.descriptor);
    });
  }

  /** What was synced is on the disk, whatever closing says. */
  close(): void {
    try {
      closeSync(this.descriptor);
    } catch {
      return;
    }
  }

  private guarded<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw fileError(error, 'write', this.path);
    }
  }
}

function endsWithLine(descriptor: number): boolean {
  const { size } = fstatSync(descriptor);
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  readSync(descriptor, last, 0, 1, size - 1);
  return last.toString() === LINE_FEED;
}
