import { LIMITS } from '../core/limits.ts';
import { coefficientWriter, updateRule } from '../engine/optimizers/optimizer.ts';
import { learningRateFactor, PLATEAU_START } from '../engine/schedules.ts';
import { Lbfgs } from '../engine/second-order/lbfgs.ts';
import { LevenbergMarquardt } from '../engine/second-order/levenberg-marquardt.ts';
import { rowsPerStep } from '../model/memory.ts';
import type { UpdateTrace } from '../model/nine-steps.ts';
import {
  type Clipping,
  type FirstOrderOptimizer,
  isSecondOrder,
  type SecondOrderOptimizer,
  type Training,
} from '../model/training-catalog.ts';
import type { OpenStep } from './open-step.ts';

/** As `clipGradients`. */
const CLIPPING_FLOOR = 1e-6;

/**
 * Moves the machine's parameters as the first step of training does, with an empty memory of the optimizer: its slots are
 * zero, and the schedule stands at its beginning.
 *
 * Shapes: `gradients` [P], those of the step before clipping. Source: the engine's own optimizers and second-order methods.
 */
export function updateStep(step: OpenStep, gradients: Float64Array, trainingRows: number): UpdateTrace {
  const { training } = step.experiment;
  const { optimizer } = training;
  const gradientNorm = normOf(gradients);
  const moved = isSecondOrder(optimizer)
    ? moveBySecondOrder(step, optimizer, gradientNorm)
    : moveByGradient(step, optimizer, firstRate(training, optimizer, trainingRows));
  return { gradientNorm, clipFactor: clipFactorOf(training.clipping, gradientNorm), ...moved };
}

type Moved = Pick<UpdateTrace, 'rate' | 'damping' | 'refusal'>;

const NOT_A_NUMBER = 'Something in this step is no number, so training would end here as diverged.';
const NOTHING_BETTER = 'No step was found that makes the loss smaller, so the parameters stay.';

/** The optimizer's rate in the first step of a run. */
function firstRate(training: Training, optimizer: FirstOrderOptimizer, trainingRows: number): number {
  const stepsPerEpoch = Math.ceil(trainingRows / rowsPerStep(training.batchSize, trainingRows));
  const span = { ...training, stepsPerEpoch };
  return optimizer.learningRate * learningRateFactor(training.schedule, span, 0, PLATEAU_START);
}

function moveByGradient({ machine }: OpenStep, optimizer: FirstOrderOptimizer, rate: number): Moved {
  const coefficients = new Float64Array(updateRule(optimizer.type).coefficientCount);
  coefficientWriter(optimizer, 0)(1, rate, coefficients, 0);
  const { steps } = machine.train({ firstStep: 0, firstRow: 0, steps: 1, coefficients });
  return { rate, damping: null, refusal: steps === 1 ? null : NOT_A_NUMBER };
}

function moveBySecondOrder(step: OpenStep, optimizer: SecondOrderOptimizer, gradientNorm: number): Moved {
  const { machine, train } = step;
  const batch = { firstRow: 0, rows: train.rows, step: 0 } as const;
  const before = machine.parameters.slice();
  if (optimizer.type === 'lbfgs') {
    const { isStuck } = new Lbfgs(machine, batch, optimizer.history).iterate();
    const length = normOf(machine.parameters.map((value, k) => value - before[k]!));
    return { rate: length / gradientNorm, damping: null, refusal: isStuck ? NOTHING_BETTER : null };
  }
  const P = machine.parameters.length;
  if (P * P * train.rows * step.shapes.at(-1)!.units > LIMITS.stepWork) {
    const refusal =
      'JᵀJ of this network is too large to be made while you wait; look at the row alone, or train it.';
    return { rate: null, damping: null, refusal };
  }
  const method = new LevenbergMarquardt(machine, batch, optimizer.initialDamping);
  let descent = method.iterate();
  while (descent === null) descent = method.iterate();
  return { rate: null, damping: method.takenDamping, refusal: descent.isStuck ? NOTHING_BETTER : null };
}

function clipFactorOf(clipping: Clipping | undefined, norm: number): number {
  return clipping?.by === 'norm' ? Math.min(1, clipping.limit / (norm + CLIPPING_FLOOR)) : 1;
}

function normOf(values: Float64Array | Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}
