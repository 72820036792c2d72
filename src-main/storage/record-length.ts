import type { FileHandle } from 'node:fs/promises';
import { decodeHead, HEAD_BYTES, RECORD_NAME, recordBytes } from './snapshot-record.ts';

const CHUNK_BYTES = 2 ** 20;

/**
 * How long each record of a `snapshots.bin` is: what a head says that has another head, or the end of the file, behind its
 * record. That is the first head, unless it is damaged; then the file is looked through for one that is not, so that no damage
 * to one record costs the others. Null where no head can be read.
 */
export async function recordLength(file: FileHandle): Promise<number | null> {
  const { size } = await file.stat();
  let unconfirmed: number | null = null;
  for await (const at of namesIn(file)) {
    const head = decodeHead(await bytesAt(file, at, HEAD_BYTES));
    if (head === null) continue;
    const length = recordBytes(head);
    const next = at + length;
    const isFollowed = next === size || decodeHead(await bytesAt(file, next, HEAD_BYTES)) !== null;
    if (isFollowed && at % length === 0) return length;
    unconfirmed ??= at === 0 ? length : null;
  }
  return unconfirmed;
}

/** Where the name that each record begins with stands in a file, from its beginning on. */
async function* namesIn(file: FileHandle): AsyncGenerator<number> {
  for (let start = 0; ; start += CHUNK_BYTES) {
    // A name may lie across the end of a chunk.
    const chunk = await bytesAt(file, start, CHUNK_BYTES + RECORD_NAME.length - 1);
    for (let at = chunk.indexOf(RECORD_NAME); at >= 0; at = chunk.indexOf(RECORD_NAME, at + 1))
      yield start + at;
    if (chunk.length < CHUNK_BYTES) return;
  }
}

/** Fewer where the file ends before. */
export async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await file.read(bytes, read, length - read, at + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return bytes.subarray(0, read);
}
