import { BYTES_PER_NUMBER } from '../core/float-array.ts';
import type { Experiment } from './experiment.ts';
import { type LayerShape, parameterCount } from './network.ts';

/** Copies of the parameters that training holds: themselves, gradients, two optimizer moments, the best so far. */
const PARAMETER_COPIES = 5;
/** Buffers per unit and row of a batch: pre-activation, activation, gradient. */
const BUFFERS_PER_UNIT = 3;

/** Rows in one step. */
export function rowsPerStep(batchSize: number | 'full', trainingRows: number): number {
  return batchSize === 'full' ? trainingRows : Math.min(batchSize, trainingRows);
}

/** Rows that an evaluation takes through the network at once. */
const EVALUATION_ROWS = 1024;

/** Rows that the buffers of training hold: those of a step, or of a piece of an evaluation. */
export function rowsHeld(batchSize: number | 'full', trainingRows: number): number {
  return Math.max(rowsPerStep(batchSize, trainingRows), Math.min(EVALUATION_ROWS, trainingRows));
}

/** Bytes that training an experiment will plan for: the table, the parameters and one batch. */
export function trainingBytes(
  experiment: Experiment,
  shapes: readonly LayerShape[],
  trainingRows: number,
): number {
  const bytes = BYTES_PER_NUMBER[experiment.training.precision];
  const units = shapes.reduce((sum, shape) => sum + shape.units, shapes[0]?.inputs ?? 0);
  const columns = (shapes[0]?.inputs ?? 0) + (shapes.at(-1)?.units ?? 0);
  const table = experiment.data.source.rows * columns * (bytes + BYTES_PER_NUMBER.float64);
  const batch = rowsHeld(experiment.training.batchSize, trainingRows) * units * BUFFERS_PER_UNIT * bytes;
  return table + parameterCount(shapes) * PARAMETER_COPIES * bytes + batch;
}
