import { AppError } from '../core/errors.ts';
import { quote } from '../core/text.ts';
import { crossValidationFields } from '../model/data-catalog.ts';
import type { Experiment } from '../model/experiment.ts';
import { allowedRange, defaultsOf, type FieldTable, problemWith } from '../model/fields.ts';
import type { SettingValue } from '../model/settings.ts';
import { clippingFields, earlyStoppingFields } from '../model/training-catalog.ts';
import { type PathStep, readPath, valueAt, withValueAt } from './setting-path.ts';
import { type SettingKind, settingKinds } from './setting-kinds.ts';

/** Parts that an experiment may do without: they begin with the defaults of their fields. */
const OPTIONAL_PARTS: Readonly<Record<string, FieldTable>> = {
  'data.split.crossValidation': crossValidationFields,
  'training.clipping': clippingFields,
  'training.earlyStopping': earlyStoppingFields,
};

/** What the setting at a path may be in this experiment. Throws UNKNOWN_FIELD where it has no such setting. */
function settingKind(experiment: Experiment, path: string): SettingKind {
  const found = settingKinds(relevantPart(experiment, path)).find((kind) => kind.path === path);
  if (found !== undefined) return found;
  readPath(path);
  throw new AppError(
    'UNKNOWN_FIELD',
    `${path}: The experiment has no such setting. Correct the path, or change the experiment so that it has one.`,
    { at: path },
  );
}

/** Tables may have thousands of columns, which only their own settings need. */
function relevantPart(experiment: Experiment, path: string): Experiment {
  if (path.startsWith('data.columns')) return experiment;
  return { ...experiment, data: { ...experiment.data, columns: [] } };
}

/** The value of a setting; null where the part that it belongs to is left out. Throws as `settingKind` does. */
export function settingAt(experiment: Experiment, path: string): SettingValue {
  const { field } = settingKind(experiment, path);
  const value = valueAt(experiment, readPath(path));
  if (value === undefined) return null;
  return field.kind === 'layers' ? experiment.network.layers : (value as SettingValue);
}

/**
 * The same experiment with one setting changed. Another type (of optimizer, schedule or a layer) begins with its own
 * defaults; a part that was left out begins with the defaults of its other fields. Throws as `settingKind` does, and
 * INVALID_VALUE where the setting cannot have the value. Whether the whole still fits together is another question.
 */
export function withSetting(experiment: Experiment, path: string, value: SettingValue): Experiment {
  const kind = settingKind(experiment, path);
  const problem = settingProblem(kind, value);
  if (problem !== null) throw new AppError('INVALID_VALUE', `${path}: ${problem}`, { at: path });
  return changed(experiment, kind, value) as Experiment;
}

function changed(experiment: Experiment, kind: SettingKind, value: SettingValue): unknown {
  const steps = readPath(kind.path);
  const part = steps.slice(0, -1);
  if (kind.catalog !== undefined) {
    if (valueAt(experiment, steps) === value) return experiment;
    const { fields } = kind.catalog[value as string]!;
    return withValueAt(experiment, part, { type: value, ...defaultsOf(fields) });
  }
  const defaults = OPTIONAL_PARTS[part.map(fieldName).join('.')];
  if (defaults === undefined) return withValueAt(experiment, steps, value);
  if (value === null) return withValueAt(experiment, part, undefined);
  const before = valueAt(experiment, part) ?? defaultsOf(defaults);
  return withValueAt(experiment, part, withValueAt(before, steps.slice(-1), value));
}

function fieldName(step: PathStep): string {
  return 'field' in step ? step.field : '';
}

/** The reason why the setting may not have this value, as a sentence, or null when it may. */
export function settingProblem({ field, also }: SettingKind, value: unknown): string | null {
  if (also.some((other) => other === value)) return null;
  if (field.kind === 'layers') {
    return Array.isArray(value) ? null : `Must be a list of layers, but is ${quote(value)}.`;
  }
  const problem = problemWith(field, value);
  if (problem === null || also.length === 0) return problem;
  const others = also.map((other) => (other === null ? 'null' : quote(other))).join(', ');
  return `Must be ${allowedRange(field)}, or ${others}, but is ${quote(value)}.`;
}
