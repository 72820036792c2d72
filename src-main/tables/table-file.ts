import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { formatBytes } from '@shared/core/text.ts';
import { createHash } from 'node:crypto';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { fileError } from '../storage/file-errors.ts';

export interface ReadProgress {
  bytesRead: number;
  bytes: number;
  rows: number;
}

export interface ReadOptions {
  signal?: AbortSignal | undefined;
  /** At most ten times a second. */
  onProgress?: ((progress: ReadProgress) => void) | undefined;
}

const CHUNK_BYTES = 2 ** 20;
const PROGRESS_MS = 100;

/** A file of a person's own, open for reading. Nothing of it is taken on trust, not even that it is a file. */
export class TableFile {
  readonly path: string;
  readonly bytes: number;
  private readonly handle: FileHandle;
  private readonly options: ReadOptions;
  private lastProgress = -Infinity;
  /** Of all bytes, once they were read from the first to the last. */
  hash: string | null = null;

  /** Throws FILE_NOT_FOUND, FILE_UNREADABLE and FILE_TOO_LARGE. Close it when done. */
  static async open(path: string, options: ReadOptions): Promise<TableFile> {
    let handle: FileHandle | undefined;
    try {
      // Looked at before it is opened: opening a pipe waits for somebody to write into it.
      const found = await stat(path);
      if (!found.isFile()) refuseKind(path, found.isDirectory());
      if (found.size > LIMITS.tableBytes) refuseSize(path, found.size, LIMITS.tableBytes);
      handle = await open(path, 'r');
      return new TableFile(path, handle, found.size, options);
    } catch (error) {
      await handle?.close();
      throw error instanceof AppError ? error : fileError(error, 'read', path);
    }
  }

  private constructor(path: string, handle: FileHandle, bytes: number, options: ReadOptions) {
    this.path = path;
    this.handle = handle;
    this.bytes = bytes;
    this.options = options;
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  /** Up to `length` bytes from `place` on. */
  async read(place: number, length: number): Promise<Buffer> {
    this.throwIfCancelled();
    const buffer = Buffer.alloc(Math.min(length, Math.max(0, this.bytes - place)));
    const bytesRead = await this.fill(buffer, place);
    return buffer.subarray(0, bytesRead);
  }

  /** The whole file, for forms that cannot be read in pieces. Throws FILE_TOO_LARGE. */
  async readWhole(limitBytes: number, advice: string): Promise<Buffer> {
    if (this.bytes > limitBytes) refuseSize(this.path, this.bytes, limitBytes, advice);
    const whole = Buffer.alloc(this.bytes);
    let place = 0;
    for await (const chunk of this.chunks(() => 0)) {
      chunk.bytes.copy(whole, place);
      place += chunk.bytes.length;
    }
    return whole.subarray(0, place);
  }

  /** The file from its beginning, piece by piece; a piece is valid until the next is asked for. */
  async *chunks(rowsSoFar: () => number): AsyncGenerator<{ bytes: Buffer; isLast: boolean }> {
    const hash = createHash('sha256');
    const buffers = [Buffer.alloc(CHUNK_BYTES), Buffer.alloc(CHUNK_BYTES)] as const;
    let place = 0;
    // The disk reads the next piece while this one is worked on.
    let next = this.fill(buffers[0], place);
    try {
      for (let turn = 0; ; turn++) {
        const bytesRead = await next;
        this.throwIfCancelled();
        place += bytesRead;
        const isLast = bytesRead < CHUNK_BYTES;
        if (!isLast) {
          next = this.fill(buffers[(turn + 1) % 2]!, place);
          // It may fail before somebody asks for it; the failure is told once they do.
          next.catch(() => undefined);
        }
        const bytes = buffers[turn % 2]!.subarray(0, bytesRead);
        hash.update(bytes);
        yield { bytes, isLast };
        this.report(place, rowsSoFar());
        if (isLast) break;
      }
    } finally {
      // A read may be under way when the work on a piece fails; the file must not be closed under it.
      await next.catch(() => 0);
    }
    this.hash = `sha256:${hash.digest('hex')}`;
  }

  throwIfCancelled(): void {
    if (this.options.signal?.aborted === true) {
      throw new AppError('CANCELLED', `Opening ${this.path} was cancelled.`, { at: this.path });
    }
  }

  report(bytesRead: number, rows: number): void {
    const now = performance.now();
    if (this.options.onProgress === undefined || now - this.lastProgress < PROGRESS_MS) return;
    this.lastProgress = now;
    this.options.onProgress({ bytesRead, bytes: Math.max(this.bytes, bytesRead), rows });
  }

  private async fill(buffer: Buffer, place: number): Promise<number> {
    let filled = 0;
    try {
      while (filled < buffer.length) {
        const { bytesRead } = await this.handle.read(buffer, filled, buffer.length - filled, place + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
    } catch (error) {
      throw fileError(error, 'read', this.path);
    }
    return filled;
  }
}

/** `sha256:` of a file's bytes. Throws as `TableFile.open` does, and CANCELLED. */
export async function hashOfFile(path: string, options: ReadOptions): Promise<string> {
  const file = await TableFile.open(path, options);
  try {
    for await (const _ of file.chunks(() => 0));
    return file.hash!;
  } finally {
    await file.close();
  }
}

function refuseKind(path: string, isFolder: boolean): never {
  const kind = isFolder ? 'a folder' : 'a device or a pipe';
  throw new AppError('FILE_UNREADABLE', `Cannot read ${path}: it is ${kind}, not a file.`, { at: path });
}

function refuseSize(path: string, size: number, limit: number, advice = ''): never {
  throw new AppError(
    'FILE_TOO_LARGE',
    `${path} has ${formatBytes(size)}; at most ${formatBytes(limit)} are read.${advice}`,
    { at: path },
  );
}
