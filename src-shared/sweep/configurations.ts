import { Random } from '../core/random.ts';
import type { SettingValue } from '../model/settings.ts';
import type { SweepSpec, SweptSetting } from '../model/sweep.ts';
import { sweptKinds } from './swept-kinds.ts';
import { countValues, drawValue, gridValues } from './swept-values.ts';

/** One choice of values for the settings that are varied, by path. */
export type Configuration = Readonly<Record<string, SettingValue>>;

/** Draws that come to a configuration drawn before are repeated, but not for ever. */
const DRAWS_PER_TRIAL = 100;

interface Swept {
  readonly setting: SweptSetting;
  readonly isWhole: boolean;
}

/**
 * The configurations of a sweep, each once: in a grid every combination, the last setting changing fastest; else as many
 * drawn ones as there are trials, or as there are at all. The same spec always gives the same ones.
 */
export function configurationsOf(spec: SweepSpec): Configuration[] {
  const swept = sweptSettings(spec);
  const { search } = spec;
  return search.kind === 'grid' ? combinations(swept) : draw(swept, search);
}

/** How many configurations there are, without making them: in a grid exactly, of drawn ones at most. */
export function countOfConfigurations(spec: SweepSpec): number {
  if (spec.search.kind === 'random') return spec.search.trials;
  return sweptSettings(spec).reduce(
    (product, { setting, isWhole }) => product * gridValues(setting, isWhole).length,
    1,
  );
}

function sweptSettings(spec: SweepSpec): Swept[] {
  const kinds = sweptKinds(spec);
  return spec.settings.map((setting) => ({
    setting,
    isWhole: kinds.get(setting.path)?.field.kind === 'integer',
  }));
}

function combinations(swept: readonly Swept[]): Configuration[] {
  return swept.reduce<Configuration[]>(
    (rows, { setting, isWhole }) => {
      const values = gridValues(setting, isWhole);
      return rows.flatMap((row) => values.map((value) => ({ ...row, [setting.path]: value })));
    },
    [{}],
  );
}

function draw(swept: readonly Swept[], { trials, seed }: { trials: number; seed: number }): Configuration[] {
  const random = new Random(seed, 'sweep');
  const possible = swept.reduce(
    (product, { setting, isWhole }) => product * countValues(setting, isWhole),
    1,
  );
  const wanted = Math.min(trials, possible);
  const found = new Map<string, Configuration>();
  for (let draws = 0; found.size < wanted && draws < trials * DRAWS_PER_TRIAL; draws++) {
    const drawn = Object.fromEntries(
      swept.map(({ setting, isWhole }) => [setting.path, drawValue(setting, isWhole, random)]),
    );
    const key = JSON.stringify(drawn);
    if (!found.has(key)) found.set(key, drawn);
  }
  return [...found.values()];
}
