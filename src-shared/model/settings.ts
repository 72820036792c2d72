import type { Experiment } from './experiment.ts';
import type { Layer } from './layer-catalog.ts';

/** The value of one setting of an experiment; hidden layers may be exchanged as a whole. */
export type SettingValue = string | number | boolean | null | readonly Layer[];

/** Path → value, in the order of the file: `training.optimizer.learningRate`, `network.layers[0].units`, `data.columns["age"].role`. */
export type Settings = ReadonlyMap<string, string | number | boolean | null>;

/** What does not shape the result: texts for people, and test cases, which are asked afterwards. */
const NOT_SETTINGS = new Set(['format', 'version', 'name', 'description', 'testCases']);

/** Every setting of an experiment, flat. Settings that are left out are missing here, too. */
export function settingsOf(experiment: Partial<Experiment>): Settings {
  const settings = new Map<string, string | number | boolean | null>();
  for (const [name, part] of Object.entries(experiment)) {
    if (!NOT_SETTINGS.has(name)) collect(part, name, settings);
  }
  return settings;
}

function collect(value: unknown, path: string, into: Map<string, string | number | boolean | null>): void {
  if (Array.isArray(value)) {
    value.forEach((item: unknown, k) => {
      collect(item, `${path}[${keyOf(item) ?? String(k)}]`, into);
    });
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) collect(item, `${path}.${name}`, into);
  } else if (value !== undefined) into.set(path, value as string | number | boolean | null);
}

/** Columns are known by their names, so that one more of them does not change the paths of the others. */
function keyOf(item: unknown): string | null {
  if (typeof item !== 'object' || item === null) return null;
  const { name } = item as { name?: unknown };
  return typeof name === 'string' ? JSON.stringify(name) : null;
}
