import { crossValidationFields } from '@shared/model/data-catalog.ts';
import { halvingFields, replicateFields, searchFields, type SweepSpec } from '@shared/model/sweep.ts';
import { settingKinds } from '@shared/sweep/setting-kinds.ts';
import { problemPlace } from './problems.ts';

const TABLES: Readonly<Record<string, Readonly<Record<string, { label: string }>>>> = {
  replicates: { ...replicateFields, vary: { label: 'What differs' } },
  crossValidation: { folds: crossValidationFields.folds },
  halving: halvingFields,
  search: searchFields,
};

/** What a place in a spec is called, for a problem told far from its field; '' for the sweep as a whole. */
export function sweepPlace(at: string, spec: SweepSpec): string {
  if (at === 'settings' || at === '') return '';
  const swept = /^settings\[(\d+)\]/.exec(at)?.[1];
  if (swept !== undefined) {
    const path = spec.settings[Number(swept)]?.path ?? '';
    return settingKinds(spec.experiment).find((kind) => kind.path === path)?.label ?? path;
  }
  const [table = '', field = ''] = at.split('.');
  return TABLES[table]?.[field]?.label ?? problemPlace(at);
}
