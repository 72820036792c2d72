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
  const fieldsOf = (facts: readonly SettingFact[]): RunField[] => facts.map(({ path }) => fieldOf(path));
  const ofColumns = settings.filter(isOfColumn);
  return [
    { title: 'Runs', fields: builtInFields().filter(({ id }) => id !== 'name') },
    { title: 'Figures', fields: metricsOf(runs).map(metricField) },
    { title: 'Settings that differ', fields: fieldsOf(settings.filter(isWorthTelling)) },
    {
      title: 'Settings that are the same in all',
      fields: fieldsOf(settings.filter((fact) => !fact.differs && !isOfColumn(fact))),
    },
    { title: 'Columns of the tables', fields: fieldsOf(ofColumns).slice(0, MOST_OF_COLUMNS) },
  ].filter(({ fields }) => fields.length > 0);
}

/** Tables may have thousands of columns, with several settings each; those beyond are found by their path in a query. */
const MOST_OF_COLUMNS = 500;

/** A setting of a column of the data: runs about other tables differ in all of them, which says little. */
function isOfColumn({ path }: SettingFact): boolean {
  return path.startsWith('data.columns[');
}

/** A setting in which the runs differ, and that is not only one of another table's. */
export function isWorthTelling(fact: SettingFact): boolean {
  return fact.differs && !isOfColumn(fact);
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
  for (const fact of settings) {
    if (isWorthTelling(fact)) choices[fact.path] = `By ${fieldOf(fact.path).label}`;
  }
  if (current !== null) choices[current] ??= `By ${fieldOf(current).label}`;
  return choices;
}
