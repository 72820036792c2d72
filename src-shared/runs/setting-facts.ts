import type { DataSpec } from '../model/data-catalog.ts';
import type { RunEntry } from '../model/run.ts';
import { type Settings, settingsOf } from '../model/settings.ts';

/** A setting, and how the runs differ in it. */
export interface SettingFact {
  readonly path: string;
  readonly differs: boolean;
}

/**
 * Every setting that any of the runs has, in the order of the first run that has it. Runs are added bit by bit, as
 * thousands of them take a moment. Most are about few tables, so the settings of data are taken once for each.
 */
export class SettingGatherer {
  private readonly known = new Map<string, { value: unknown; count: number; differs: boolean }>();
  private readonly ofData = new Map<DataSpec, Settings>();
  private runs = 0;

  add(runs: readonly RunEntry[]): void {
    this.runs += runs.length;
    for (const { experiment } of runs) {
      const { data, network, training } = experiment;
      let settings = this.ofData.get(data);
      if (settings === undefined) {
        settings = settingsOf({ data });
        this.ofData.set(data, settings);
      }
      this.note(settings);
      this.note(settingsOf({ network, training }));
    }
  }

  /** Of the runs added so far. */
  facts(): SettingFact[] {
    return [...this.known].map(([path, { count, differs }]) => ({
      path,
      differs: differs || count < this.runs,
    }));
  }

  private note(settings: Settings): void {
    for (const [path, value] of settings) {
      const known = this.known.get(path);
      if (known === undefined) this.known.set(path, { value, count: 1, differs: false });
      else {
        known.count += 1;
        if (known.value !== value) known.differs = true;
      }
    }
  }
}

/** The same of all runs at once. */
export function settingFacts(runs: readonly RunEntry[]): SettingFact[] {
  const gatherer = new SettingGatherer();
  gatherer.add(runs);
  return gatherer.facts();
}
