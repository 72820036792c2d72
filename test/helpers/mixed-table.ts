import { Random } from '@shared/core/random.ts';
import { cellText, type RawTable } from '@shared/data/raw-table.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { rawTable } from './raw-tables.ts';

/** A column of every type and role, with a rule for missing values of every kind. */
const MIXED_COLUMNS = [
  { name: 'amount', type: 'number', scaling: 'robust', missing: 'mean', indicator: true },
  { name: 'pieces', type: 'integer', scaling: 'log', missing: 'constant', constant: -1 },
  { name: 'weight', type: 'number', scaling: 'min-max', missing: 'most-frequent' },
  { name: 'shop', type: 'category', levels: ['north', 'south', 'west', 'closed'], indicator: true },
  {
    name: 'grade',
    type: 'category',
    levels: ['low', 'middle', 'high'],
    encoding: 'ordinal',
    missing: 'most-frequent',
  },
  { name: 'open', type: 'boolean', levels: ['no', 'yes'], indicator: true },
  { name: 'day', type: 'date', format: 'day-month-year', parts: 'time-and-day-cycles', missing: 'median' },
  { name: 'customer', type: 'integer', role: 'input', missing: 'drop' },
  { name: 'note', type: 'text', role: 'ignored' },
  { name: 'importance', type: 'number', role: 'weight' },
  { name: 'household', type: 'text', role: 'group' },
  { name: 'use', type: 'category', role: 'part', levels: ['Train', 'valid', 'test'] },
  { name: 'price', type: 'number', role: 'target', scaling: 'log' },
  { name: 'profit', type: 'number', role: 'target' },
];

/** The levels that do occur; `closed` of the shops never does. */
const TEXTS = {
  shop: ['north', 'south', 'west'],
  grade: ['low', 'middle', 'high'],
  open: ['no', 'yes'],
  use: ['Train', 'Train', 'Train', 'valid', 'test'],
};

/** Rows for the columns above; one input in eight is missing, and of those that need a value hardly any. */
export function mixedTable(rows: number, seed: number): RawTable {
  const random = new Random(seed, 'mixed table');
  const column = <T>(draw: () => T, missing: number): (T | null)[] =>
    Array.from({ length: rows }, () => {
      const value = draw();
      return random.uniform() < missing ? null : value;
    });
  const of = (texts: readonly string[]) => () => texts[random.below(texts.length)]!;
  const two = (number: number) => String(number).padStart(2, '0');
  const day = () =>
    `${two(1 + random.below(28))}.${two(1 + random.below(12))}.${String(1990 + random.below(40))} ` +
    `${two(random.below(24))}:${two(random.below(60))}`;
  return rawTable({
    amount: column(() => 100 * random.normal(), 0.125),
    pieces: column(() => random.below(1_000), 0.125),
    weight: column(() => random.below(8) / 4, 0.125),
    shop: column(of(TEXTS.shop), 0.125),
    grade: column(of(TEXTS.grade), 0.125),
    open: column(of(TEXTS.open), 0.125),
    day: column(day, 0.125),
    customer: column(() => random.below(9), 0.02),
    note: column(() => `note ${String(random.nextUint32())}`, 0.5),
    importance: column(() => random.below(4), 0),
    household: column(() => `h${String(random.below(Math.max(6, rows / 5)))}`, 0.02),
    use: column(of(TEXTS.use), 0),
    price: column(() => Math.exp(3 * random.normal()), 0.02),
    profit: column(() => 10 * random.normal(), 0.02),
  });
}

export interface MixedChanges {
  rows?: number;
  split?: object;
  scaling?: object;
  training?: object;
  network?: object;
  /** Column → what of it is otherwise. */
  columns?: Record<string, object>;
  testCases?: object[];
}

/** An experiment on such a table, as a file of one's own. */
export function mixedExperimentJson({ rows = 120, columns = {}, ...changes }: MixedChanges = {}) {
  return {
    format: 'ninestep-experiment',
    version: 1,
    name: 'mixed',
    data: {
      source: {
        kind: 'file',
        path: '/home/someone/private/shops.csv',
        format: { type: 'csv' },
        rows,
        hash: `sha256:${'0'.repeat(64)}`,
      },
      columns: MIXED_COLUMNS.map((column) => ({ ...column, ...columns[column.name] })),
      split: { train: 0.6, validation: 0.2, test: 0.2, ...changes.split },
      scaling: changes.scaling ?? {},
    },
    network: { layers: [{ type: 'dense', units: 6, activation: 'tanh' }], ...changes.network },
    training: { epochs: 3, batchSize: 16, precision: 'float64', ...changes.training },
    testCases: changes.testCases ?? [],
  };
}

export function mixedExperiment(changes?: MixedChanges): Experiment {
  return parseExperiment(mixedExperimentJson(changes));
}

/** A copy of a table with cells as `change` says; undefined leaves one as it is. */
export function withCells(
  table: RawTable,
  change: (name: string, row: number, text: string | null) => string | null | undefined,
): RawTable {
  return rawTable(
    Object.fromEntries(
      table.columns.map((column) => [
        column.name,
        Array.from({ length: table.rows }, (_, row) => {
          const text = cellText(column, row);
          const changed = change(column.name, row, text);
          return changed === undefined ? text : changed;
        }),
      ]),
    ),
  );
}
