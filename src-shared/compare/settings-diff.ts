import type { RunRecord } from '../model/run.ts';
import { SETTING_GROUPS, type SettingGroup, settingName } from '../model/setting-names.ts';
import { settingText } from '../model/setting-text.ts';
import { settingTable } from './settings-of-runs.ts';

/** One setting over all runs. */
export interface SettingRow {
  path: string;
  label: string;
  differs: boolean;
  /** As people read it, in the order of the runs; "–" where a run does not have the setting. */
  texts: readonly string[];
}

export interface SettingRows {
  group: SettingGroup;
  title: string;
  rows: readonly SettingRow[];
}

/** What differs between runs, or (`all`) every setting they have; groups without rows are left out. */
export function settingsDiff(
  runs: readonly Pick<RunRecord, 'experiment'>[],
  options: { all: boolean },
): SettingRows[] {
  const { paths, valueOf } = settingTable(runs);
  const byGroup = new Map<SettingGroup, SettingRow[]>();
  for (const path of paths) {
    const values = runs.map((_, run) => valueOf(run, path));
    const differs = values.some((value) => value !== values[0]);
    if (!differs && !options.all) continue;
    const { group, label } = settingName(path);
    const texts = values.map((value) => settingText(path, value));
    byGroup.set(group, [...(byGroup.get(group) ?? []), { path, label, differs, texts }]);
  }
  return (Object.keys(SETTING_GROUPS) as SettingGroup[]).flatMap((group) => {
    const rows = byGroup.get(group);
    return rows === undefined ? [] : [{ group, title: SETTING_GROUPS[group], rows }];
  });
}
