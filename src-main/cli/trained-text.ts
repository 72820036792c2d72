import { formatCount, formatDuration } from '@shared/core/text.ts';
import { engineName, RUN_STATUSES } from '@shared/model/run.ts';
import { lossLines } from './inspect/inspect-model.ts';
import { pageText } from './inspect/inspection.ts';
import type { FinishedRun } from './train-in-terminal.ts';

/** What training came to, as a person reads it, and what to do with it. */
export function trainedText(
  { directory, record }: FinishedRun,
  { model, experiment }: { model: string | null; experiment: string | null },
): string {
  const { name, status, epochsDone, seconds, best, engine } = record;
  const bestLines =
    best === null ? [] : [['best', `epoch ${formatCount(best.epoch)}`] as const, ...lossLines(best)];
  return pageText({
    title: `${name}: ${RUN_STATUSES[status].toLowerCase()} after ${formatCount(epochsDone)} epochs, ${formatDuration(seconds)}`,
    facts: [
      ...bestLines,
      ['engine', engine.why === undefined ? engineName(engine) : `${engineName(engine)}. ${engine.why}`],
      ['run', directory],
      ...(model === null ? [] : [['model', model] as const]),
      ...(experiment === null ? [] : [['experiment', experiment] as const]),
    ],
  });
}
