import { AppError } from '@shared/core/errors.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { workspaceAt } from '../../../../src-main/storage/paths.ts';
import { createRun, readRun, writeRun } from '../../../../src-main/storage/run-store.ts';
import type { ToTrainer } from '../../../../src-main/trainer/messages.ts';
import { RunProcess, type TrainerChild } from '../../../../src-main/trainer/run-process.ts';
import { sampleExperiment } from '../ipc/contract-samples.ts';
import { recordingLog } from '../quiet-log.ts';

/** The edge: a utility process that only keeps what it is told. */
class FakeChild extends EventEmitter implements TrainerChild {
  readonly pid = 4_711;
  readonly received: ToTrainer[] = [];
  postMessage(message: ToTrainer): void {
    this.received.push(message);
  }
}

const STOPPED = { status: 'stopped', epochsDone: 7, endedAt: '2025-03-01T12:00:00.000Z' } as const;

let folder: string;

async function startRun(experiment: Experiment = sampleExperiment, isNew = true) {
  const { directory, record } = await createRun(null, workspaceAt(folder), experiment, 'window');
  if (!isNew) await writeRun(directory, { ...record, ...STOPPED });
  const child = new FakeChild();
  const changes: RunRecord[] = [];
  const killed: number[] = [];
  const log = recordingLog();
  const run = new RunProcess({
    child,
    task: isNew
      ? { type: 'start', directory, record }
      : { type: 'continue', directory, record: { ...record, ...STOPPED }, moreEpochs: 5 },
    log,
    onChange: (changed) => changes.push(changed),
    kill: (pid) => killed.push(pid),
  });
  const progress = (epochsDone: number, status = 'running') =>
    child.emit('message', {
      type: 'progress',
      status,
      epochsDone,
      seconds: 1,
      last: null,
      best: null,
      rows: null,
      dataHash: null,
      engine: record.engine,
    });
  return { child, run, directory, record, changes, killed, log, progress };
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ninestep-run-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

describe('RunProcess', () => {
  it('starts its process with the record', async () => {
    const { child, directory, record } = await startRun();
    expect(child.received).toEqual([{ type: 'start', directory, record }]);
    child.emit('exit', 0);
  });

  it('tells a change of status at once, and progress at most once a second', async () => {
    const { child, run, changes, progress } = await startRun();
    for (let epoch = 1; epoch <= 50; epoch++) progress(epoch);
    expect(changes.map(({ epochsDone }) => epochsDone)).toEqual([1]);
    expect(run.record.epochsDone).toBe(50);
    progress(51, 'paused');
    expect(changes.at(-1)).toMatchObject({ status: 'paused', epochsDone: 51 });
    child.emit('exit', 0);
  });

  it('keeps the final record, lets the process go, and takes no more commands', async () => {
    const { child, run, directory, record, changes } = await startRun();
    const ended: RunRecord = { ...record, status: 'finished', epochsDone: 200 };
    await writeRun(directory, ended);
    child.emit('message', { type: 'ended', record: ended });
    expect(child.received.at(-1)).toEqual({ type: 'goodbye' });
    expect(() => {
      run.command('pause');
    }).toThrow(AppError);
    child.emit('exit', 0);
    await run.gone;
    expect(changes).toEqual([ended]);
    expect((await readRun(directory)).status).toBe('finished');
  });

  it.each([
    ['killed', 'The training process was ended from outside of Ninestep.'],
    ['oom', 'The training process ran out of memory. Use a smaller batch, fewer units or fewer rows.'],
    [undefined, 'The training process ended unexpectedly.'],
  ])('marks the run interrupted when its process dies (%s), with the reason (U2)', async (reason, text) => {
    const { child, run, directory, changes, progress } = await startRun();
    progress(3);
    child.emit('exit', 9);
    if (reason !== undefined) run.noteDeath(reason);
    await run.gone;
    expect(changes.at(-1)).toMatchObject({ status: 'interrupted', reason: text });
    expect(await readRun(directory)).toMatchObject({ status: 'interrupted', reason: text });
  });

  it('lets the record stand that the process wrote before it died untold', async () => {
    const { child, run, directory, record, changes } = await startRun();
    await writeRun(directory, { ...record, status: 'finished' });
    child.emit('exit', 9);
    await run.gone;
    expect(changes.at(-1)?.status).toBe('finished');
  });

  it('still tells the window when the folder of the run is gone too', async () => {
    const { child, run, directory, changes } = await startRun();
    rmSync(directory, { recursive: true });
    child.emit('exit', 9);
    await run.gone;
    expect(changes.at(-1)?.status).toBe('interrupted');
  });

  it.each([
    [{ type: 'progress', status: 'running', epochsDone: -1, seconds: 0, last: null }],
    [{ type: 'ended', record: { id: 'run' } }],
    [{ type: 'quit' }],
    [null],
  ])('drops a message that breaks the protocol: %j', async (message) => {
    const { child, changes, log } = await startRun();
    child.emit('message', message);
    expect(changes).toEqual([]);
    expect(log.lines.join()).toContain('breaks the protocol');
    child.emit('exit', 0);
  });

  it('ends a process that has not answered for 30 s, and says so in the record (U3)', async () => {
    const { child, run, killed, changes, log, ...rest } = await startRunWithFakeTicks();
    await vi.advanceTimersByTimeAsync(29_000);
    expect(killed).toEqual([]);
    expect(log.lines.join()).toContain('does not respond');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(killed).toEqual([child.pid]);
    rest.useRealTime();
    child.emit('exit', 9);
    run.noteDeath('killed');
    await run.gone;
    expect(changes.at(-1)?.reason).toBe('The training process did not respond any more and was ended.');
  });

  it('waits longer for a network whose single step takes longer than that', async () => {
    const wide = { type: 'dense' as const, units: 4_000, activation: 'relu' as const, l1: 0, l2: 0 };
    const { network, training } = sampleExperiment;
    const { child, run, killed, useRealTime } = await startRunWithFakeTicks({
      ...sampleExperiment,
      network: { ...network, layers: [wide, wide] },
      training: { ...training, batchSize: 'full' },
    });
    await vi.advanceTimersByTimeAsync(120_000);
    expect(killed).toEqual([]);
    useRealTime();
    child.emit('exit', 0);
    await run.gone;
  });
});

describe('a run that goes on', () => {
  const continuedRun = () => startRun(sampleExperiment, false);

  it('is told what to do, and stays as it was until its process has begun', async () => {
    const { child, run, directory, changes, record } = await continuedRun();
    const stopped = { ...record, ...STOPPED };
    expect(child.received).toEqual([{ type: 'continue', directory, record: stopped, moreEpochs: 5 }]);
    expect(run.record.status).toBe('stopped');
    expect(() => {
      run.command('pause');
    }).toThrow(AppError);
    child.emit('message', { type: 'begun', record });
    await run.begun;
    expect(changes).toEqual([record]);
    run.command('pause');
    expect(child.received.at(-1)).toEqual({ type: 'command', command: 'pause' });
    child.emit('exit', 0);
  });

  it('may be refused, with code and way out, and stays as it was', async () => {
    const { child, run, directory, changes } = await continuedRun();
    const error = { code: 'RUN_CANNOT_GO_ON', message: 'The run diverged.', at: 'status' } as const;
    child.emit('message', { type: 'refused', error });
    await expect(run.begun).rejects.toMatchObject(error);
    expect(run.hasEnded).toBe(true);
    expect(child.received.at(-1)).toEqual({ type: 'goodbye' });
    child.emit('exit', 0);
    await run.gone;
    expect(changes).toEqual([]);
    expect((await readRun(directory)).status).toBe('stopped');
  });

  it('whose process dies before it begins says so, and stays as it was', async () => {
    const { child, run, directory } = await continuedRun();
    child.emit('exit', 9);
    run.noteDeath('oom');
    await expect(run.begun).rejects.toMatchObject({ code: 'TRAINER_LOST' });
    expect(await readRun(directory)).toMatchObject(STOPPED);
  });

  it('is stopped, too, when Ninestep quits before it begins', async () => {
    const { child, run } = await continuedRun();
    run.stopIfPossible();
    expect(child.received.at(-1)).toEqual({ type: 'command', command: 'stop' });
    child.emit('exit', 0);
  });
});

async function startRunWithFakeTicks(experiment?: Experiment) {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  return { ...(await startRun(experiment)), useRealTime: () => vi.useRealTimers() };
}
