import type { Experiment } from '../model/experiment.ts';
import type { RunRecord } from '../model/run.ts';
import { type Settings, settingsOf } from '../model/settings.ts';
import { layersText } from '../model/setting-text.ts';

/** Kept with the parts of experiments they belong to: runs about one table share the object that describes it. */
const keptSettings = new WeakMap<object, Settings>();

/** The settings of one part of an experiment, given weights left out: they are thousands of numbers. */
function settingsOfPart(name: 'data' | 'network' | 'training', experiment: Experiment): Settings {
  const part = experiment[name];
  const known = keptSettings.get(part);
  if (known !== undefined) return known;
  const { initial: _, initialNormalizations: _starts, ...network } = experiment.network;
  const settings = settingsOf(name === 'network' ? { network } : { [name]: part });
  keptSettings.set(part, settings);
  return settings;
}

export type PlainValue = string | number | boolean | null;

/** All settings that runs differ by, path → value for each run; undefined where a run does not have it. */
export interface SettingTable {
  paths: readonly string[];
  valueOf: (run: number, path: string) => PlainValue | undefined;
}

const INITIAL = 'network.initial';
const LAYERS = 'network.layers';

/**
 * Settings of runs under common paths. Hidden layers are compared one by one where all runs have the same kinds of
 * them in the same order, else as a whole: behind an added layer every place holds another one.
 */
export function settingTable(runs: readonly Pick<RunRecord, 'experiment'>[]): SettingTable {
  const asWhole = new Set(runs.map(({ experiment }) => kindsOf(experiment))).size > 1;
  const initial = namesOfInitial(runs.map(({ experiment }) => experiment));
  const columns = runs.map(({ experiment }, k) => {
    const parts = (['data', 'network', 'training'] as const).map((name) => settingsOfPart(name, experiment));
    return {
      parts,
      layers: asWhole ? layersText(experiment.network.layers) : undefined,
      initial: initial[k],
    };
  });
  return {
    paths: pathsOf(
      columns.map(({ parts }) => parts),
      { asWhole, hasInitial: initial.some((name) => name !== undefined) },
    ),
    valueOf: (run, path) => {
      const column = columns[run]!;
      if (path === LAYERS) return column.layers;
      if (path === INITIAL) return column.initial;
      const place = path.startsWith('data') ? 0 : path.startsWith('network') ? 1 : 2;
      return column.parts[place]!.get(path);
    },
  };
}

const kindsOf = ({ network }: Experiment): string => network.layers.map(({ type }) => type).join();

/** In the order of the first run that has them; what others have more comes behind its own part. */
function pathsOf(
  columns: readonly (readonly Settings[])[],
  { asWhole, hasInitial }: { asWhole: boolean; hasInitial: boolean },
): string[] {
  const parts = [0, 1, 2].map((part) => {
    const different = new Set(columns.map((column) => column[part]!));
    return new Set([...different].flatMap((settings) => [...settings.keys()]));
  });
  const [data, network, training] = parts.map((paths) => [...paths]) as [string[], string[], string[]];
  const isLayer = (path: string): boolean => path.startsWith(`${LAYERS}[`);
  const shown = asWhole ? [LAYERS, ...network.filter((path) => !isLayer(path))] : network;
  return [...data, ...shown, ...(hasInitial ? [INITIAL] : []), ...training];
}

/** Given weights by a name: those that are alike have the same one. */
function namesOfInitial(experiments: readonly Experiment[]): (string | undefined)[] {
  const names = new Map<string, string>();
  return experiments.map(({ network: { initial } }) => {
    if (initial === undefined) return undefined;
    const text = JSON.stringify(initial);
    const name = names.get(text) ?? `given, ${String.fromCharCode(65 + (names.size % 26))}`;
    names.set(text, name);
    return name;
  });
}
