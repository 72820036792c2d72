import { settingsDiff } from '../../compare/settings-diff.ts';
import type { Experiment } from '../../model/experiment.ts';
import { fileName } from '../words/data-words.ts';
import type { DataTable } from '../data-table.ts';

/** Single columns have a table of their own; how the file of the table is written is of no use here. */
const ELSEWHERE = /^data\.(columns\[|source\.format\.)/;

const PATH = 'data.source.path';

/** Every setting of an experiment that has an effect. */
export function settingsTable(experiment: Experiment): DataTable {
  const groups = settingsDiff([{ experiment }], { all: true });
  return {
    id: 'settings',
    title: 'Settings',
    columns: ['Setting', 'Part', 'Value'],
    rows: groups.flatMap(({ title, rows }) =>
      rows
        .filter(({ path }) => !ELSEWHERE.test(path) && !isIdle(path, experiment))
        .map(({ path, label, texts: [text = null] }) => [
          label,
          title,
          path === PATH && text !== null ? fileName(text) : text,
        ]),
    ),
  };
}

/** A setting of something that is not chosen. */
function isIdle(path: string, { network, training }: Experiment): boolean {
  if (path === 'network.initialConstant') return network.initializer !== 'constant';
  return path === 'training.huberDelta' && training.loss !== 'huber';
}
