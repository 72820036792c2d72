import type { FloatArray } from '../core/float-array.ts';
import type { Loss } from '../model/training-catalog.ts';
import { highestOf } from './activations.ts';
import type { LossSettings } from './machine.ts';

/**
 * A loss as a sum of terms, one for each prediction p with its target y. δ is Huber's.
 *
 * Shapes: the batch's loss is Σₙ wₙ·Σₜ term / N, with N·T for N where it means over targets. T = targets, N = samples.
 */
interface LossFunction {
  readonly term: (p: number, y: number, delta: number) => number;
  /**
   * The term's slope by p. The cross-entropies belong to one output activation and give the slope by what goes into it,
   * which is p − y for both: no logarithm or quotient is left in it.
   */
  readonly slope: (p: number, y: number, delta: number) => number;
  readonly isMeanOverTargets: boolean;
  readonly isByLogit: boolean;
  readonly formula: string;
}

/** What a cross-entropy takes ln 0 for, as PyTorch's `binary_cross_entropy`: a wrong answer costs much, but not ∞. */
const LOWEST_LOGARITHM = -100;

/**
 * Every loss with its formula.
 *
 * Source: means as PyTorch's `mse_loss`, `l1_loss`, `huber_loss`, `binary_cross_entropy_with_logits` and
 * `cross_entropy`; Huber 1964. Half squared error from the article, step 7, where the gradient is ŷ − y, averaged over
 * the batch. The slope of |d| at 0 is 0.
 */
export const lossFunctions: Readonly<Record<Loss, LossFunction>> = {
  mse: {
    term: (p, y) => (p - y) * (p - y),
    slope: (p, y) => 2 * (p - y),
    isMeanOverTargets: true,
    isByLogit: false,
    formula: 'L = mean over rows and targets of (ŷ − y)²',
  },
  'half-squared-error': {
    term: (p, y) => 0.5 * (p - y) * (p - y),
    slope: (p, y) => p - y,
    isMeanOverTargets: false,
    isByLogit: false,
    formula: 'L = mean over rows of ½ Σ (ŷ − y)²',
  },
  mae: {
    term: (p, y) => Math.abs(p - y),
    slope: (p, y) => Math.sign(p - y),
    isMeanOverTargets: true,
    isByLogit: false,
    formula: 'L = mean over rows and targets of |ŷ − y|',
  },
  huber: {
    term: huberTerm,
    slope: (p, y, delta) => Math.min(Math.max(p - y, -delta), delta),
    isMeanOverTargets: true,
    isByLogit: false,
    formula: 'L = mean over rows and targets of ½·d² for |d| ≤ δ, else δ·(|d| − ½·δ), with d = ŷ − y',
  },
  'binary-cross-entropy': {
    term: (p, y) => -(y * logarithm(p) + (1 - y) * logarithm(1 - p)),
    slope: (p, y) => p - y,
    isMeanOverTargets: true,
    isByLogit: true,
    formula: 'L = mean over rows and targets of −y·ln ŷ − (1 − y)·ln(1 − ŷ)',
  },
  'softmax-cross-entropy': {
    term: (p, y) => -y * logarithm(p),
    slope: (p, y) => p - y,
    isMeanOverTargets: false,
    isByLogit: true,
    formula: 'L = mean over rows of −Σ y·ln ŷ',
  },
};

function huberTerm(p: number, y: number, delta: number): number {
  const size = Math.abs(p - y);
  return size <= delta ? 0.5 * size * size : delta * (size - 0.5 * delta);
}

/** NaN stays NaN. */
function logarithm(p: number): number {
  return Math.max(Math.log(p), LOWEST_LOGARITHM);
}

/**
 * The loss of a batch from its predictions alone: what evaluations measure.
 *
 * Shapes: P (predictions ŷ), Y (targets y) are [T, N]; weights [N], or null where all samples count the same.
 * Source: as `lossFunctions`.
 */
export function lossOfPredictions(
  settings: LossSettings,
  P: FloatArray,
  Y: FloatArray,
  weights: FloatArray | null,
  T: number,
  N: number,
): number {
  const { term } = lossFunctions[settings.loss];
  const delta = settings.huberDelta;
  const sum = weightedSum(weights, T, N, (k) => term(P[k]!, Y[k]!, delta));
  return sum / termsPerMean(settings.loss, T, N);
}

/**
 * The loss of a batch while training. The cross-entropies take it from the pre-activations, where no probability has
 * been rounded to 0 or 1: it is exact however wrong the answer.
 *
 * Shapes: as in `lossOfPredictions`; Z are the output layer's pre-activations [T, N].
 * Source: ln(1 + e^−|z|) + max(z, 0) − y·z and ln Σ e^z − z, as PyTorch's losses of logits.
 */
export function trainingLoss(
  settings: LossSettings,
  P: FloatArray,
  Z: FloatArray,
  Y: FloatArray,
  weights: FloatArray | null,
  T: number,
  N: number,
): number {
  const count = termsPerMean(settings.loss, T, N);
  switch (settings.loss) {
    case 'binary-cross-entropy':
      return weightedSum(weights, T, N, (k) => binaryTermOfLogit(Z[k]!, Y[k]!)) / count;
    case 'softmax-cross-entropy': {
      const logSums = logSumsOfExponentials(Z, T, N);
      return weightedSum(weights, T, N, (k, n) => Y[k]! * (logSums[n]! - Z[k]!)) / count;
    }
    default:
      return lossOfPredictions(settings, P, Y, weights, T, N);
  }
}

/**
 * ∂L/∂P, or ∂L/∂Z of the output layer where the loss is a cross-entropy (`lossFunctions[loss].isByLogit`).
 *
 * Shapes: dP, P, Y are [T, N]; weights [N] or null.
 * Source: as `lossFunctions`; for cross-entropies Goodfellow, Bengio & Courville (2016), ch. 6.2.2.
 */
export function lossGradient(
  dP: FloatArray,
  settings: LossSettings,
  P: FloatArray,
  Y: FloatArray,
  weights: FloatArray | null,
  T: number,
  N: number,
): void {
  const { slope } = lossFunctions[settings.loss];
  const delta = settings.huberDelta;
  const factor = 1 / termsPerMean(settings.loss, T, N);
  for (let t = 0; t < T; t++) {
    for (let n = 0; n < N; n++) {
      const k = t * N + n;
      dP[k] = factor * (weights === null ? 1 : weights[n]!) * slope(P[k]!, Y[k]!, delta);
    }
  }
}

function termsPerMean(loss: Loss, T: number, N: number): number {
  return lossFunctions[loss].isMeanOverTargets ? T * N : N;
}

/** Σₙ wₙ·Σₜ term(k, n), where k is the number of target t of sample n in [T, N]. */
function weightedSum(
  weights: FloatArray | null,
  T: number,
  N: number,
  term: (k: number, n: number) => number,
): number {
  let sum = 0;
  for (let t = 0; t < T; t++) {
    for (let n = 0; n < N; n++) sum += (weights === null ? 1 : weights[n]!) * term(t * N + n, n);
  }
  return sum;
}

function binaryTermOfLogit(z: number, y: number): number {
  return Math.max(z, 0) - z * y + Math.log1p(Math.exp(-Math.abs(z)));
}

/** ln Σₜ e^zₜ of each sample, the largest z taken out first. */
function logSumsOfExponentials(Z: FloatArray, T: number, N: number): Float64Array {
  return Float64Array.from({ length: N }, (_, n) => {
    const highest = highestOf(Z, T, N, n);
    let sum = 0;
    for (let t = 0; t < T; t++) sum += Math.exp(Z[t * N + n]! - highest);
    return highest + Math.log(sum);
  });
}
