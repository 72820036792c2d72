import type { FirstOrderOptimizer } from '../../model/training-catalog.ts';
import { adadelta } from './adadelta.ts';
import { adagrad } from './adagrad.ts';
import { adam } from './adam.ts';
import { adamax } from './adamax.ts';
import { adamw } from './adamw.ts';
import { amsgrad } from './amsgrad.ts';
import { momentum } from './momentum.ts';
import { nadam } from './nadam.ts';
import { nesterov } from './nesterov.ts';
import { radam } from './radam.ts';
import { rmsprop } from './rmsprop.ts';
import { sgd } from './sgd.ts';
import type {
  CoefficientWriter,
  FirstOrderType,
  OptimizerOf,
  OptimizerRule,
  UpdateRule,
} from './update-rule.ts';

/** Every first-order optimizer. */
const rules: { readonly [T in FirstOrderType]: OptimizerRule<T> } = {
  sgd,
  momentum,
  nesterov,
  rmsprop,
  adagrad,
  adadelta,
  adam,
  amsgrad,
  adamw,
  adamax,
  nadam,
  radam,
};

/**
 * The arithmetic of an optimizer.
 *
 * Shapes: as in `UpdateRule`.
 * Source: the module of each optimizer.
 */
export function updateRule(type: FirstOrderType): UpdateRule {
  return rules[type];
}

/**
 * An optimizer's settings → what computes the coefficients of its steps. What accumulates over the steps is rebuilt from
 * `stepsBefore`, so that training resumed there takes the same bits as training never stopped.
 *
 * Shapes: `stepsBefore` steps have been made; the first that will be asked for is `stepsBefore` + 1.
 * Source: the module of each optimizer.
 */
export function coefficientWriter(optimizer: FirstOrderOptimizer, stepsBefore: number): CoefficientWriter {
  return writerOf(optimizer, stepsBefore);
}

/** Its own type parameter ties the settings to the rule of the same type. */
function writerOf<T extends FirstOrderType>(optimizer: OptimizerOf<T> & { type: T }, stepsBefore: number) {
  return rules[optimizer.type].writer(optimizer, stepsBefore);
}
