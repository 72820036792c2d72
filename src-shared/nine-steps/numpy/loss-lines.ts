import { lossFunctions } from '../../engine/losses.ts';
import type { LayerShape } from '../../model/network.ts';
import type { Loss, Training } from '../../model/training-catalog.ts';

/** What the loss lines need to know. `k` is the output layer's number, counted from 1. */
export interface LossOptions {
  readonly training: Pick<Training, 'loss' | 'huberDelta'>;
  readonly k: number;
  /** Whether rows count differently: then `w` [1, N] says how much. */
  readonly isWeighted: boolean;
}

/** Whether the loss gives the gradient by Z at once, without one by A. */
export function startsAtZ(loss: Loss): boolean {
  return lossFunctions[loss].isByLogit;
}

/** Ak and Y → L, without penalties. */
export function lossLines({ training, k, isWeighted }: LossOptions): string[] {
  const { loss } = training;
  const mean = isMeanOverTargets(loss) ? 'Y.size' : 'Y.shape[1]';
  const weight = isWeighted ? 'w * ' : '';
  return [...beforeTerms(loss, k), `L = (${weight}${terms(training, k)}).sum() / ${mean}`];
}

/** The same → its gradient by Ak or Zk. */
export function lossGradientLines({ training, k, isWeighted }: LossOptions): string[] {
  const { loss, huberDelta } = training;
  const mean = isMeanOverTargets(loss) ? 'Y.size' : 'Y.shape[1]';
  const weight = isWeighted ? 'w * ' : '';
  const name = `d${startsAtZ(loss) ? 'Z' : 'A'}${k}`;
  return [`${name} = ${weight}${slope(loss, huberDelta, k)} / ${mean}`];
}

function isMeanOverTargets(loss: Loss): boolean {
  return lossFunctions[loss].isMeanOverTargets;
}

function beforeTerms(loss: Loss, k: number): string[] {
  switch (loss) {
    case 'binary-cross-entropy':
      return [];
    case 'softmax-cross-entropy':
      return [`m = Z${k}.max(axis=0)`];
    default:
      return [`D = A${k} - Y`];
  }
}

function terms({ loss, huberDelta }: LossOptions['training'], k: number): string {
  switch (loss) {
    case 'mse':
      return 'D**2';
    case 'half-squared-error':
      return '0.5 * D**2';
    case 'mae':
      return 'np.abs(D)';
    case 'huber':
      return `np.where(np.abs(D) <= ${huberDelta}, 0.5 * D**2, ${huberDelta} * (np.abs(D) - ${0.5 * huberDelta}))`;
    case 'binary-cross-entropy':
      return `(np.maximum(Z${k}, 0) - Z${k} * Y + np.log1p(np.exp(-np.abs(Z${k}))))`;
    case 'softmax-cross-entropy':
      return `Y * (m + np.log(np.exp(Z${k} - m).sum(axis=0)) - Z${k})`;
  }
}

function slope(loss: Loss, huberDelta: number, k: number): string {
  switch (loss) {
    case 'mse':
      return '2 * D';
    case 'half-squared-error':
      return 'D';
    case 'mae':
      return 'np.sign(D)';
    case 'huber':
      return `np.clip(D, ${-huberDelta}, ${huberDelta})`;
    case 'binary-cross-entropy':
    case 'softmax-cross-entropy':
      return `(A${k} - Y)`;
  }
}

/** What the weights cost, added to L: one line for each layer that has a penalty. */
export function penaltyLines(shapes: readonly LayerShape[]): string[] {
  return shapes.flatMap((shape, layer) => {
    if (shape.type !== 'dense' || (shape.l1 === 0 && shape.l2 === 0)) return [];
    const W = `W${layer + 1}`;
    const terms = [
      ...(shape.l1 === 0 ? [] : [`${shape.l1} * np.abs(${W}).sum()`]),
      ...(shape.l2 === 0 ? [] : [`${0.5 * shape.l2} * (${W}**2).sum()`]),
    ];
    return [`L += ${terms.join(' + ')}`];
  });
}
