import { monitoredLoss } from '@shared/model/monitored-loss.ts';
import { RUN_STATUSES, type RunRecord } from '@shared/model/run.ts';
import { type ConfigurationSummary, summarizeSweep } from '@shared/sweep/sweep-summary.ts';
import { formatNumber } from '@shared/core/text.ts';
import { join } from 'node:path';
import type { GroupRun } from '../../groups/group-runs.ts';
import type { GroupWork } from '../../groups/group-work.ts';
import { RUN_FILES } from '../../storage/paths.ts';
import type { SweepPlace } from './sweep-place.ts';

/** How many runs there are of each status, and how many are not there yet. */
function countRuns(work: GroupWork): Record<string, number> {
  const records = [...work.runs.values()].map(({ record }) => record);
  const counts = Object.keys(RUN_STATUSES).map(
    (status) => [status, records.filter((record) => record.status === status).length] as const,
  );
  return {
    planned: work.plan.length,
    ...Object.fromEntries(counts.filter(([, count]) => count > 0)),
    missing: work.plan.length - records.length,
  };
}

/** What a sweep came to, for scripts. */
export function sweepResult({ directory, groupId, spec }: SweepPlace, work: GroupWork): object {
  const summaries = summarizeSweep(work.plan, (index) => work.runs.get(index)?.record);
  const [best] = summaries;
  const records = [...work.runs.values()].map(({ record }) => record);
  return {
    directory,
    group: groupId,
    name: spec.name,
    runs: countRuns(work),
    epochs: records.reduce((sum, { epochsDone }) => sum + epochsDone, 0),
    seconds: records.reduce((sum, { seconds }) => sum + seconds, 0),
    best: best?.mean == null ? null : { ...described(best, work, spec), model: bestModel(best, work) },
    configurations: summaries.map((summary) => described(summary, work, spec)),
  };
}

function described(
  { configuration, runs, finished, mean, deviation }: ConfigurationSummary,
  work: GroupWork,
  { settings }: SweepPlace['spec'],
): object {
  const { values } = work.plan[runs[0]!]!;
  return {
    configuration,
    values: Object.fromEntries(settings.map(({ path }) => [path, values[path]])),
    loss: mean === null ? null : { mean, deviation, runs: finished },
    part: partOf(runs, work),
    runs: runs.map((index) => work.runs.get(index)?.directory ?? null),
  };
}

/** On which rows the loss was measured. */
function partOf(runs: readonly number[], work: GroupWork): 'validation' | 'train' | null {
  const best = runs.map((index) => work.runs.get(index)?.record.best).find((point) => point != null);
  if (best == null) return null;
  return best.validation === null ? 'train' : 'validation';
}

/** The model of the run with the lowest loss. */
function bestModel({ runs }: ConfigurationSummary, work: GroupWork): string | null {
  const finished = runs
    .map((index) => work.runs.get(index))
    .filter((run): run is GroupRun => run?.record.status === 'finished' && run.record.best !== null)
    .sort((a, b) => lossOfBest(a.record) - lossOfBest(b.record));
  return finished[0] === undefined ? null : join(finished[0].directory, RUN_FILES.model);
}

function lossOfBest({ best }: RunRecord): number {
  return best === null ? Infinity : monitoredLoss(best);
}

/** The best configuration in one line, for a person; null where none has finished. */
export function bestInWords(work: GroupWork): string | null {
  const [best] = summarizeSweep(work.plan, (index) => work.runs.get(index)?.record);
  if (best?.mean == null) return null;
  const { name } = work.plan[best.runs[0]!]!.experiment;
  const spread =
    best.deviation === null ? '' : ` ± ${formatNumber(best.deviation)} over ${String(best.finished)} runs`;
  const configuration = best.runs.length === 1 ? name : name.replace(/( · )?(fold|seed) \d+/g, '');
  return `${configuration}: ${partOf(best.runs, work) ?? ''} loss ${formatNumber(best.mean)}${spread}`;
}
