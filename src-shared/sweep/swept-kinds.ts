import type { Experiment } from '../model/experiment.ts';
import type { SettingValue } from '../model/settings.ts';
import type { SweepSpec } from '../model/sweep.ts';
import { settingProblem, withSetting } from './apply-setting.ts';
import { type SettingKind, settingKinds } from './setting-kinds.ts';

/**
 * What the settings of a sweep may be, by path: as the experiment has them, or as it will have them once its layers or the
 * type of its optimizer, its schedule or a layer were exchanged by another setting of the sweep.
 */
export function sweptKinds({ experiment, settings }: SweepSpec): ReadonlyMap<string, SettingKind> {
  const found = new Map<string, SettingKind>();
  const add = (changed: Experiment) => {
    for (const kind of settingKinds(changed)) if (!found.has(kind.path)) found.set(kind.path, kind);
  };
  add(experiment);
  for (const setting of [...settings].sort((a, b) => turnOf(a.path) - turnOf(b.path))) {
    const kind = found.get(setting.path);
    if (turnOf(setting.path) === OTHERS || kind === undefined || !('values' in setting)) continue;
    for (const value of setting.values) {
      if (settingProblem(kind, value) === null && hasPath(experiment, kind.path)) {
        add(withSetting(experiment, kind.path, value));
      }
    }
  }
  return found;
}

function hasPath(experiment: Experiment, path: string): boolean {
  return settingKinds(experiment).some((kind) => kind.path === path);
}

/** Layers as a whole come first, then types, then what they have: each would undo what was set before. */
const [LAYERS, TYPES, OTHERS] = [0, 1, 2];

function turnOf(path: string): number {
  if (path === 'network.layers') return LAYERS;
  return path.endsWith('.type') ? TYPES : OTHERS;
}

/** The experiment with several settings changed, in an order in which none undoes another. Throws as `withSetting` does. */
export function withSettings(
  experiment: Experiment,
  values: Readonly<Record<string, SettingValue>>,
): Experiment {
  return Object.entries(values)
    .sort(([a], [b]) => turnOf(a) - turnOf(b))
    .reduce((changed, [path, value]) => withSetting(changed, path, value), experiment);
}
