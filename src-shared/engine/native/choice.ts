import { formatNumber } from '../../core/text.ts';
import { rowsPerStep } from '../../model/memory.ts';
import { isSecondOrder } from '../../model/training-catalog.ts';
import type { TrainingSetup } from '../machine-setup.ts';
import { operationsPerStep } from './native-work.ts';

/** What is to be trained, as far as it decides which backend is the faster, with its number of training rows. */
export type TrainingWork = Pick<TrainingSetup, 'network' | 'shapes' | 'training'> & { readonly rows: number };

/** Which backend is the faster; `close`: to be found out by trying both. */
export type Leaning = 'wasm' | 'native' | 'close';

/** Floating-point operations of a step below which WebAssembly is always the faster, and above which native code is. */
export const CLOSE_OPERATIONS = { from: 1e6, to: 8e6 };
/**
 * Rows of a step below which products of matrices hardly are any: then the memory that the parameters take decides, and
 * either may win however many operations there are.
 */
export const FEW_ROWS = 32;
/** Operations up to which both are tried: more take too long, and too much memory twice. */
export const TRIED_OPERATIONS = 200e6;

/**
 * Which backend trains a network faster, as far as its size tells.
 *
 * Shapes: none.
 * Source: measured, docs/benchmarks.md.
 */
export function leaningOf(work: TrainingWork): Leaning {
  const operations = stepOperations(work);
  if (operations < CLOSE_OPERATIONS.from) return 'wasm';
  const isClear = stepRows(work) >= FEW_ROWS && operations > CLOSE_OPERATIONS.to;
  return isClear || operations > TRIED_OPERATIONS ? 'native' : 'close';
}

/**
 * Why the native backend cannot train this at all, as the end of a sentence; null where it can.
 *
 * Shapes: none. Source: none; it computes in float32, and updates of first-order methods are part of its graph.
 */
export function nativeObstacle({ training }: Pick<TrainingWork, 'training'>): string | null {
  if (training.precision !== 'float32')
    return `it trains in float32, and this run is in ${training.precision}`;
  if (isSecondOrder(training.optimizer))
    return 'it trains by first-order methods, and this run by a second-order one';
  return null;
}

/**
 * The size of a step for a person: "27 million operations a step".
 *
 * Shapes: none. Source: none.
 */
export function stepText(work: TrainingWork): string {
  return `${formatNumber(Number((stepOperations(work) / 1e6).toPrecision(2)))} million operations a step`;
}

/**
 * Rows of one step.
 *
 * Shapes: none. Source: none.
 */
export function stepRows({ training, rows }: TrainingWork): number {
  return rowsPerStep(training.batchSize, rows);
}

function stepOperations(work: TrainingWork): number {
  return operationsPerStep(work.shapes, stepRows(work));
}
