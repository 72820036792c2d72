import type { Experiment } from '../model/experiment.ts';
import type { SettingValue } from '../model/settings.ts';

/** A value of one setting; undefined where the experiment does not have it. */
export type PlainSetting = Exclude<SettingValue, readonly unknown[]> | undefined;

/** A name, the place in a list, or (quoted) the name of what stands in a list. */
const STEP = /\.?([^.[\]"]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/gy;

type Step = { key: string } | { index: number } | { named: string };

/** Path (model/settings.ts) → what reads the setting from an experiment, without making all the others. */
export function settingReader(path: string): (experiment: Experiment) => PlainSetting {
  const steps = stepsOf(path);
  return (experiment) => {
    let value: unknown = experiment;
    for (const step of steps) {
      value = follow(value, step);
      if (value === undefined) return undefined;
    }
    return typeof value === 'object' && value !== null ? undefined : (value as PlainSetting);
  };
}

function stepsOf(path: string): Step[] {
  return [...path.matchAll(STEP)].map(([, key, index, named]): Step => {
    if (key !== undefined) return { key };
    return index === undefined ? { named: JSON.parse(named!) as string } : { index: Number(index) };
  });
}

function follow(value: unknown, step: Step): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('key' in step) return Object.hasOwn(value, step.key) ? Reflect.get(value, step.key) : undefined;
  if (!Array.isArray(value)) return undefined;
  if ('index' in step) return value[step.index];
  return value.find((item: unknown) => (item as { name?: unknown } | null)?.name === step.named);
}
