import { AppError } from '@shared/core/errors.ts';
import type { FloatArray } from '@shared/core/float-array.ts';
import type { Moment } from '@shared/model/insight.ts';
import { createHash } from 'node:crypto';

/*
 * One record of `snapshots.bin`, and all of `branch.bin`: the weights of a network at one moment, and the SHA-256 of all
 * that. All records of a run have the same length. Layout: docs/formats/snapshots.md.
 */

export interface Snapshot extends Moment {
  /** As `Machine` lays them out, in the precision of the run. */
  readonly parameters: FloatArray;
  readonly statistics: FloatArray;
}

/** What of it decides how long a record is. */
export interface SnapshotSize {
  readonly bytesPerNumber: number;
  readonly parameters: number;
  readonly statistics: number;
}

/** What each record begins with. */
export const RECORD_NAME = Buffer.from('NSNAP001');
export const HEAD_BYTES = 40;
const CHECKSUM_BYTES = 32;

export function recordBytes({ bytesPerNumber, parameters, statistics }: SnapshotSize): number {
  return HEAD_BYTES + bytesPerNumber * (parameters + statistics) + CHECKSUM_BYTES;
}

export function encodeSnapshot({ epoch, step, parameters, statistics }: Snapshot): Buffer {
  const bytesPerNumber = parameters.BYTES_PER_ELEMENT;
  const size = { bytesPerNumber, parameters: parameters.length, statistics: statistics.length };
  const record = Buffer.alloc(recordBytes(size));
  RECORD_NAME.copy(record);
  record.writeUInt32LE(bytesPerNumber, 8);
  record.writeUInt32LE(parameters.length, 12);
  record.writeUInt32LE(statistics.length, 16);
  record.writeDoubleLE(epoch, 24);
  record.writeDoubleLE(step, 32);
  let at = HEAD_BYTES;
  for (const { buffer, byteOffset, byteLength } of [parameters, statistics]) {
    record.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  createHash('sha256').update(record.subarray(0, at)).digest().copy(record, at);
  return record;
}

/** What the first bytes of a record say; null where they are none. */
export function decodeHead(bytes: Buffer): (Moment & SnapshotSize) | null {
  if (bytes.length < HEAD_BYTES || !RECORD_NAME.equals(bytes.subarray(0, RECORD_NAME.length))) return null;
  const bytesPerNumber = bytes.readUInt32LE(8);
  if (bytesPerNumber !== 4 && bytesPerNumber !== 8) return null;
  const [epoch, step] = [bytes.readDoubleLE(24), bytes.readDoubleLE(32)];
  // Told before the checksum is looked at: what is no moment must not pass for one.
  if (!isCount(epoch) || !isCount(step)) return null;
  const [parameters, statistics] = [bytes.readUInt32LE(12), bytes.readUInt32LE(16)];
  return { bytesPerNumber, parameters, statistics, epoch, step };
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** A whole record → what it holds, copied. Throws CHECKSUM_MISMATCH. */
export function decodeSnapshot(record: Buffer, path: string): Snapshot {
  const head = decodeHead(record);
  if (head === null || recordBytes(head) !== record.length || !isWhole(record)) {
    throw new AppError(
      'CHECKSUM_MISMATCH',
      `${path}: The weights of a moment were damaged or changed after they were written, so they cannot be looked at. ` +
        'All other moments can be used.',
      { at: path },
    );
  }
  const { epoch, step, bytesPerNumber, parameters, statistics } = head;
  const statisticsAt = HEAD_BYTES + bytesPerNumber * parameters;
  return {
    epoch,
    step,
    parameters: numbersAt(record, HEAD_BYTES, parameters, bytesPerNumber),
    statistics: numbersAt(record, statisticsAt, statistics, bytesPerNumber),
  };
}

/** `sha256:` of a whole record's content: what a branch says of the weights it began with. */
export function hashOfRecord(record: Buffer): string {
  return `sha256:${record.subarray(-CHECKSUM_BYTES).toString('hex')}`;
}

function isWhole(record: Buffer): boolean {
  const content = record.subarray(0, -CHECKSUM_BYTES);
  return createHash('sha256').update(content).digest().equals(record.subarray(-CHECKSUM_BYTES));
}

function numbersAt(record: Buffer, at: number, length: number, bytesPerNumber: number): FloatArray {
  // A copy of its own memory, which begins where numbers may begin.
  const { buffer } = Uint8Array.from(record.subarray(at, at + length * bytesPerNumber));
  return bytesPerNumber === 4 ? new Float32Array(buffer) : new Float64Array(buffer);
}
