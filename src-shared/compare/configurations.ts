import type { RunRecord } from '../model/run.ts';
import { settingName } from '../model/setting-names.ts';
import { settingText } from '../model/setting-text.ts';
import { isRepetitionPath } from './seeds.ts';
import { settingTable } from './settings-of-runs.ts';

/** Runs that differ in seeds or folds alone. */
export interface Configuration<R extends RunRecord = RunRecord> {
  /** The same as long as its runs are. */
  id: string;
  /** What sets it apart from the others: "Learning rate 0.01, Layer 1 · Units 8", or a name where nothing does. */
  label: string;
  runs: readonly R[];
}

/** Settings that a label names at most. */
const MOST_NAMED = 3;

/**
 * Runs by configuration, in the order of each one's first run. Runs that were launched together belong together as they
 * were launched; others, where all of their settings but the seeds and the fold are equal.
 */
export function groupByConfiguration<R extends RunRecord>(runs: readonly R[]): Configuration<R>[] {
  const groups = new Map<string, R[]>();
  for (const run of runs) {
    const id = configurationId(run);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [run]);
    else group.push(run);
  }
  const labels = labelsOf([...groups.values()].map((group) => group[0]!));
  return [...groups].map(([id, group], k) => ({ id, label: labels[k]!, runs: group }));
}

const keptIds = new WeakMap<object, string>();
const keptData = new WeakMap<object, string>();

/** Of the group, and the place in it; else the settings themselves. */
export function configurationId({ group, experiment }: Pick<RunRecord, 'group' | 'experiment'>): string {
  if (group !== undefined) return `${group.id} ${String(group.configuration)}`;
  const known = keptIds.get(experiment);
  if (known !== undefined) return known;
  const { data, network, training } = experiment;
  const id = JSON.stringify([dataKey(data), { ...network, seed: 0 }, { ...training, seed: 0 }]);
  keptIds.set(experiment, id);
  return id;
}

/** Data may be long, with a thousand columns: made once for all runs that share them. */
function dataKey(data: RunRecord['experiment']['data']): string {
  const known = keptData.get(data);
  if (known !== undefined) return known;
  const { split } = data;
  const { crossValidation } = split;
  const folds = crossValidation === undefined ? null : crossValidation.folds;
  const key = JSON.stringify({ ...data, split: { ...split, seed: 0, crossValidation: folds } });
  keptData.set(data, key);
  return key;
}

function labelsOf(firsts: readonly RunRecord[]): string[] {
  const { paths, valueOf } = settingTable(firsts);
  const telling = paths.filter(
    (path) => !isRepetitionPath(path) && firsts.some((_, k) => valueOf(k, path) !== valueOf(0, path)),
  );
  return firsts.map((run, k) => {
    const own = telling.flatMap((path) => {
      const value = valueOf(k, path);
      return value === undefined ? [] : [`${settingName(path).label} ${settingText(path, value)}`];
    });
    if (own.length === 0) return run.group?.name ?? run.name;
    return own.slice(0, MOST_NAMED).join(', ') + (own.length > MOST_NAMED ? ', …' : '');
  });
}
