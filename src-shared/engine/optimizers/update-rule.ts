import type { FloatArray } from '../../core/float-array.ts';
import type { FirstOrderOptimizer } from '../../model/training-catalog.ts';

export type FirstOrderType = FirstOrderOptimizer['type'];
export type OptimizerOf<T extends FirstOrderType> = Extract<FirstOrderOptimizer, { type: T }>;

/**
 * One update of all parameters θ [P] in place, from their gradients g [P] and the optimizer's memory [P] each. What
 * depends on the settings or on the step comes as K numbers of `coefficients` from `offset` on, so that a kernel needs
 * neither powers nor a state of its own. Every optimizer's docstring lists its K in their order.
 */
type Update = (
  parameters: FloatArray,
  gradients: FloatArray,
  slots: readonly FloatArray[],
  coefficients: Float64Array,
  offset: number,
) => void;

/** Writes the K coefficients of step `step` (the first is 1) to `out` from `offset` on. Steps must follow one another. */
export type CoefficientWriter = (
  step: number,
  learningRate: number,
  out: Float64Array,
  offset: number,
) => void;

/** The arithmetic of one optimizer, element by element, the same for every backend. */
export interface UpdateRule {
  /** How many arrays [P] it remembers between steps, zero at first. */
  readonly slots: number;
  /** K, the numbers one step takes. */
  readonly coefficientCount: number;
  readonly update: Update;
}

/** An update together with what computes its coefficients, for training that goes on after `stepsBefore` steps. */
export interface OptimizerRule<T extends FirstOrderType> extends UpdateRule {
  readonly writer: (settings: OptimizerOf<T>, stepsBefore: number) => CoefficientWriter;
}
