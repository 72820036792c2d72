import { formatCount, formatDuration, formatNumber } from '@shared/core/text.ts';
import { settingText } from '@shared/model/setting-text.ts';
import { summarizeSweep } from '@shared/sweep/sweep-summary.ts';
import type { GroupWork } from '../../groups/group-work.ts';
import { pageText, tableOf } from '../inspect/inspection.ts';
import type { SweepPlace } from './sweep-place.ts';

/** What a sweep came to, as a person reads it: its configurations, the best first. */
export function sweepText({ directory, spec }: SweepPlace, work: GroupWork): string {
  const summaries = summarizeSweep(work.plan, (index) => work.runs.get(index)?.record);
  const records = [...work.runs.values()].map(({ record }) => record);
  const finished = records.filter(({ status }) => status === 'finished').length;
  const seconds = records.reduce((sum, record) => sum + record.seconds, 0);
  const paths = spec.settings.map(({ path }) => path);
  const rows = summaries.map(({ runs, finished: done, mean, deviation }) => {
    const { values } = work.plan[runs[0]!]!;
    const spread = deviation === null ? '' : ` ± ${formatNumber(deviation)}`;
    return [
      mean === null ? '–' : `${formatNumber(mean)}${spread}`,
      `${formatCount(done)} of ${formatCount(runs.length)}`,
      ...paths.map((path) => settingText(path, values[path])),
    ];
  });
  return pageText({
    title: `${spec.name}: ${formatCount(finished)} of ${formatCount(work.plan.length)} runs finished, ${formatDuration(seconds)} of training`,
    facts: [['sweep', directory]],
    tables: [tableOf(['loss', 'runs', ...paths], rows, 'numbers')],
  });
}
