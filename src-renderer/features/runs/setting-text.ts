import { settingName } from '@shared/model/setting-names.ts';
import { fieldOf } from '@shared/runs/fields.ts';
import { valueText } from '@shared/runs/value-text.ts';

/** The value of a setting as a person reads it: a choice by its label. */
export function settingText(path: string, value: string | number | boolean | null): string {
  if (value === null) return 'none';
  const { field } = settingName(path);
  if (field?.kind === 'choice' && typeof value === 'string') return field.options[value] ?? value;
  return valueText(fieldOf(path), value);
}
