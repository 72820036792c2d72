import type { DataSpec } from '../model/data-catalog.ts';
import type { RunEntry } from '../model/run.ts';
import { type Settings, settingsOf } from '../model/settings.ts';

/** A setting, and how the runs differ in it. */
export interface SettingFact {
  readonly path: string;
  readonly differs: boolean;
}

/**
 * Every setting that any of the runs has, in the order of the first run that has it. Most runs are about few tables, so
 * the settings of data are taken once for each.
 */
export function settingFacts(runs: readonly RunEntry[]): SettingFact[] {
  const first = new Map<string, { value: unknown; count: number; differs: boolean }>();
  const ofData = new Map<DataSpec, Settings>();
  const note = (settings: Settings): void => {
    for (const [path, value] of settings) {
      const known = first.get(path);
      if (known === undefined) first.set(path, { value, count: 1, differs: false });
      else {
        known.count += 1;
        if (known.value !== value) known.differs = true;
      }
    }
  };
  for (const { experiment } of runs) {
    const { data, network, training } = experiment;
    let settings = ofData.get(data);
    if (settings === undefined) {
      settings = settingsOf({ data });
      ofData.set(data, settings);
    }
    note(settings);
    note(settingsOf({ network, training }));
  }
  return [...first].map(([path, { count, differs }]) => ({ path, differs: differs || count < runs.length }));
}
