import { layersText } from '@shared/model/setting-text.ts';
import type { SettingValue } from '@shared/model/settings.ts';
import { settingProblem } from '@shared/sweep/apply-setting.ts';
import type { SettingKind } from '@shared/sweep/setting-kinds.ts';
import { parseNumber } from '../components/parse-number.ts';

/** Values of a setting as they are typed: "0.1, 0.01, none". */
export function valuesText(values: readonly SettingValue[]): string {
  return values.map(valueText).join(', ');
}

/** One value in a word; layers have texts of their own. */
export function valueText(value: SettingValue): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return typeof value === 'object' ? layersText(value) : String(value);
}

/** "0.1, 0.01" → values. A part that is no value of the setting comes back as it is, to be refused with its reason. */
export function parseValues(text: string, kind: SettingKind): SettingValue[] {
  return text
    .split(/[,;\s]+/)
    .filter((part) => part !== '')
    .map((part) => kind.also.find((other) => valueText(other) === part) ?? numberOrText(part));
}

function numberOrText(part: string): SettingValue {
  if (part === 'none') return null;
  const parsed = parseNumber(part);
  return typeof parsed === 'number' ? parsed : part;
}

/** The reason why a list of values cannot be taken, or null. */
export function valuesProblem(text: string, kind: SettingKind): string | null {
  const values = parseValues(text, kind);
  if (values.length === 0) return 'Name at least one value; several are separated by commas.';
  for (const value of values) {
    const problem = settingProblem(kind, value);
    if (problem !== null) return problem;
  }
  return null;
}
