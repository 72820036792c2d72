import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { formatBytes } from '@shared/core/text.ts';
import type { TrainerSnapshot } from '@shared/engine/trainer-snapshot.ts';
import type { EngineIdentity, MetricsPoint } from '@shared/model/run.ts';
import { parseWith } from '@shared/schema/parse.ts';
import { metricsPointSchema } from '@shared/schema/run.ts';
import { parseJson } from '@shared/schema/safe-json.ts';
import { checkFormat } from '@shared/schema/versioned.ts';
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { z } from 'zod';
import { writeFileAtomic } from './atomic-file.ts';
import { checkpointSchema } from './checkpoint-schema.ts';
import { fileError } from './file-errors.ts';
import { inFile } from './in-file.ts';
import { ALIGNMENT, decodeState, encodeState, type StateArray } from './state-tree.ts';

/*
 * `checkpoint.bin`: everything that decides how a run goes on. Its layout is in docs/formats/checkpoint.md:
 * 8 bytes of name, the header's length (uint32) and 4 bytes of nothing, the header (JSON, filled up with spaces), the
 * arrays, and the SHA-256 of all that.
 */

export interface Checkpoint {
  format: 'ninestep-checkpoint';
  version: 1;
  runId: string;
  engine: EngineIdentity;
  dataHash: string;
  /** Of the experiment's settings; they must still be those of the run's record. */
  settingsHash: string;
  /** Lines of the points' file that belong to the run as it was then. */
  points: number;
  seconds: number;
  last: MetricsPoint | null;
  best: MetricsPoint | null;
  trainer: TrainerSnapshot;
}

const NAME = Buffer.from('NINESTEP');
const PREAMBLE_BYTES = 16;
const CHECKSUM_BYTES = 32;
/** How much is read or written at once: some systems refuse more than two gigabytes. */
const PIECE_BYTES = 64 * 2 ** 20;

export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  await writeFileAtomic(path, withChecksum(piecesOf(checkpoint)));
}

export async function readCheckpoint(path: string): Promise<Checkpoint> {
  const bytes = await readWhole(path);
  const content = bytes.subarray(0, -CHECKSUM_BYTES);
  const isNamed =
    bytes.length >= PREAMBLE_BYTES + CHECKSUM_BYTES && NAME.equals(bytes.subarray(0, NAME.length));
  if (!isNamed) {
    throw new AppError('INVALID_VALUE', `${path} is no checkpoint of Ninestep's.`, { at: path });
  }
  if (!createHash('sha256').update(content).digest().equals(bytes.subarray(-CHECKSUM_BYTES)))
    throw damaged(path);
  const headerEnd = PREAMBLE_BYTES + headerLength(bytes);
  const header = parseJson(Buffer.from(content.subarray(PREAMBLE_BYTES, headerEnd)).toString(), path);
  checkFormat(header, 'ninestep-checkpoint', 1, path);
  return inFile(path, () =>
    parseWith(checkpointSchema, decoded(header, content.subarray(headerEnd)), 'checkpoint'),
  );
}

function headerLength(preamble: Uint8Array): number {
  return new DataView(preamble.buffer, preamble.byteOffset).getUint32(NAME.length, true);
}

/** What a checkpoint says of itself first. Read without the rest, so damage elsewhere goes unseen. */
const headSchema = z.object({
  last: metricsPointSchema.nullable(),
  trainer: z.object({ step: z.int().min(0) }),
});

/** After how many steps a checkpoint was made, and the last evaluation before, from its first bytes alone. */
export async function readCheckpointHead(path: string): Promise<{ step: number; last: MetricsPoint | null }> {
  const file = await open(path, 'r');
  try {
    const preamble = Buffer.alloc(PREAMBLE_BYTES);
    await file.read(preamble, 0, PREAMBLE_BYTES, 0);
    const header = Buffer.alloc(Math.min(headerLength(preamble), LIMITS.runBytes));
    await file.read(header, 0, header.length, PREAMBLE_BYTES);
    const value = parseJson(header.toString(), path) as { last?: unknown } | null;
    const last = decoded(value?.last, new Uint8Array(0));
    const head = parseWith(headSchema, { ...value, last }, 'checkpoint');
    return { step: head.trainer.step, last: head.last };
  } finally {
    await file.close();
  }
}

function decoded(header: unknown, arrays: Uint8Array): unknown {
  try {
    return decodeState(header, arrays);
  } catch (error) {
    throw new AppError('INVALID_VALUE', (error as Error).message, { cause: error });
  }
}

function damaged(path: string): AppError {
  return new AppError(
    'CHECKSUM_MISMATCH',
    `${path} was damaged or changed after it was written, so the run cannot go on from it. ` +
      'Its model and its points are untouched. Train the experiment again, or put a copy of the file back.',
    { at: path },
  );
}

function* piecesOf(checkpoint: Checkpoint): Generator<Uint8Array> {
  const { json, arrays } = encodeState(checkpoint);
  const text = Buffer.from(json);
  const header = Buffer.concat([text, Buffer.alloc(paddingAfter(text.length), ' ')]);
  const preamble = Buffer.alloc(PREAMBLE_BYTES);
  NAME.copy(preamble);
  preamble.writeUInt32LE(header.length, NAME.length);
  yield preamble;
  yield header;
  for (const array of arrays) yield* piecesOfArray(array);
}

function* piecesOfArray({ buffer, byteOffset, byteLength }: StateArray): Generator<Uint8Array> {
  for (let start = 0; start < byteLength; start += PIECE_BYTES) {
    yield new Uint8Array(buffer, byteOffset + start, Math.min(PIECE_BYTES, byteLength - start));
  }
  yield new Uint8Array(paddingAfter(byteLength));
}

function* withChecksum(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
  const hash = createHash('sha256');
  for (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
  yield hash.digest();
}

function paddingAfter(bytes: number): number {
  return (ALIGNMENT - (bytes % ALIGNMENT)) % ALIGNMENT;
}

async function readWhole(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > LIMITS.checkpointBytes) throw tooLarge(path, size);
      const bytes = new Uint8Array(size);
      for (let read = 0; read < size;) {
        const { bytesRead } = await file.read(bytes, read, Math.min(PIECE_BYTES, size - read));
        if (bytesRead === 0) throw damaged(path);
        read += bytesRead;
      }
      return bytes;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw error instanceof AppError ? error : fileError(error, 'read', path);
  }
}

function tooLarge(path: string, size: number): AppError {
  const limit = formatBytes(LIMITS.checkpointBytes);
  return new AppError('FILE_TOO_LARGE', `${path} has ${formatBytes(size)}; at most ${limit} are read.`, {
    at: path,
  });
}
