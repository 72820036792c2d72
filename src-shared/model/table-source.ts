import { LIMITS } from '../core/limits.ts';
import { choice, type FieldTable, integer, real, toggle, type ValuesOf } from './fields.ts';

/** The forms of table that can be read, each with what can be said about how it is written. */
export const tableFormats = {
  csv: {
    label: 'Text with separators',
    extensions: ['csv', 'tsv', 'txt', 'data', 'tab', 'psv'],
    fields: {
      delimiter: choice(
        { comma: 'Comma', semicolon: 'Semicolon', tab: 'Tab', pipe: 'Pipe', space: 'Spaces' },
        'comma',
        'Delimiter',
        'What stands between two cells.',
      ),
      quote: choice(
        { double: 'Double quotes', single: 'Single quotes', none: 'None' },
        'double',
        'Quotes',
        'What stands around a cell that holds delimiters.',
      ),
      decimal: choice({ point: 'Point', comma: 'Comma' }, 'point', 'Decimal sign', '3.14 or 3,14.'),
      thousands: choice(
        { none: 'None', comma: 'Comma', point: 'Point', space: 'Space', apostrophe: 'Apostrophe' },
        'none',
        'Thousands',
        'What groups the digits of large numbers.',
      ),
      encoding: choice(
        {
          'utf-8': 'UTF-8',
          'utf-16le': 'UTF-16',
          'utf-16be': 'UTF-16, big-endian',
          'windows-1252': 'Latin-1 (Windows-1252)',
        },
        'utf-8',
        'Encoding',
        'How bytes stand for letters.',
      ),
      header: toggle(true, 'Header', 'The first row names the columns.'),
    },
  },
  json: { label: 'JSON', extensions: ['json'], fields: {} },
  'json-lines': { label: 'JSON lines', extensions: ['jsonl', 'ndjson'], fields: {} },
  parquet: { label: 'Parquet', extensions: ['parquet'], fields: {} },
  excel: {
    label: 'Excel',
    extensions: ['xlsx'],
    fields: {
      sheet: integer(1, 1_000, 1, 'Sheet', 'Which sheet of the workbook, counted from 1.'),
      header: toggle(true, 'Header', 'The first row names the columns.'),
    },
  },
} as const satisfies Record<string, { label: string; extensions: readonly string[]; fields: FieldTable }>;

export type TableFormatType = keyof typeof tableFormats;
export type TableFormat = {
  [T in TableFormatType]: { type: T } & ValuesOf<(typeof tableFormats)[T]['fields']>;
}[TableFormatType];

/** A file of the person's own. */
export interface FileSource {
  kind: 'file';
  /** Absolute, or relative to the folder of the file that holds the experiment. */
  path: string;
  format: TableFormat;
  /** Rows, and `sha256:` of the file's bytes, as they were when it was opened: a changed file is noticed. */
  rows: number;
  hash: string;
}

/** The real tables that come with Ninestep. */
export const BUNDLED_TABLES = {
  iris: { label: 'Iris', rows: 150, targets: ['species'] },
  wine: { label: 'Wine', rows: 178, targets: ['cultivar'] },
  breast_cancer: { label: 'Breast cancer', rows: 569, targets: ['diagnosis'] },
  diabetes: { label: 'Diabetes', rows: 442, targets: ['progression'] },
  digits: { label: 'Digits', rows: 1_797, targets: ['digit'] },
  linnerud: { label: 'Linnerud', rows: 20, targets: ['Weight', 'Waist', 'Pulse'] },
} as const;
export type BundledTable = keyof typeof BUNDLED_TABLES;

export interface BundledSource {
  kind: 'bundled';
  id: BundledTable;
  rows: number;
}

/** Small problems drawn at random, to play with. */
export const TOY_SETS = {
  circles: 'Circles',
  spirals: 'Spirals',
  moons: 'Moons',
  blobs: 'Blobs',
  xor: 'Exclusive or',
  saddle: 'Saddle surface',
  ripple: 'Ripple surface',
  friedman: 'Friedman’s surface',
} as const;
export type ToySet = keyof typeof TOY_SETS;

export const toyFields = {
  rows: integer(4, 100_000, 500, 'Rows', 'How many rows are drawn.'),
  noise: real(0, 1, 0.1, 'Noise', 'How far points stray from where they belong.'),
  seed: integer(0, LIMITS.seed, 1, 'Data seed', 'Decides the drawn values.'),
} as const;

export type ToySource = ValuesOf<typeof toyFields> & { kind: 'toy'; id: ToySet };

/** Where a table comes from whose columns the experiment describes one by one. */
export type TableSource = FileSource | BundledSource | ToySource;
