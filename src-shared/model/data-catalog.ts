import { LIMITS } from '../core/limits.ts';
import { SCALINGS, type TableColumn } from './column-catalog.ts';
import { choice, integer, real, type ValuesOf } from './fields.ts';
import type { TableSource } from './table-source.ts';

export const GENERATORS = {
  ninestep: 'Ninestep (xoshiro128**)',
  'numpy-legacy': 'NumPy legacy (the article)',
} as const;

export const formulaFields = {
  rows: integer(1, LIMITS.formulaRows, 1_000, 'Rows', 'How many rows are drawn.'),
  seed: integer(0, LIMITS.seed, 1, 'Data seed', 'Decides the drawn values.'),
  noise: real(
    0,
    1e6,
    0,
    'Noise',
    'Standard deviation of the normal error that is added to every target, in its own units.',
  ),
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

/** Where rows come from. */
export type DataSource = FormulaSource | TableSource;

const share = (defaultValue: number, label: string, help: string) => real(0, 1, defaultValue, label, help);

export const splitFields = {
  train: share(0.7, 'Training share', 'The rows the network learns from.'),
  validation: share(0, 'Validation share', 'Rows to judge settings by while training.'),
  test: share(0.3, 'Test share', 'Rows kept aside to judge the finished model.'),
  order: choice(
    {
      'as-is': 'In order',
      shuffled: 'Shuffled',
      stratified: 'Stratified',
      grouped: 'By group',
      column: 'By a column',
    },
    'shuffled',
    'Order',
    'Stratified: every part gets the same mix of target values. By group: rows of one group stay together. ' +
      'By a column: the table itself says train, validation or test.',
  ),
  seed: integer(0, LIMITS.seed, 1, 'Split seed', 'Decides the shuffled order.'),
} as const;

export const crossValidationFields = {
  folds: integer(2, 20, 5, 'Folds', 'Into how many parts the rows for training and validation are cut.'),
  fold: integer(
    0,
    20,
    0,
    'Fold',
    'Which of them validates in this run; 0 for none, where the shares of the split hold.',
  ),
} as const;

export type Split = ValuesOf<typeof splitFields> & {
  /** Each fold in turn is the validation part, the others the training part; the test part stays aside. */
  crossValidation?: ValuesOf<typeof crossValidationFields> | undefined;
};

export const scalingFields = {
  inputs: choice(SCALINGS, 'standard', 'Inputs', 'How inputs are scaled; fitted on the training rows only.'),
  targets: choice(SCALINGS, 'standard', 'Targets', 'How targets are scaled; answers are always scaled back.'),
} as const;
export type Scaling = ValuesOf<typeof scalingFields>;

export interface DataSpec {
  source: DataSource;
  /** Of a table, in its order; empty for formulas, whose columns follow from them. */
  columns: TableColumn[];
  split: Split;
  scaling: Scaling;
}

export const PARTS = ['train', 'validation', 'test'] as const;
export type Part = (typeof PARTS)[number];
