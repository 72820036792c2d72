import { formatCount, formatDuration, formatNumber } from '@shared/core/text.ts';
import type { MetricsPoint } from '@shared/model/run.ts';
import { Presets, SingleBar } from 'cli-progress';
import type { JobProgress } from '../trainer/job-options.ts';

/** Between two plain lines, where there is no terminal to draw a bar on. */
const PLAIN_LINE_MS = 1_000;

export interface ProgressLine {
  update: (progress: JobProgress) => void;
  end: () => void;
}

/** Training as a person follows it: a bar on a terminal, a line now and then elsewhere; nothing when `quiet`. */
export function progressLine(quiet: boolean): ProgressLine {
  if (quiet) return { update: () => undefined, end: () => undefined };
  return process.stderr.isTTY ? bar() : plainLines();
}

function bar(): ProgressLine {
  const drawn = new SingleBar(
    {
      format: '{bar} {percentage} %  epoch {value} of {total}  {left}  {losses}',
      stream: process.stderr,
      hideCursor: true,
      etaBuffer: 1,
    },
    Presets.shades_classic,
  );
  let losses = '';
  return {
    update: (progress) => {
      if (!drawn.isActive) drawn.start(epochsOf(progress), progress.epochsDone, { left: '', losses: '' });
      losses = describeLosses(progress.points.at(-1)) ?? losses;
      drawn.update(progress.epochsDone, { left: describeTimeLeft(progress), losses });
    },
    end: () => {
      drawn.stop();
    },
  };
}

function plainLines(): ProgressLine {
  let writtenAt = performance.now();
  let losses = '';
  return {
    update: (progress) => {
      losses = describeLosses(progress.points.at(-1)) ?? losses;
      if (performance.now() - writtenAt < PLAIN_LINE_MS) return;
      writtenAt = performance.now();
      const epoch = `epoch ${formatCount(progress.epochsDone)} of ${formatCount(epochsOf(progress))}`;
      process.stderr.write(`${epoch}, ${describeTimeLeft(progress)}, ${losses}\n`);
    },
    end: () => undefined,
  };
}

function epochsOf({ record }: JobProgress): number {
  return record.experiment.training.epochs;
}

function describeTimeLeft({ secondsLeft }: JobProgress): string {
  return secondsLeft === null ? '' : `${formatDuration(secondsLeft)} left`;
}

function describeLosses(point: MetricsPoint | undefined): string | null {
  if (point === undefined) return null;
  const { train, validation } = point;
  // Test rows stay sealed.
  const checked = validation === null ? '' : `, validation ${formatNumber(validation.loss)}`;
  return `loss: train ${formatNumber(train.loss)}${checked}`;
}
