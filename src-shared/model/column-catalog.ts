import { choice, type FieldTable, real, toggle, type ValuesOf } from './fields.ts';

/** What a column is there for. */
export const COLUMN_ROLES = {
  input: 'Input',
  target: 'Target',
  ignored: 'Ignored',
  weight: 'Row weight',
  group: 'Group',
  part: 'Part',
} as const;
export type ColumnRole = keyof typeof COLUMN_ROLES;

/** How numbers are scaled before they reach the network. The formulas are in data/transforms.ts. */
export const SCALINGS = {
  standard: 'Standardise (mean 0, deviation 1)',
  'min-max': 'To the range 0 to 1',
  robust: 'Robust (median 0, quartile distance 1)',
  log: 'Logarithm, then standardise',
  none: 'None',
} as const;
export type ScalingKind = keyof typeof SCALINGS;

const NUMBER_FILLS = {
  drop: 'Leave the row out',
  mean: 'Mean',
  median: 'Median',
  'most-frequent': 'Most frequent value',
  constant: 'Constant',
} as const;

const indicator = toggle(
  false,
  'Mark missing',
  'Adds an input that says 1 where the value is missing, else 0.',
);

const numberFields = {
  scaling: choice(
    { default: 'As set for all', ...SCALINGS },
    'default',
    'Scaling',
    'How the column is scaled; fitted on the training rows only.',
  ),
  missing: choice(
    NUMBER_FILLS,
    'median',
    'Missing values',
    'What stands in for a missing value; fitted on the training rows only.',
  ),
  constant: real(
    -1e12,
    1e12,
    0,
    'Constant',
    'Stands in for missing values where they are filled by a constant.',
  ),
  indicator,
} as const;

/** Every type of column with the settings of its preparation. */
export const columnCatalog = {
  number: { label: 'Number', fields: numberFields },
  integer: { label: 'Whole number', fields: numberFields },
  boolean: {
    label: 'Yes or no',
    fields: {
      missing: choice(
        { drop: 'Leave the row out', 'most-frequent': 'Most frequent value' },
        'most-frequent',
        'Missing values',
        'What stands in for a missing value; fitted on the training rows only.',
      ),
      indicator,
    },
  },
  category: {
    label: 'Category',
    fields: {
      encoding: choice(
        { 'one-hot': 'One-hot', ordinal: 'By order of the levels' },
        'one-hot',
        'Encoding',
        'One-hot: an input for each level. By order: the place of the level, 0 first, standardised.',
      ),
      missing: choice(
        {
          drop: 'Leave the row out',
          'most-frequent': 'Most frequent level',
          'no-level': 'As none of the levels',
        },
        'no-level',
        'Missing values',
        'What stands in for a missing value; fitted on the training rows only.',
      ),
      indicator,
    },
  },
  date: {
    label: 'Date',
    fields: {
      format: choice(
        {
          iso: '2026-11-22, 2026-11-22T18:30',
          'day-month-year': '22.11.2026, 22/11/2026',
          'month-day-year': '11/22/2026',
          'year-month-day': '2026/11/22, 20261122',
        },
        'iso',
        'Format',
        'How the dates are written.',
      ),
      parts: choice(
        {
          time: 'Days, standardised',
          'time-and-cycles': 'Days, and where in the year and the week',
          'time-and-day-cycles': 'Days, and where in the year, the week and the day',
        },
        'time-and-cycles',
        'Taken as',
        'Cycles are given as sine and cosine, so that December stands beside January.',
      ),
      missing: choice(
        { drop: 'Leave the row out', median: 'Median', 'most-frequent': 'Most frequent value' },
        'median',
        'Missing values',
        'What stands in for a missing value; fitted on the training rows only.',
      ),
      indicator,
    },
  },
  text: { label: 'Text', fields: {} },
} as const satisfies Record<string, { label: string; fields: FieldTable }>;

export type ColumnType = keyof typeof columnCatalog;

interface NamedColumn {
  /** As in the table, made unique. */
  name: string;
  role: ColumnRole;
}

/** The levels of a column, in their order: part of what the table is, like its type, and not fitted. */
interface Levels {
  levels: string[];
}

type Settings<T extends ColumnType> = ValuesOf<(typeof columnCatalog)[T]['fields']>;

export type NumberColumn = NamedColumn & { type: 'number' | 'integer' } & Settings<'number'>;
/** `levels` are the text for no and the text for yes. */
export type BooleanColumn = NamedColumn & { type: 'boolean' } & Levels & Settings<'boolean'>;
export type CategoryColumn = NamedColumn & { type: 'category' } & Levels & Settings<'category'>;
export type DateColumn = NamedColumn & { type: 'date' } & Settings<'date'>;
/** Kept for a person to read; no network can take it. */
export type TextColumn = NamedColumn & { type: 'text' };

/** What a column of a table is, what it is there for and how it is prepared. */
export type TableColumn = NumberColumn | BooleanColumn | CategoryColumn | DateColumn | TextColumn;

/** A cell of a raw row: a number, a text, or null where it is missing. */
export type RawValue = number | string | null;
