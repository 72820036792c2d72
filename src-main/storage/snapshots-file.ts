import { AppError } from '@shared/core/errors.ts';
import { formatCount } from '@shared/core/text.ts';
import type { Moment } from '@shared/model/insight.ts';
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from './atomic-file.ts';
import { fileError } from './file-errors.ts';
import { RUN_FILES } from './paths.ts';
import { bytesAt, recordLength } from './record-length.ts';
import {
  decodeHead,
  decodeSnapshot,
  encodeSnapshot,
  HEAD_BYTES,
  recordBytes,
  type Snapshot,
} from './snapshot-record.ts';

/** `snapshots.bin`: the weights of some moments of a run, one record after the other, all of one length. */

/** The moments whose weights a run has, in order, and what they take. */
export interface KeptMoments {
  readonly moments: readonly Moment[];
  readonly bytes: number;
  /** Records of which not even the moment can be told. */
  readonly damaged: number;
}

interface Place extends Moment {
  readonly index: number;
}

/** None where the run has no such file, as runs of versions up to 0.4. */
export async function readMoments(directory: string): Promise<KeptMoments> {
  return withFile(directory, { moments: [], bytes: 0, damaged: 0 }, async (file) => {
    const { places, length, damaged } = await placesIn(file);
    const moments = places.map(({ epoch, step }) => ({ epoch, step }));
    return { moments, bytes: places.length * length, damaged };
  });
}

/** The bytes of the record of an epoch, as they are in the file. Throws INVALID_VALUE where there is none. */
export async function readRecord(directory: string, epoch: number): Promise<Buffer> {
  const record = await withFile(directory, null, async (file) => {
    const { places, length } = await placesIn(file);
    const place = places.find((candidate) => candidate.epoch === epoch);
    return place === undefined ? null : await bytesAt(file, place.index * length, length);
  });
  if (record !== null) return record;
  const { moments } = await readMoments(directory);
  throw new AppError(
    'INVALID_VALUE',
    `The weights after epoch ${formatCount(epoch)} were not kept. ${nearestOf(moments, epoch)}`,
    { at: 'epoch' },
  );
}

function nearestOf(moments: readonly Moment[], epoch: number): string {
  const before = moments.findLast((moment) => moment.epoch < epoch);
  const after = moments.find((moment) => moment.epoch > epoch);
  const nearest = [before, after].filter((moment) => moment !== undefined);
  if (nearest.length === 0) return 'This run has none.';
  return `The nearest that were: ${nearest.map((moment) => formatCount(moment.epoch)).join(' and ')}.`;
}

/** As `readRecord`, read and checked. */
export async function readSnapshot(directory: string, epoch: number): Promise<Snapshot> {
  return decodeSnapshot(await readRecord(directory, epoch), join(directory, RUN_FILES.snapshots));
}

/** The same file, open for appending. */
export class SnapshotsFile {
  /** Records in it. */
  count = 0;
  private readonly path: string;
  private readonly descriptor: number;

  private constructor(path: string) {
    this.path = path;
    try {
      this.descriptor = openSync(path, 'a+', 0o600);
    } catch (error) {
      throw fileError(error, 'write', path);
    }
  }

  /**
   * Opens the file of a run that begins, or goes on from a step (null: it begins). Later moments are cut off; of the others
   * every second one goes as long as there are more than `most`, so that there is room for what comes.
   */
  static async open(directory: string, lastStep: number | null, most: number): Promise<SnapshotsFile> {
    const path = join(directory, RUN_FILES.snapshots);
    if (lastStep !== null) await makeRoom(directory, lastStep, most);
    const file = new SnapshotsFile(path);
    try {
      const { count, end } = lastStep === null ? { count: 0, end: 0 } : await upTo(directory, lastStep);
      file.count = count;
      file.cutAt(end);
    } catch (error) {
      file.close();
      throw error;
    }
    return file;
  }

  append(snapshot: Snapshot): void {
    const record = encodeSnapshot(snapshot);
    this.guarded(() => {
      const { size } = fstatSync(this.descriptor);
      try {
        for (let written = 0; written < record.length;) {
          written += writeSync(this.descriptor, record, written);
        }
      } catch (error) {
        // A part of a record must not stand before whole ones.
        ftruncateSync(this.descriptor, size);
        throw error;
      }
    });
    this.count += 1;
  }

  /** After this they survive a power cut. */
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

  private cutAt(end: number): void {
    this.guarded(() => {
      if (fstatSync(this.descriptor).size > end) ftruncateSync(this.descriptor, end);
      fsyncSync(this.descriptor);
    });
  }

  private guarded<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw fileError(error, 'write', this.path);
    }
  }
}

/** Where there are more than `most` up to a step, writes the file anew without every second one, as often as need be. */
async function makeRoom(directory: string, lastStep: number, most: number): Promise<void> {
  const bytes = await withFile(directory, null, async (file) => {
    const { places, length } = await placesIn(file);
    const before = places.filter(({ step }) => step <= lastStep);
    let kept = before;
    // The first of all stays.
    while (kept.length > Math.max(1, most)) kept = kept.filter((_, k) => k % 2 === 0);
    if (kept.length === before.length) return null;
    const records = [];
    for (const { index } of kept) records.push(await bytesAt(file, index * length, length));
    return Buffer.concat(records);
  });
  if (bytes !== null) await writeFileAtomic(join(directory, RUN_FILES.snapshots), bytes);
}

/** The records up to a step, and where the last of them ends. */
function upTo(directory: string, lastStep: number): Promise<{ count: number; end: number }> {
  return withFile(directory, { count: 0, end: 0 }, async (file) => {
    const { places, length } = await placesIn(file);
    const before = places.filter(({ step }) => step <= lastStep);
    return { count: before.length, end: ((before.at(-1)?.index ?? -1) + 1) * length };
  });
}

/** The records that are whole as far as their heads and the file's length tell. */
async function placesIn(file: FileHandle): Promise<{ places: Place[]; length: number; damaged: number }> {
  const { size } = await file.stat();
  const length = await recordLength(file);
  // Nothing can be told of any record; a part of the first head is only not yet one.
  if (length === null) return { places: [], length: 0, damaged: size < HEAD_BYTES ? 0 : 1 };
  const places: Place[] = [];
  for (let index = 0; (index + 1) * length <= size; index++) {
    const head = decodeHead(await bytesAt(file, index * length, HEAD_BYTES));
    if (head !== null && recordBytes(head) === length)
      places.push({ index, epoch: head.epoch, step: head.step });
  }
  return { places, length, damaged: Math.floor(size / length) - places.length };
}

async function withFile<T>(
  directory: string,
  missing: T,
  work: (file: FileHandle) => Promise<T>,
): Promise<T> {
  const path = join(directory, RUN_FILES.snapshots);
  try {
    const file = await open(path, 'r');
    try {
      return await work(file);
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return missing;
    throw error instanceof AppError ? error : fileError(error, 'read', path);
  }
}
