import type { RunEntry } from '@shared/model/run.ts';
import { builtInFields, fieldOf } from '@shared/runs/fields.ts';
import { metricField, metricsOf } from '@shared/runs/metric-fields.ts';
import type { RunField } from '@shared/runs/run-field.ts';
import type { SettingFact } from '@shared/runs/setting-facts.ts';

/** All columns there are, under headings: those of settings that differ before those that are the same everywhere. */
export function columnOffers(
  runs: readonly RunEntry[],
  settings: readonly SettingFact[],
): { title: string; fields: RunField[] }[] {
  const of = (differs: boolean): RunField[] =>
    settings.filter((fact) => fact.differs === differs).map(({ path }) => fieldOf(path));
  return [
    { title: 'Runs', fields: builtInFields().filter(({ id }) => id !== 'name') },
    { title: 'Figures', fields: metricsOf(runs).map(metricField) },
    { title: 'Settings that differ', fields: of(true) },
    { title: 'Settings that are the same in all', fields: of(false) },
  ].filter(({ fields }) => fields.length > 0);
}

/** By what the runs can be grouped; empty stands for no groups. */
export function groupChoices(
  current: string | null,
  settings: readonly SettingFact[],
): Readonly<Record<string, string>> {
  const choices: Record<string, string> = {
    '': 'No groups',
    group: 'By sweep or group',
    tag: 'By tag',
    status: 'By status',
    experiment: 'By experiment',
    optimizer: 'By optimizer',
    layers: 'By layers',
  };
  for (const { path, differs } of settings) {
    if (differs && !path.startsWith('data.columns[')) choices[path] = `By ${fieldOf(path).label}`;
  }
  if (current !== null) choices[current] ??= `By ${fieldOf(current).label}`;
  return choices;
}
