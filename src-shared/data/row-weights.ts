import { formatCount, formatNumber } from '../core/text.ts';
import type { InterpretedColumn } from './interpret-columns.ts';
import { refuse } from './refuse.ts';

/**
 * What each row of the table counts in training, from the column that says so, such that the training rows count 1 on
 * average; null where no column does. Throws where a row counts less than nothing, or all count nothing.
 */
export function rowWeights(columns: readonly InterpretedColumn[], train: Uint32Array): Float64Array | null {
  const own = columns.find(({ column }) => column.role === 'weight');
  if (own === undefined) return null;
  const { values, at } = own;
  const negative = values.findIndex((weight) => weight < 0);
  if (negative >= 0) {
    refuse(
      at,
      `Row ${formatCount(negative + 1)} has the weight ${formatNumber(values[negative]!)}, but a weight may not be below 0. ` +
        'Correct the table, or give the column another role.',
    );
  }
  let sum = 0;
  for (const row of train) sum += values[row]!;
  if (sum === 0) refuse(at, 'All training rows have the weight 0. Give the column another role.');
  return values.map((weight) => (weight * train.length) / sum);
}
