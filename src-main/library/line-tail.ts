import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { type FileHandle, open } from 'node:fs/promises';
import { fileError } from '../storage/file-errors.ts';
import { Breather } from './breather.ts';

const READ_AT_ONCE = 2 ** 20;
/** So many bytes before the end of what was read tell whether the file has only grown. */
const TAIL_BYTES = 64;

export interface LineReader {
  /** The file is another one than before, or its end was cut off: what it held counts for nothing. */
  restart: () => void;
  /** A whole line without its end, a character for each byte. */
  line: (line: string) => void;
}

/** The lines of a file that grows, such as `metrics.jsonl`: each reading takes up where the last one ended. */
export class LineTail {
  private readonly path: string;
  /** Bytes of whole lines. */
  private taken = 0;
  private tail = Buffer.alloc(0);
  private inode = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** A missing file has no lines. Throws CANCELLED where `signal` says so, and AppError where the file cannot be read. */
  async read(reader: LineReader, signal?: AbortSignal): Promise<void> {
    const file = await this.open();
    if (file === null) {
      this.restart(reader, 0);
      return;
    }
    try {
      const { size, ino } = await file.stat();
      if (size > LIMITS.metricsBytes) throw tooLarge(this.path);
      if (!(await this.hasOnlyGrown(file, ino, size))) this.restart(reader, ino);
      await this.readFrom(file, size, reader, signal);
    } catch (error) {
      throw error instanceof AppError ? error : fileError(error, 'read', this.path);
    } finally {
      await file.close();
    }
  }

  private async open(): Promise<FileHandle | null> {
    try {
      return await open(this.path, 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw fileError(error, 'read', this.path);
    }
  }

  private restart(reader: LineReader, inode: number): void {
    this.inode = inode;
    this.taken = 0;
    this.tail = Buffer.alloc(0);
    reader.restart();
  }

  /** A run that goes on from a checkpoint cuts off the points made since, and writes others in their place. */
  private async hasOnlyGrown(file: FileHandle, inode: number, size: number): Promise<boolean> {
    if (this.inode !== inode || size < this.taken) return false;
    const { length } = this.tail;
    if (length === 0) return true;
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, this.taken - length);
    return buffer.equals(this.tail);
  }

  private async readFrom(
    file: FileHandle,
    size: number,
    { line }: LineReader,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const breather = new Breather();
    let rest = Buffer.alloc(0);
    for (let at = this.taken; at < size;) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(READ_AT_ONCE), 0, READ_AT_ONCE, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      const bytes = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
      const end = bytes.lastIndexOf('\n') + 1;
      for (let start = 0; start < end;) {
        const feed = bytes.indexOf('\n', start);
        if (feed > start) line(bytes.toString('latin1', start, feed));
        start = feed + 1;
        await breather.pauseIfDue();
      }
      if (end > 0) {
        this.taken += end;
        this.tail = Buffer.from(bytes.subarray(Math.max(0, end - TAIL_BYTES), end));
      }
      rest = bytes.subarray(end);
      if (signal?.aborted === true) throw new AppError('CANCELLED', 'Cancelled.');
    }
  }
}

function tooLarge(path: string): AppError {
  return new AppError('FILE_TOO_LARGE', `${path} is larger than the points that are read.`, { at: path });
}
