import { BYTES_PER_NUMBER } from '../core/float-array.ts';
import { type FirstOrderOptimizer, type Optimizer } from './training-catalog.ts';

/** Rows in one step. */
export function rowsPerStep(batchSize: number | 'full', trainingRows: number): number {
  return batchSize === 'full' ? trainingRows : Math.min(batchSize, trainingRows);
}

/** How many numbers each optimizer remembers of every parameter. */
export const OPTIMIZER_SLOTS: Record<FirstOrderOptimizer['type'], number> = {
  sgd: 0,
  momentum: 1,
  nesterov: 1,
  rmsprop: 1,
  adagrad: 1,
  adadelta: 2,
  adam: 2,
  amsgrad: 3,
  adamw: 2,
  adamax: 2,
  nadam: 2,
  radam: 2,
};

/** Copies of JᵀJ that Levenberg–Marquardt holds: itself, and with the damping added, which becomes its own factor. */
const NORMAL_MATRICES = 2;
/** Vectors as long as the parameters that a second-order method works with. */
const SECOND_ORDER_VECTORS = 8;

/** Bytes that a second-order method holds beside what every optimizer needs. */
export function optimizerBytes(optimizer: Optimizer, parameters: number): number {
  const vector = parameters * BYTES_PER_NUMBER.float64;
  switch (optimizer.type) {
    case 'levenberg-marquardt':
      return (NORMAL_MATRICES * parameters + SECOND_ORDER_VECTORS) * vector;
    case 'lbfgs':
      // Of each of the last updates: the step, and the change of the gradient. A checkpoint takes a copy.
      return (2 * 2 * optimizer.history + SECOND_ORDER_VECTORS) * vector;
    default:
      return 0;
  }
}
