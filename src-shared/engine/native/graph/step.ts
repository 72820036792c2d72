import { activationOf, type LayerShape } from '../../../model/network.ts';
import { lossFunctions } from '../../losses.ts';
import { backwardNodes } from './backward.ts';
import { forwardNodes, type NetworkValues, type PassedLayer } from './forward.ts';
import type { StepSettings } from './graph-plan.ts';
import { articleLossNodes, lossNodes } from './losses.ts';
import type { Operators } from './operators.ts';

/** What one step is computed from. */
export interface StepValues {
  readonly network: NetworkValues;
  /** Targets [N, T]. */
  readonly Y: string;
  /** [N, 1], or null. */
  readonly weights: string | null;
}

/** What one step gives before any update. */
export interface StepNodes {
  /** Numbers. The loss without penalties. */
  readonly loss: string;
  readonly articleLoss: string;
  /** A number that is finite only if no layer's values have grown so large that they may have been lost: see `guard`. */
  readonly guard: string;
  /** By layer, in the order of its parameters; penalties included. */
  readonly gradients: readonly (readonly string[])[];
  /** The running statistics after the batch, by layer. */
  readonly statistics: readonly (readonly string[])[];
}

/**
 * Forward, loss and backward of one batch.
 *
 * Shapes: as in `StepValues` and `StepNodes`.
 * Source: `lossAndGradients` of the reference machine.
 */
export function stepNodes(
  o: Operators,
  settings: StepSettings,
  { network, Y, weights }: StepValues,
): StepNodes {
  const { lossSettings, rows } = settings;
  const layers = forwardNodes(o, network);
  const { A, Z } = layers.at(-1)!;
  const values = { P: A.value, Z: Z.value, Y, weights, targets: A.units, rows };
  const { loss, gradient } = lossNodes(o, lossSettings, values);
  return {
    loss,
    articleLoss: articleLossNodes(o, values),
    guard: guard(o, layers),
    gradients: backwardNodes(o, layers, gradient, lossFunctions[lossSettings.loss].isByLogit),
    statistics: layers.map(({ statistics }) => statistics),
  };
}

/**
 * A number that is finite only if the values in every layer are: the sum of their squares. Operators of the runtime, ReLU
 * among them, may make a number of what is none. With the parameters' squares summed to a number too, no product of both
 * can have left the range of float32, by Cauchy and Schwarz's inequality: nothing gets lost unseen.
 *
 * Of ReLU the sum is that of its answers, since what goes into it is never kept.
 */
function guard(o: Operators, layers: readonly PassedLayer[]): string {
  const sums = layers.map(({ shape, Z, A }) => o.sumOfSquares((isRelu(shape) ? A : Z).value));
  return sums.reduce((sum, next) => o.add(sum, next));
}

function isRelu(shape: LayerShape): boolean {
  return activationOf(shape) === 'relu';
}
