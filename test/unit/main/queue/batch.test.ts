import type { RunRecord } from '@shared/model/run.ts';
import { describe, expect, it } from 'vitest';
import { quitQuestion } from '../../../../src-main/app/quit-question.ts';
import { Batch } from '../../../../src-main/queue/batch.ts';
import { smallExperiment } from '../../../helpers/experiments.ts';

const experiment = smallExperiment();
let made = 0;

/** What these functions look at of a run; `smallExperiment` plans four epochs. */
function run(status: RunRecord['status'], epochsDone: number, reason: string | null = null): RunRecord {
  return { id: `run_${String(++made)}`, name: 'Small', status, epochsDone, reason, experiment } as RunRecord;
}

describe('a batch of runs', () => {
  it('counts every run alike, ended ones included', () => {
    const batch = new Batch();
    expect(batch.progress({ running: [], waiting: 0 })).toBeNull();
    expect(batch.progress({ running: [run('running', 2)], waiting: 1 })).toBe(0.25);
    batch.add(run('finished', 4));
    expect(batch.progress({ running: [run('running', 2)], waiting: 0 })).toBe(0.75);
  });

  it('says what became of it once', () => {
    const batch = new Batch();
    batch.add(run('finished', 4));
    expect(batch.close()).toEqual({ title: 'Finished: Small', body: '4 epochs.' });
    expect(batch.close()).toBeNull();
    for (const status of ['finished', 'failed', 'finished'] as const) batch.add(run(status, 1));
    expect(batch.close()).toEqual({ title: '3 runs have ended', body: '2 finished, 1 failed' });
  });

  it('counts a run once that has ended several times', () => {
    const batch = new Batch();
    const rung = run('stopped', 1);
    batch.add(rung);
    batch.add(run('stopped', 1));
    batch.add({ ...rung, status: 'finished', epochsDone: 4 });
    expect(batch.close()).toEqual({ title: '2 runs have ended', body: '1 finished, 1 stopped' });
  });
});

describe('the question before quitting', () => {
  it.each([
    [[run('running', 2)], 0, 'Quit with 1 run in training?'],
    [[], 3, 'Quit with 3 runs waiting?'],
    [[run('running', 1), run('running', 2)], 1, 'Quit with 2 runs in training and 1 run waiting?'],
  ])('names what is under way', (running, waiting, message) => {
    const question = quitQuestion({ running, waiting });
    expect(question.message).toBe(message);
    expect(question.detail).toContain('go on when Ninestep is started again');
  });

  it('names five runs at most, and says that paused ones are stopped', () => {
    const running = Array.from({ length: 7 }, () => run('paused', 1));
    const { detail } = quitQuestion({ running, waiting: 0 });
    expect(detail.split('\n').slice(0, 6)).toEqual([
      ...Array.from({ length: 5 }, () => 'Small: epoch 1 of 4'),
      'and 2 more',
    ]);
    expect(detail).toContain('Paused runs are stopped');
  });
});
