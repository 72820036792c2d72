import { AppError } from '../core/errors.ts';
import type { Experiment } from '../model/experiment.ts';
import type { GroupKind } from '../model/run.ts';
import type { SettingValue } from '../model/settings.ts';
import type { SweepSpec } from '../model/sweep.ts';
import { configurationsOf, countOfConfigurations } from './configurations.ts';
import { runName } from './run-names.ts';
import { withSettings } from './swept-kinds.ts';

/** One run of a group, before it is made. */
export interface PlannedRun {
  /** Place in the group, 0 first: the same spec always has the same run there. */
  index: number;
  configuration: number;
  /** Which repetition of the configuration, 0 first: fold by fold, and all folds again for the next seed. */
  replicate: number;
  /** Which fold validates, 1 first; null without cross-validation. */
  fold: number | null;
  /** What it is given, setting by path: the varied ones first, then its fold and its seeds. */
  values: Readonly<Record<string, SettingValue>>;
  /** What it trains, under a short name that tells it from the others. */
  experiment: Experiment;
}

/** Why the runs of a spec belong together. */
export function groupKindOf({ settings, crossValidation }: SweepSpec): GroupKind {
  if (settings.length > 0) return 'sweep';
  return crossValidation === null ? 'seeds' : 'cross-validation';
}

/** How many runs a spec makes, without making them: exactly, but for a search of few values, which may find fewer. */
export function countRuns(spec: SweepSpec): number {
  return countOfConfigurations(spec) * countRepetitions(spec);
}

/** Runs of each configuration: one for each seed and fold. */
export function countRepetitions({ replicates, crossValidation }: SweepSpec): number {
  return replicates.count * (crossValidation?.folds ?? 1);
}

/**
 * All runs of a sweep, configuration after configuration. It depends on the spec alone. Throws as `withSetting` does where
 * a value does not fit; `checkSweep` says more of what is wrong.
 */
export function expandSweep(spec: SweepSpec): PlannedRun[] {
  const repetitions = countRepetitions(spec);
  return configurationsOf(spec).flatMap((values, configuration) =>
    Array.from({ length: repetitions }, (_, replicate) =>
      plannedRun(spec, configuration * repetitions + replicate, { configuration, replicate, values }),
    ),
  );
}

function plannedRun(
  spec: SweepSpec,
  index: number,
  { configuration, replicate, values }: Pick<PlannedRun, 'configuration' | 'replicate' | 'values'>,
): PlannedRun {
  const { folds } = spec.crossValidation ?? { folds: 1 };
  const fold = spec.crossValidation === null ? null : 1 + (replicate % folds);
  const seed = seedOf(spec, Math.floor(replicate / folds));
  const all = { ...values, ...foldValues(folds, fold), ...seedValues(spec, seed) };
  const { name } = spec.experiment;
  const ownName = runName(name, values, { seed, fold });
  const experiment = inRun(ownName, () => ({ ...withSettings(spec.experiment, all), name: ownName }));
  return { index, configuration, replicate, fold, values: all, experiment };
}

/** Says which run of a sweep cannot be, where the message itself only knows the place inside its experiment. */
export function inRun<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, `The run "${name}" of the sweep cannot be trained. ${error.message}`, {
      at: error.at,
      cause: error,
    });
  }
}

/** The seed of a repetition; null where there is only one, which keeps the experiment's own. */
function seedOf({ replicates }: SweepSpec, repetition: number): number | null {
  return replicates.count === 1 ? null : replicates.firstSeed + repetition;
}

function seedValues({ replicates }: SweepSpec, seed: number | null): Record<string, SettingValue> {
  return seed === null ? {} : Object.fromEntries(replicates.vary.map((path) => [path, seed]));
}

function foldValues(folds: number, fold: number | null): Record<string, SettingValue> {
  if (fold === null) return {};
  const path = 'data.split.crossValidation';
  return { [`${path}.folds`]: folds, [`${path}.fold`]: fold };
}
