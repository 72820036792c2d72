import { appendFileSync, readdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../../src-main/storage/checkpoint-file.ts';
import {
  checkpointPath,
  checkpointPaths,
  hasCheckpoint,
  keepCheckpoint,
  openNewestCheckpoint,
} from '../../../src-main/storage/checkpoints.ts';
import { MetricsFile } from '../../../src-main/storage/metrics-file.ts';
import { RUN_FILES } from '../../../src-main/storage/paths.ts';
import { metricsPoint } from '../../helpers/metrics-points.ts';
import { finishedRun } from '../../helpers/runs.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { rejectionOf } from '../../helpers/thrown.ts';

/** A whole checkpoint, of which the others differ in their step and their last evaluation. */
let sample: Checkpoint | null = null;

async function sampleCheckpoint(): Promise<Checkpoint> {
  sample ??= (await openNewestCheckpoint((await finishedRun()).directory)).checkpoint;
  return sample;
}

/** As a run has it after its n-th evaluation, with this validation loss. */
async function after(evaluations: number, loss: number): Promise<Checkpoint> {
  const checkpoint = await sampleCheckpoint();
  const last = metricsPoint(evaluations, 1, loss);
  return { ...checkpoint, last, points: evaluations, trainer: { ...checkpoint.trainer, step: last.step } };
}

/** A run's folder with a checkpoint after each evaluation, kept one after the other. */
async function runWith(losses: readonly number[]): Promise<string> {
  const directory = tempFolder();
  const points = new MetricsFile(join(directory, RUN_FILES.points));
  for (const [k, loss] of losses.entries()) {
    points.append(metricsPoint(k + 1, 1, loss));
    await keepCheckpoint(directory, await after(k + 1, loss));
  }
  points.close();
  return directory;
}

/** The evaluations after which the kept checkpoints were made, newest first. */
async function keptIn(directory: string): Promise<number[]> {
  const steps = (await checkpointPaths(directory)).map((path) => /(\d+)\.bin$/.exec(path)?.[1]);
  return steps.map((step) => Number(step) / 10);
}

describe('keepCheckpoint', () => {
  it.each([
    ['the last three', [5, 4, 3, 2], [4, 3, 2]],
    ['and the best', [5, 1, 4, 3, 2], [5, 4, 3, 2]],
    ['the best until there is a better one', [5, 2, 4, 1, 3, 3, 3], [7, 6, 5, 4]],
    ['the newest of equals no better than the oldest', [2, 2, 5, 5, 5, 5], [6, 5, 4, 2]],
    ['no loss that is none', [NaN, 3, Infinity, 4, 4, 4], [6, 5, 4, 2]],
    ['all while they are few', [1, 2], [2, 1]],
  ])('keeps %s', async (_what, losses, kept) => {
    expect(await keptIn(await runWith(losses))).toEqual(kept);
  });

  it('names them so that they sort by their steps', async () => {
    const directory = await runWith([3, 2]);
    expect(readdirSync(join(directory, RUN_FILES.checkpoints)).sort()).toEqual([
      'checkpoint-000000000010.bin',
      'checkpoint-000000000020.bin',
    ]);
  });

  it('removes those of later steps: the run has left their course', async () => {
    const directory = await runWith([4, 3, 2]);
    await keepCheckpoint(directory, await after(2, 3));
    expect(await keptIn(directory)).toEqual([2, 1]);
  });

  it('replaces one of the same step', async () => {
    const directory = await runWith([4, 3]);
    await keepCheckpoint(directory, { ...(await after(2, 3)), seconds: 77 });
    expect((await openNewestCheckpoint(directory)).checkpoint.seconds).toBe(77);
    expect(await keptIn(directory)).toEqual([2, 1]);
  });

  it('lets that of version 0.3 go when it is neither among the last nor the best', async () => {
    const directory = await runWith([4]);
    renameSync(checkpointPath(directory, 10), join(directory, RUN_FILES.checkpoint));
    const names: string[][] = [];
    for (const [k, loss] of [3, 2, 1].entries()) {
      await keepCheckpoint(directory, await after(k + 2, loss));
      names.push((await checkpointPaths(directory)).map((path) => basename(path)));
    }
    expect(names.map((each) => each.includes(RUN_FILES.checkpoint))).toEqual([true, true, false]);
  });
});

describe('openNewestCheckpoint', () => {
  it('opens the newest', async () => {
    const { checkpoint, remark } = await openNewestCheckpoint(await runWith([3, 1, 2]));
    expect(checkpoint).toEqual(await after(3, 2));
    expect(remark).toBeNull();
  });

  it('opens that of version 0.3 where there is no other', async () => {
    const directory = await runWith([3]);
    renameSync(checkpointPath(directory, 10), join(directory, RUN_FILES.checkpoint));
    expect((await openNewestCheckpoint(directory)).checkpoint).toEqual(await after(1, 3));
    expect(await hasCheckpoint(directory)).toBe(true);
  });

  it.each<[string, (path: string) => void]>([
    ['longer', (path) => appendFileSync(path, 'x')],
    ['cut', (path) => truncateSync(path, 500)],
    ['empty', (path) => truncateSync(path, 0)],
    ['all zeros', (path) => writeFileSync(path, Buffer.alloc(4_000))],
  ])('passes over a newest one that is %s, and says so', async (_what, damage) => {
    const directory = await runWith([3, 2, 1]);
    const path = checkpointPath(directory, 30);
    damage(path);
    const { checkpoint, remark } = await openNewestCheckpoint(directory);
    expect(checkpoint).toEqual(await after(2, 2));
    expect(remark).toContain(path);
    expect(remark).toContain('older checkpoint');
  });

  it('passes over one that speaks of points that never reached the disk', async () => {
    const directory = await runWith([3, 2, 1]);
    const path = join(directory, RUN_FILES.points);
    truncateSync(path, 400);
    const { checkpoint, remark } = await openNewestCheckpoint(directory);
    expect(checkpoint).toEqual(await after(1, 3));
    expect(remark).toContain('Points are missing');
  });

  it('never goes back for a checkpoint of a newer Ninestep', async () => {
    const directory = await runWith([3, 2]);
    await keepCheckpoint(directory, { ...(await after(3, 1)), version: 2 as 1 });
    expect(await rejectionOf(openNewestCheckpoint(directory))).toMatchObject({ code: 'FILE_TOO_NEW' });
  });

  it('tells what is wrong with the newest, where none can be used', async () => {
    const directory = await runWith([3, 2]);
    for (const path of await checkpointPaths(directory)) appendFileSync(path, 'x');
    const error = await rejectionOf(openNewestCheckpoint(directory));
    expect(error).toMatchObject({ code: 'CHECKSUM_MISMATCH', at: checkpointPath(directory, 20) });
  });

  it('says that there is none', async () => {
    const directory = await runWith([3]);
    rmSync(join(directory, RUN_FILES.checkpoints), { recursive: true });
    expect(await rejectionOf(openNewestCheckpoint(directory))).toMatchObject({ code: 'FILE_NOT_FOUND' });
    expect(await hasCheckpoint(directory)).toBe(false);
  });
});
