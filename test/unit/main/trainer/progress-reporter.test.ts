import { expect, it } from 'vitest';
import type { FromTrainer, ProgressReport } from '../../../../src-main/trainer/messages.ts';
import { ProgressReporter } from '../../../../src-main/trainer/progress-reporter.ts';

const progress = (epochsDone: number, status: ProgressReport['status'] = 'running'): ProgressReport => ({
  type: 'progress',
  status,
  epochsDone,
  seconds: 0,
  last: null,
  best: null,
  rows: null,
  dataHash: null,
  engine: { name: 'ninestep', version: '0.1.0', backend: 'reference' },
});

function reporterWithLog() {
  const sent: FromTrainer[] = [];
  return { sent, reporter: new ProgressReporter((message) => sent.push(message)) };
}

it('gives a sign of life when there is no news', () => {
  const { sent, reporter } = reporterWithLog();
  reporter.beat();
  expect(sent).toEqual([{ type: 'beat' }]);
});

it('tells a new status at once and the rest with the next beat, the newest only', () => {
  const { sent, reporter } = reporterWithLog();
  reporter.report(progress(0));
  reporter.report(progress(1));
  reporter.report(progress(2));
  expect(sent).toEqual([progress(0)]);
  reporter.beat();
  reporter.beat();
  expect(sent).toEqual([progress(0), progress(2), { type: 'beat' }]);
  reporter.report(progress(3, 'paused'));
  expect(sent.at(-1)).toEqual(progress(3, 'paused'));
});
