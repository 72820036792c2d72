import { crossValidationFields, scalingFields, splitFields } from '../model/data-catalog.ts';
import { networkFields } from '../model/network.ts';
import { settingName } from '../model/setting-names.ts';
import {
  clippingFields,
  earlyStoppingFields,
  optimizerCatalog,
  trainingFields,
} from '../model/training-catalog.ts';
import { scheduleCatalog } from '../model/schedule-catalog.ts';
import type { FieldTable } from '../model/fields.ts';
import type { RunField } from './run-field.ts';
import { settingReader } from './setting-reader.ts';

type Catalog = Readonly<Record<string, { readonly fields: FieldTable }>>;

const namesOf = (catalog: Catalog): string[] =>
  Object.values(catalog).flatMap(({ fields }) => Object.keys(fields));

/** Where a setting may stand that is called by its own name alone; the first place that a run has it in counts. */
const SECTIONS: readonly { readonly path: string; readonly names: readonly string[] }[] = [
  { path: 'training.optimizer', names: namesOf(optimizerCatalog) },
  { path: 'training', names: [...Object.keys(trainingFields), 'batchSize'] },
  { path: 'training.schedule', names: namesOf(scheduleCatalog) },
  { path: 'training.clipping', names: Object.keys(clippingFields) },
  { path: 'training.earlyStopping', names: Object.keys(earlyStoppingFields) },
  { path: 'network', names: Object.keys(networkFields) },
  { path: 'data.split', names: Object.keys(splitFields) },
  { path: 'data.split.crossValidation', names: Object.keys(crossValidationFields) },
  { path: 'data.scaling', names: Object.keys(scalingFields) },
];

/** Alias, in small letters → the paths it may mean. */
const PATHS = new Map<string, string[]>();
for (const { path, names } of SECTIONS) {
  for (const name of new Set(names)) {
    const paths = PATHS.get(name.toLowerCase()) ?? [];
    PATHS.set(name.toLowerCase(), [...paths, `${path}.${name}`]);
  }
}

/** `weightDecay` → the setting of that name, wherever a run has it. */
export function settingOfAlias(name: string): RunField | null {
  const paths = PATHS.get(name.toLowerCase());
  const [first] = paths ?? [];
  if (paths === undefined || first === undefined) return null;
  const readers = paths.map(settingReader);
  const id = first.slice(first.lastIndexOf('.') + 1);
  return {
    id,
    label: settingName(first).label,
    help: first,
    kind: 'setting',
    read: ({ experiment }) => {
      for (const read of readers) {
        const value = read(experiment);
        if (value !== undefined) return value;
      }
      return null;
    },
  };
}

/** Every setting that has a short name. */
export function settingAliases(): string[] {
  return [...PATHS.values()].map(([first = '']) => first.slice(first.lastIndexOf('.') + 1));
}
