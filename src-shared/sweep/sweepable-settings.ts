import type { Experiment } from '../model/experiment.ts';
import type { SettingValue } from '../model/settings.ts';
import { settingAt } from './apply-setting.ts';
import { type SettingKind, settingKinds } from './setting-kinds.ts';

/** A setting that can be varied, as a dialog offers it. */
export interface SweepableSetting extends SettingKind {
  /** What the experiment says now. */
  value: SettingValue;
}

/** Shares add up to 1 and folds are taken in turn: varied alone, they fit nothing. They have ways of their own. */
const NOT_OFFERED = [
  /^data\.split\.(train|validation|test|order)$/,
  /^data\.split\.crossValidation\./,
  /\.role$/,
  /^data\.source\.generator$/,
];

/**
 * The settings of an experiment that a person may vary, in the order of its file, each with what it may be and what it
 * is. A few more can be varied by a spec file, which names their paths.
 */
export function sweepableSettings(experiment: Experiment): SweepableSetting[] {
  return settingKinds(experiment)
    .filter(({ path }) => !NOT_OFFERED.some((pattern) => pattern.test(path)))
    .map((kind) => ({ ...kind, value: settingAt(experiment, kind.path) }));
}
