import { Random } from '../core/random.ts';
import type { PreparedData } from '../data/prepared-data.ts';
import { refuse } from '../data/refuse.ts';
import { rowsPerStep } from '../model/memory.ts';
import type { StepBatch } from '../model/nine-steps.ts';
import type { Training } from '../model/training-catalog.ts';

/** The rows that a step is made on. */
export interface StepRows {
  /** Places in the table, as the step takes them. */
  readonly rows: Uint32Array;
  /** The chosen row among them. */
  readonly place: number;
}

/**
 * The rows that the step of a training row is made on: itself, or those that the first epoch takes in one step with it.
 * Throws where there is no such training row.
 */
export function stepRows(
  data: Pick<PreparedData, 'rows'>,
  training: Pick<Training, 'batchSize' | 'shuffle' | 'seed'>,
  row: number,
  batch: StepBatch,
): StepRows {
  const { train } = data.rows;
  const tableRow = train[row];
  if (tableRow === undefined) {
    refuse('row', `There are ${String(train.length)} training rows. Choose one of them.`);
  }
  if (batch === 'row') return { rows: Uint32Array.of(tableRow), place: 0 };
  const count = rowsPerStep(training.batchSize, train.length);
  if (count === train.length) return { rows: train, place: row };
  const order = Uint32Array.from(train, (_, place) => place);
  // The same stream of random numbers as training's, so that this is the first epoch's own order.
  if (training.shuffle) new Random(training.seed, 'row order').shuffle(order);
  const place = order.indexOf(row);
  const first = Math.floor(place / count) * count;
  return {
    rows: order.slice(first, first + count).map((each) => train[each]!),
    place: place - first,
  };
}
