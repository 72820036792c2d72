import { type LayerShape, unitsOf } from '../../model/network.ts';
import type { MachineSetup } from '../machine.ts';

/** Rows that a prediction takes at a time; of very wide tables or networks fewer. */
const PREDICTED_ROWS = 4_096;
/** Numbers of all layers together that it may hold meanwhile. */
const PREDICTED_NUMBERS = 8 * 2 ** 20;
/** Operations of one prediction: some 20 ms of one core, as nothing else is heard meanwhile. */
const PREDICTED_OPERATIONS = 2e9;
/** Below so many rows a product of matrices no longer is one. */
const FEWEST_PREDICTED_ROWS = 16;
/** Operations of a step below which threads would wait for one another longer than they work. */
const WORTH_SHARING = 20e6;

/**
 * Floating-point operations of one step on N rows: a multiplication and an addition for every weight and row, forward, by
 * the weights and by the inputs.
 *
 * Shapes: none.
 * Source: the three products of matrices of a dense layer.
 */
export function operationsPerStep(shapes: readonly LayerShape[], N: number): number {
  return 6 * weightsOf(shapes) * N;
}

/**
 * Most rows that one call of `predict` takes.
 *
 * Shapes: none. Source: none. It depends on the setup alone: the same on every host and for any number of threads.
 */
export function rowsPerPrediction({ shapes, batchRows, parts }: MachineSetup): number {
  const numbersPerRow = shapes[0]!.inputs + unitsOf(shapes);
  const most = Math.min(
    PREDICTED_ROWS,
    Math.floor(PREDICTED_NUMBERS / numbersPerRow),
    Math.floor(PREDICTED_OPERATIONS / (2 * weightsOf(shapes))),
  );
  const batch = Math.min(batchRows, parts.train.rows);
  return Math.max(FEWEST_PREDICTED_ROWS, batch, most);
}

/**
 * How many of the threads on offer a machine uses. The result does not depend on it, only the time.
 *
 * Shapes: none.
 * Source: measured, docs/benchmarks.md.
 */
export function nativeThreads({ shapes, batchRows, parts }: MachineSetup, offered: number): number {
  const rows = Math.min(batchRows, parts.train.rows);
  return operationsPerStep(shapes, rows) < WORTH_SHARING ? 1 : offered;
}

function weightsOf(shapes: readonly LayerShape[]): number {
  return shapes.reduce((sum, shape) => sum + (shape.type === 'dense' ? shape.units * shape.inputs : 0), 0);
}
