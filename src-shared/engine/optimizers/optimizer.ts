import type { FloatArray, Precision } from '../../core/float-array.ts';
import type { Optimizer } from '../../model/training-catalog.ts';
import { createAdamState, adamStep } from './adam.ts';
import { sgdStep } from './sgd.ts';

/**
 * One update of all parameters, in place.
 *
 * Shapes: parameters and gradients are flat, [P].
 */
export type UpdateStep = (parameters: FloatArray, gradients: FloatArray) => void;

/**
 * An optimizer's settings → its update, with fresh state.
 *
 * Shapes: `length` is P, the number of parameters.
 * Source: the module of each optimizer.
 */
export function createOptimizer(optimizer: Optimizer, length: number, precision: Precision): UpdateStep {
  switch (optimizer.type) {
    case 'sgd':
      return (parameters, gradients) => {
        sgdStep(parameters, gradients, optimizer);
      };
    case 'adam': {
      const state = createAdamState(length, precision);
      return (parameters, gradients) => {
        adamStep(parameters, gradients, state, optimizer);
      };
    }
  }
}
