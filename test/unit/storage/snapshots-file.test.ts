import { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RUN_FILES } from '../../../src-main/storage/paths.ts';
import { encodeSnapshot, recordBytes, type Snapshot } from '../../../src-main/storage/snapshot-record.ts';
import { readMoments, readSnapshot, SnapshotsFile } from '../../../src-main/storage/snapshots-file.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { rejectionOf } from '../../helpers/thrown.ts';

function snapshot(epoch: number): Snapshot {
  const step = 3 * epoch;
  return { epoch, step, parameters: Float32Array.of(epoch, 0.1, -2), statistics: Float32Array.of(1, epoch) };
}

const LENGTH = recordBytes({ bytesPerNumber: 4, parameters: 3, statistics: 2 });

async function fileWith(epochs: number[]): Promise<string> {
  const directory = tempFolder();
  const file = await SnapshotsFile.open(directory, null, 100);
  for (const epoch of epochs) file.append(snapshot(epoch));
  file.close();
  return directory;
}

async function epochsIn(directory: string): Promise<number[]> {
  return (await readMoments(directory)).moments.map(({ epoch }) => epoch);
}

describe('the kept weights of a run', () => {
  it('come back as they were, from any moment, and take the bytes that are told', async () => {
    const directory = await fileWith([0, 4, 9]);
    for (const epoch of [9, 0, 4]) expect(await readSnapshot(directory, epoch)).toEqual(snapshot(epoch));
    const { bytes } = await readMoments(directory);
    expect(bytes).toBe(statSync(join(directory, RUN_FILES.snapshots)).size);
    expect(bytes).toBe(3 * LENGTH);
  });

  it('keep double precision, and networks without running statistics', async () => {
    const directory = tempFolder();
    const kept = { epoch: 1, step: 2, parameters: Float64Array.of(1 / 3), statistics: new Float64Array(0) };
    const file = await SnapshotsFile.open(directory, null, 1);
    file.append(kept);
    file.close();
    expect(await readSnapshot(directory, 1)).toEqual(kept);
  });

  it('of a run that has none are none', async () => {
    expect(await readMoments(tempFolder())).toEqual({ moments: [], bytes: 0, damaged: 0 });
  });

  it('of an epoch that was not kept are refused', async () => {
    const directory = await fileWith([0, 4]);
    expect(await rejectionOf(readSnapshot(directory, 3))).toMatchObject({
      code: 'INVALID_VALUE',
      at: 'epoch',
    });
  });

  it('that were changed are refused, and all others given', async () => {
    const directory = await fileWith([0, 4, 9]);
    const path = join(directory, RUN_FILES.snapshots);
    const bytes = readFileSync(path);
    bytes[LENGTH + 45]! ^= 1;
    writeFileSync(path, bytes);
    expect(await rejectionOf(readSnapshot(directory, 4))).toMatchObject({ code: 'CHECKSUM_MISMATCH' });
    expect(await readSnapshot(directory, 9)).toEqual(snapshot(9));
  });

  it.each([
    ['epoch, which becomes none', LENGTH + 24, { moments: 2, damaged: 1 }],
    ['step, which becomes none', LENGTH + 32, { moments: 2, damaged: 1 }],
    ['number of parameters', LENGTH + 12, { moments: 2, damaged: 1 }],
    ['name of the first record', 0, { moments: 2, damaged: 1 }],
    ['number of parameters of the first record, which seem to be one fewer', 12, { moments: 2, damaged: 1 }],
    ['number of parameters of the first record, which seem to be very many', 14, { moments: 2, damaged: 1 }],
    ['precision of the first record', 8, { moments: 2, damaged: 1 }],
  ])('of which a head was changed are counted as damaged: %s', async (_what, at, expected) => {
    const directory = await fileWith([0, 4, 9]);
    const path = join(directory, RUN_FILES.snapshots);
    const bytes = readFileSync(path);
    bytes[at]! ^= 1;
    writeFileSync(path, bytes);
    const { moments, damaged } = await readMoments(directory);
    expect({ moments: moments.length, damaged }).toEqual(expected);
    expect(moments.every(({ epoch, step }) => Number.isInteger(epoch) && Number.isInteger(step))).toBe(true);
  });

  it.each(Array.from({ length: LENGTH }, (_, bytes) => bytes))(
    'survive a kill in the midst of the next record, after %i bytes of it',
    async (bytes) => {
      const directory = await fileWith([0, 4]);
      appendFileSync(join(directory, RUN_FILES.snapshots), encodeSnapshot(snapshot(5)).subarray(0, bytes));
      expect(await epochsIn(directory)).toEqual([0, 4]);
      const file = await SnapshotsFile.open(directory, 12, 100);
      expect(file.count).toBe(2);
      file.append(snapshot(6));
      file.close();
      expect(await epochsIn(directory)).toEqual([0, 4, 6]);
      expect(await readSnapshot(directory, 6)).toEqual(snapshot(6));
    },
  );
});

describe('a run that goes on', () => {
  it('loses the moments after its last point, and no others', async () => {
    const directory = await fileWith([0, 1, 2, 3]);
    const file = await SnapshotsFile.open(directory, 6, 100);
    file.append(snapshot(8));
    file.close();
    expect(await epochsIn(directory)).toEqual([0, 1, 2, 8]);
  });

  it('keeps all others where the head of the first is damaged, and goes on after them', async () => {
    const directory = await fileWith([0, 1, 2, 3]);
    const path = join(directory, RUN_FILES.snapshots);
    const bytes = readFileSync(path);
    bytes[0]! ^= 1;
    writeFileSync(path, bytes);
    const file = await SnapshotsFile.open(directory, 6, 100);
    expect(file.count).toBe(2);
    file.append(snapshot(8));
    file.close();
    expect(await epochsIn(directory)).toEqual([1, 2, 8]);
    for (const epoch of [1, 2, 8]) expect(await readSnapshot(directory, epoch)).toEqual(snapshot(epoch));
  });

  it('from before its first point loses all', async () => {
    const directory = await fileWith([0, 1]);
    (await SnapshotsFile.open(directory, null, 100)).close();
    expect(await epochsIn(directory)).toEqual([]);
  });

  it.each([
    [10, [0, 1, 2, 3, 4, 5, 6, 7]],
    [8, [0, 1, 2, 3, 4, 5, 6, 7]],
    [7, [0, 2, 4, 6]],
    [3, [0, 4]],
    [1, [0]],
    [0, [0]],
  ])('gives up every second moment until there are at most %i', async (most, left) => {
    const directory = await fileWith([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const file = await SnapshotsFile.open(directory, 21, most);
    expect(file.count).toBe(left.length);
    file.append(snapshot(20));
    file.close();
    expect(await epochsIn(directory)).toEqual([...left, 20]);
    for (const epoch of left) expect(await readSnapshot(directory, epoch)).toEqual(snapshot(epoch));
  });

  it('finds its first whole record behind a large one whose head is damaged', async () => {
    const directory = tempFolder();
    const file = await SnapshotsFile.open(directory, null, 100);
    const large = (epoch: number) => ({
      ...snapshot(epoch),
      parameters: new Float32Array(400_000).fill(epoch),
    });
    for (const epoch of [0, 1, 2]) file.append(large(epoch));
    file.close();
    const path = join(directory, RUN_FILES.snapshots);
    const bytes = readFileSync(path);
    bytes.fill(0xff, 0, 40);
    writeFileSync(path, bytes);
    expect(await epochsIn(directory)).toEqual([1, 2]);
  });

  it('of which a power cut took the last record has those before', async () => {
    const directory = await fileWith([0, 1, 2]);
    truncateSync(join(directory, RUN_FILES.snapshots), 2 * LENGTH + 1);
    (await SnapshotsFile.open(directory, 6, 100)).close();
    expect(await epochsIn(directory)).toEqual([0, 1]);
  });
});
