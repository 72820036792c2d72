import type { RunRecord } from '../model/run.ts';
import { settingName } from '../model/setting-names.ts';
import { settingText } from '../model/setting-text.ts';
import { isRepetitionPath } from './seeds.ts';
import { type PlainValue, settingTable } from './settings-of-runs.ts';

/** A setting that varies between runs, with its value in each; undefined where a run does not have it. */
export interface SweepAxis {
  path: string;
  label: string;
  /** True where every value is a number, and some run has one. */
  isNumeric: boolean;
  values: readonly (PlainValue | undefined)[];
  /** The values as people read them. */
  texts: readonly string[];
}

/** The settings that vary between runs, seeds and folds left out. */
export function sweepAxes(runs: readonly Pick<RunRecord, 'experiment'>[]): SweepAxis[] {
  const { paths, valueOf } = settingTable(runs);
  return paths.flatMap((path) => {
    if (isRepetitionPath(path)) return [];
    const values = runs.map((_, run) => valueOf(run, path));
    if (values.every((value) => value === values[0])) return [];
    const present = values.filter((value) => value !== undefined);
    return [
      {
        path,
        label: settingName(path).label,
        isNumeric: present.length > 0 && present.every((value) => typeof value === 'number'),
        values,
        texts: values.map((value) => settingText(path, value)),
      },
    ];
  });
}
