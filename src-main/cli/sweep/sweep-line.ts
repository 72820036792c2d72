import { formatCount } from '@shared/core/text.ts';
import { hasEnded } from '@shared/model/run.ts';
import { Presets, SingleBar } from 'cli-progress';
import type { GroupWork } from '../../groups/group-work.ts';
import { bestInWords } from './sweep-result.ts';
import type { SweepWatch } from './sweep-training.ts';

/** A sweep as a person follows it: a bar on a terminal, a line for every run elsewhere; nothing when `quiet`. */
export function sweepLine(
  quiet: boolean,
): SweepWatch & { begin: (work: GroupWork) => void; end: () => void } {
  if (quiet) return { begin: nothing, onRun: nothing, onEpoch: nothing, end: nothing };
  return process.stderr.isTTY ? bar() : plainLines();
}

function nothing(): void {
  return undefined;
}

/** Runs that nobody trains just now, and that were trained. */
function settled({ runs }: GroupWork): number {
  return [...runs.values()].filter(({ record }) => hasEnded(record.status)).length;
}

function bar(): ReturnType<typeof sweepLine> {
  const drawn = new SingleBar(
    {
      format: '{bar} {value} of {total} runs  {epochs} epochs  {best}',
      stream: process.stderr,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  const epochs = new Map<number, number>();
  const epochsText = () => formatCount([...epochs.values()].reduce((sum, done) => sum + done, 0));
  return {
    begin: (work) => {
      for (const [index, { record }] of work.runs) epochs.set(index, record.epochsDone);
      drawn.start(work.plan.length, settled(work), { epochs: epochsText(), best: '' });
    },
    onRun: ({ record }, work) => {
      if (record.group !== undefined) epochs.set(record.group.index, record.epochsDone);
      const best = bestInWords(work);
      drawn.update(settled(work), { epochs: epochsText(), best: best === null ? '' : `best ${best}` });
    },
    onEpoch: (index, epochsDone) => {
      epochs.set(index, epochsDone);
      drawn.update({ epochs: epochsText() });
    },
    end: () => {
      drawn.stop();
    },
  };
}

function plainLines(): ReturnType<typeof sweepLine> {
  return {
    begin: nothing,
    onRun: ({ record }, work) => {
      const { name, status, epochsDone } = record;
      const place = `${formatCount(settled(work))} of ${formatCount(work.plan.length)}`;
      process.stderr.write(`${place}: ${name}, ${status} after ${formatCount(epochsDone)} epochs\n`);
    },
    onEpoch: nothing,
    end: nothing,
  };
}
