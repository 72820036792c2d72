import { formatCount, formatNumber } from '../../core/text.ts';
import { rowsPerStep } from '../../model/memory.ts';
import { parameterCount } from '../../model/network.ts';
import { isSecondOrder } from '../../model/training-catalog.ts';
import type { TrainingSetup } from '../machine-setup.ts';
import { operationsPerStep } from './native-work.ts';

/** What is to be trained, as far as it decides which backend is the faster, with its number of training rows. */
export type TrainingWork = Pick<TrainingSetup, 'network' | 'shapes' | 'training'> & { readonly rows: number };

/** Which backend is the faster; `close`: to be found out by trying both. */
export type Leaning = 'wasm' | 'native' | 'close';

/** Floating-point operations of a step up to which WebAssembly is the faster on every machine. */
const FEW_OPERATIONS = 1e6;
/** Rows of a step up to which a product of matrices is bound by memory, and WebAssembly the faster however wide it is. */
const FEW_ROWS = 16;
/** Operations of a whole run up to which it is over before a library is loaded and tried: less than half a second. */
const SHORT_RUN = 2e10;
/** From so many operations on, in products of matrices of so many rows, native code is the faster on every machine. */
const MANY_OPERATIONS = 400e6;
const MANY_ROWS = 128;
/** Larger networks are not made twice only to be tried. */
const TRIED_PARAMETERS = 5e6;
const SOME_ROWS = 64;

/**
 * Which backend trains a network faster, as far as its size tells.
 *
 * Shapes: none.
 * Source: measured, docs/benchmarks.md.
 */
export function leaningOf(work: TrainingWork): Leaning {
  const operations = stepOperations(work);
  const rows = stepRows(work);
  if (operations < FEW_OPERATIONS || rows <= FEW_ROWS) return 'wasm';
  if (operations * stepsOf(work) < SHORT_RUN) return 'wasm';
  if (parameterCount(work.shapes) > TRIED_PARAMETERS) return rows < SOME_ROWS ? 'wasm' : 'native';
  return operations >= MANY_OPERATIONS && rows >= MANY_ROWS ? 'native' : 'close';
}

/**
 * Why the native backend cannot train this at all, as the end of a sentence; null where it can.
 *
 * Shapes: none. Source: none; it computes in float32, and knows the updates of first-order methods.
 */
export function nativeObstacle({ training }: Pick<TrainingWork, 'training'>): string | null {
  if (isSecondOrder(training.optimizer))
    return 'it trains by first-order methods, and this is a second-order one';
  if (training.precision !== 'float32') return `it trains in float32, and this is ${training.precision}`;
  return null;
}

/**
 * The size of a run for a person: "27 million operations a step, 39,000 steps".
 *
 * Shapes: none. Source: none.
 */
export function stepText(work: TrainingWork): string {
  const millions = formatNumber(Number((stepOperations(work) / 1e6).toPrecision(2)));
  return `${millions} million operations a step, ${formatCount(stepsOf(work))} steps`;
}

/**
 * Rows of one step.
 *
 * Shapes: none. Source: none.
 */
export function stepRows({ training, rows }: TrainingWork): number {
  return rowsPerStep(training.batchSize, rows);
}

function stepsOf(work: TrainingWork): number {
  return work.training.epochs * Math.ceil(work.rows / stepRows(work));
}

function stepOperations(work: TrainingWork): number {
  return operationsPerStep(work.shapes, stepRows(work));
}
