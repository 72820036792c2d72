import { LIMITS } from '../core/limits.ts';
import type { Experiment } from './experiment.ts';
import { choice, integer, type ValuesOf } from './fields.ts';
import type { SettingValue } from './settings.ts';

/** Numbers between two ends: `steps` of them in a grid; a random search draws anywhere between. */
export interface SweptRange {
  from: number;
  to: number;
  scale: 'linear' | 'log';
  steps: number;
}

/** One setting that is varied, by its path (model/settings.ts): through these values, or within a range. */
export type SweptSetting =
  { path: string; values: readonly SettingValue[] } | { path: string; range: SweptRange };

/** What may be drawn anew for every repetition. */
export const SEEDS = {
  'network.seed': 'Initial weights',
  'training.seed': 'Order of rows, dropout',
  'data.split.seed': 'Split',
} as const;
export type SeedPath = keyof typeof SEEDS;

export const searchFields = {
  trials: integer(1, LIMITS.groupRuns, 20, 'Trials', 'How many configurations are drawn.'),
  seed: integer(0, LIMITS.seed, 1, 'Search seed', 'Decides which configurations are drawn.'),
} as const;

export const replicateFields = {
  count: integer(
    1,
    LIMITS.groupRuns,
    1,
    'Seeds',
    'How often every configuration is trained, each time with other seeds.',
  ),
  firstSeed: integer(0, LIMITS.seed, 1, 'First seed', 'The others follow it one by one.'),
} as const;

/** Successive halving, asynchronous: Li et al. 2020, "A System for Massively Parallel Hyperparameter Tuning" (ASHA). */
export const halvingFields = {
  minEpochs: integer(1, LIMITS.epochs, 5, 'First rung', 'Epochs that every configuration gets.'),
  factor: integer(
    2,
    16,
    3,
    'Factor',
    'One of so many goes on to the next rung, with so many times as many epochs.',
  ),
} as const;

export const SEARCHES = { grid: 'Grid: every combination', random: 'Random: drawn combinations' } as const;
export const searchKind = choice(SEARCHES, 'grid', 'Search', 'Which combinations are trained.');

/** What is launched together: one experiment, with some settings varied, seeds repeated, or folds taken in turn. */
export interface SweepSpec {
  format: 'ninestep-sweep';
  version: 1;
  name: string;
  experiment: Experiment;
  /** Empty where only seeds or folds differ. */
  settings: readonly SweptSetting[];
  search: { kind: 'grid' } | ({ kind: 'random' } & ValuesOf<typeof searchFields>);
  replicates: ValuesOf<typeof replicateFields> & { vary: readonly SeedPath[] };
  /** Every configuration once for each fold; null: the split as it is. */
  crossValidation: { folds: number } | null;
  /** Null: every run is trained to its end. */
  halving: ValuesOf<typeof halvingFields> | null;
}
