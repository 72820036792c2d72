import { LIMITS } from '../core/limits.ts';
import { choice, integer, real, type ValuesOf } from './fields.ts';

export const GENERATORS = {
  ninestep: 'Ninestep (xoshiro128**)',
  'numpy-legacy': 'NumPy legacy (the article)',
} as const;

export const formulaFields = {
  rows: integer(1, LIMITS.formulaRows, 1_000, 'Rows', 'How many rows are drawn.'),
  seed: integer(0, LIMITS.seed, 1, 'Data seed', 'Decides the drawn values.'),
  generator: choice(GENERATORS, 'ninestep', 'Generator', 'Where the random numbers come from.'),
} as const;

/** Rows drawn at random: inputs uniform within a range, targets computed from them. */
export type FormulaSource = ValuesOf<typeof formulaFields> & {
  kind: 'formula';
  /** Input name → lowest and highest value. */
  inputs: Record<string, [number, number]>;
  /** Target name → formula over the inputs. */
  targets: Record<string, string>;
};

/** Where rows come from. Files, bundled tables and toy sets join this union with their own `kind`. */
export type DataSource = FormulaSource;

const share = (defaultValue: number, label: string, help: string) => real(0, 1, defaultValue, label, help);

export const splitFields = {
  train: share(0.7, 'Training share', 'The rows the network learns from.'),
  validation: share(0, 'Validation share', 'Rows to judge settings by while training.'),
  test: share(0.3, 'Test share', 'Rows kept aside to judge the finished model.'),
  order: choice(
    { 'as-is': 'In order', shuffled: 'Shuffled' },
    'shuffled',
    'Order',
    'Whether rows are shuffled before they are split.',
  ),
  seed: integer(0, LIMITS.seed, 1, 'Split seed', 'Decides the shuffled order.'),
} as const;
export type Split = ValuesOf<typeof splitFields>;

export const SCALINGS = {
  standard: 'Standardise (mean 0, deviation 1)',
  'min-max': 'To the range 0 to 1',
  none: 'None',
} as const;
export type ScalingKind = keyof typeof SCALINGS;

export const scalingFields = {
  inputs: choice(SCALINGS, 'standard', 'Inputs', 'How inputs are scaled; fitted on the training rows only.'),
  targets: choice(SCALINGS, 'standard', 'Targets', 'How targets are scaled; answers are always scaled back.'),
} as const;
export type Scaling = ValuesOf<typeof scalingFields>;

export interface DataSpec {
  source: DataSource;
  split: Split;
  scaling: Scaling;
}

export const PARTS = ['train', 'validation', 'test'] as const;
export type Part = (typeof PARTS)[number];
