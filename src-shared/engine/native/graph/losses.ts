import type { LossSettings } from '../../machine.ts';
import { softplus } from './activations.ts';
import type { Operators } from './operators.ts';

/** What a loss is computed from: predictions P, pre-activations Z and targets Y [N, T]; weights [N, 1], or null. */
interface LossValues {
  readonly P: string;
  readonly Z: string;
  readonly Y: string;
  readonly weights: string | null;
  readonly targets: number;
  readonly rows: number;
}

interface LossNodes {
  /** The batch's loss, a number. */
  readonly loss: string;
  /** ∂L/∂P, or ∂L/∂Z of the output layer where the loss is a cross-entropy: [N, T]. */
  readonly gradient: string;
}

/**
 * A batch's loss while training, and its gradient.
 *
 * Shapes: as in `LossValues`.
 * Source: `trainingLoss` and `lossGradient`: cross-entropies from the pre-activations. Huber's term without a case
 * distinction: c·(|d| − ½·c) with c = min(|d|, δ). Sums run in float32.
 */
export function lossNodes(o: Operators, settings: LossSettings, values: LossValues): LossNodes {
  const { P, Z, Y, weights, targets, rows } = values;
  const d = o.subtract(P, Y);
  /** What the mean is over: rows, or rows and targets. */
  const mean = (isOverTargets: boolean) => 1 / (isOverTargets ? rows * targets : rows);
  const sum = (terms: string, factor: number) => o.multiply(weightedSum(o, terms, weights), factor);
  const gradient = (slopes: string, factor: number) => o.multiply(slopes, weighted(o, factor, weights));
  switch (settings.loss) {
    case 'mse':
      return { loss: sum(o.multiply(d, d), mean(true)), gradient: gradient(d, 2 * mean(true)) };
    case 'half-squared-error':
      return { loss: sum(o.multiply(d, d), 0.5 * mean(false)), gradient: gradient(d, mean(false)) };
    case 'mae':
      return { loss: sum(o.absolute(d), mean(true)), gradient: gradient(o.sign(d), mean(true)) };
    case 'huber': {
      const delta = settings.huberDelta;
      const size = o.absolute(d);
      const cut = o.smaller(size, delta);
      const terms = o.multiply(cut, o.subtract(size, o.multiply(cut, 0.5)));
      return { loss: sum(terms, mean(true)), gradient: gradient(o.clip(d, -delta, delta), mean(true)) };
    }
    case 'binary-cross-entropy': {
      const terms = o.subtract(softplus(o, Z), o.multiply(Z, Y));
      return { loss: sum(terms, mean(true)), gradient: gradient(d, mean(true)) };
    }
    case 'softmax-cross-entropy': {
      const terms = o.multiply(Y, o.logSoftmax(Z, 1));
      return { loss: sum(terms, -mean(false)), gradient: gradient(d, mean(false)) };
    }
  }
}

/**
 * The sum over a batch of the loss that the article prints: ½·‖d ∘ d‖₂ of each row, d = ŷ − y.
 *
 * Shapes: P, Y [N, T].
 * Source: `articleLossSum`.
 */
export function articleLossNodes(o: Operators, { P, Y, targets }: LossValues): string {
  const d = o.subtract(P, Y);
  const squares = o.multiply(d, d);
  return o.multiply(o.sum(targets === 1 ? squares : o.normAlong(squares, 1)), 0.5);
}

function weightedSum(o: Operators, terms: string, weights: string | null): string {
  return o.sum(weights === null ? terms : o.multiply(terms, weights));
}

function weighted(o: Operators, factor: number, weights: string | null): string | number {
  return weights === null ? factor : o.multiply(weights, factor);
}
