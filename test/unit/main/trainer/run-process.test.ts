import type { Experiment } from '@shared/model/experiment.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { workspaceAt } from '../../../../src-main/storage/paths.ts';
import { createRun, readRun, writeRun } from '../../../../src-main/storage/run-store.ts';
import type { ToTrainer, TrainerTask } from '../../../../src-main/trainer/messages.ts';
import {
  ORDINARY_PATIENCE,
  RunProcess,
  type TrainerChild,
} from '../../../../src-main/trainer/run-process.ts';
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

let folder: string;

/** A run whose turn has come. `hasBegun`: its process has said that it has taken it up. */
async function startRun(experiment: Experiment = sampleExperiment, hasBegun = true) {
  const created = await createRun(null, workspaceAt(folder), experiment, 'window', { status: 'queued' });
  const { directory, record: queued } = created;
  const record: RunRecord = { ...queued, status: 'running' };
  const child = new FakeChild();
  const changes: RunRecord[] = [];
  const killed: number[] = [];
  const log = recordingLog();
  const task: TrainerTask = {
    type: 'train',
    directory,
    record: queued,
    backend: 'auto',
    threads: 1,
    untilEpoch: null,
  };
  const run = new RunProcess({
    child,
    task,
    log,
    patience: ORDINARY_PATIENCE,
    onChange: (changed) => changes.push(changed),
    kill: (pid) => killed.push(pid),
  });
  if (hasBegun) {
    await writeRun(directory, record);
    child.emit('message', { type: 'begun', record });
    changes.length = 0;
  }
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
  return { child, run, directory, task, record, changes, killed, log, progress };
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ninestep-run-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

describe('RunProcess', () => {
  it('gives its process the task, and every command even before it has begun', async () => {
    const { child, run, task } = await startRun(sampleExperiment, false);
    run.command('yield');
    expect(child.received).toEqual([task, { type: 'command', command: 'yield' }]);
    child.emit('exit', 0);
  });

  it('tells a change of status at once, and progress at most once a second', async () => {
    const { child, run, changes, progress } = await startRun();
    for (let epoch = 1; epoch <= 50; epoch++) progress(epoch);
    expect(changes).toEqual([]);
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
    run.command('pause');
    expect(child.received.at(-1)).toEqual({ type: 'goodbye' });
    child.emit('exit', 0);
    expect(await run.gone).toEqual({ kind: 'told', record: ended });
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
    expect((await run.gone).kind).toBe('died');
    expect(changes.at(-1)).toMatchObject({ status: 'interrupted', reason: text });
    expect(await readRun(directory)).toMatchObject({ status: 'interrupted', reason: text });
  });

  it('believes a process that says what it dies of before what the system saw', async () => {
    const { child, run } = await startRun();
    child.emit('message', { type: 'dying', reason: 'oom' });
    run.noteDeath('abnormal-exit');
    child.emit('exit', 1);
    expect((await run.gone).record.reason).toMatch(/ran out of memory/);
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
    expect((await run.gone).kind).toBe('hung');
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

describe('a run whose turn has come', () => {
  it('may be refused, and is left as it is', async () => {
    const { child, run, directory, changes } = await startRun(sampleExperiment, false);
    const error = { code: 'RUN_BUSY', message: 'Another process trains it.', at: 'run.lock' } as const;
    child.emit('message', { type: 'refused', error });
    expect(child.received.at(-1)).toEqual({ type: 'goodbye' });
    child.emit('exit', 0);
    expect(await run.gone).toMatchObject({ kind: 'refused', error });
    expect(changes).toEqual([]);
    expect((await readRun(directory)).status).toBe('queued');
  });

  it('whose process dies before it takes it up is interrupted, so that it is not tried for ever', async () => {
    const { child, run, directory } = await startRun(sampleExperiment, false);
    child.emit('exit', 9);
    run.noteDeath('oom');
    expect(await run.gone).toMatchObject({ kind: 'died', record: { status: 'interrupted' } });
    expect((await readRun(directory)).status).toBe('interrupted');
  });

  it('waits again where its process had written so and died before it could tell', async () => {
    const { child, run, directory, record } = await startRun();
    await writeRun(directory, { ...record, status: 'queued' });
    child.emit('exit', 9);
    expect(await run.gone).toMatchObject({ kind: 'died', record: { status: 'queued' } });
  });
});

async function startRunWithFakeTicks(experiment?: Experiment) {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  return { ...(await startRun(experiment)), useRealTime: () => vi.useRealTimers() };
}
