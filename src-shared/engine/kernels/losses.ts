import {
  LOSS_BINARY_CROSS_ENTROPY,
  LOSS_HALF_SQUARED_ERROR,
  LOSS_HUBER,
  LOSS_MAE,
  LOSS_MSE,
  LOSS_SOFTMAX_CROSS_ENTROPY,
} from './plan-layout';
import { exp, log, log1p } from './mathematics';
import { addWide, all, panelStride, rowBytes, sumOfLanes, VECTOR } from './vectors';

/**
 * Loss and its gradient on panels from ≤ p < to. Adds two float64 sums at `sums`: Σ over samples of weight · loss, and
 * of the loss that the article prints. `shares` is 1/N (1/(N·T) for the losses that average over targets).
 *
 * Shapes: P (activations), Z (pre-activations), Y, dP [panels][T][8]; weights [panels][8]. dP is ∂L/∂P, but ∂L/∂Z for
 * the two cross-entropies, which are fused with sigmoid and softmax. Reference: engine/losses.ts.
 */
export function lossAndGradient<T>(
  kind: i32, dP: usize, P: usize, Z: usize, Y: usize, weights: usize, targets: i32, delta: f64, samples: i32,
  sums: usize, from: i32, to: i32,
): void {
  const row = rowBytes<T>();
  const isMean = kind != LOSS_HALF_SQUARED_ERROR && kind != LOSS_SOFTMAX_CROSS_ENTROPY;
  const share = 1.0 / (<f64>samples * (isMean ? <f64>targets : 1.0));
  const perRow = isMean ? 1.0 / <f64>targets : 1.0;
  let lossSum = f64x2.splat(0);
  let articleSum = f64x2.splat(0);
  for (let p = from; p < to; p++) {
    const offset = <usize>p * panelStride<T>(targets);
    for (let lane: usize = 0; lane < row; lane += VECTOR) {
      const weight = v128.load(weights + <usize>p * row + lane);
      const factor = v128.mul<T>(weight, all<T>(share));
      const at = offset + lane;
      const loss = sampleLoss<T>(kind, dP + at, P + at, Z + at, Y + at, targets, delta, factor);
      lossSum = addWide<T>(lossSum, v128.mul<T>(v128.mul<T>(loss, weight), all<T>(perRow)));
      // A row that only fills the panel up weighs nothing and is no row.
      const isRow = v128.ne<T>(weight, all<T>(0));
      articleSum = addWide<T>(articleSum, v128.and(articleLoss<T>(P + at, Y + at, targets), isRow));
    }
  }
  store<f64>(sums, load<f64>(sums) + sumOfLanes<f64>(lossSum));
  store<f64>(sums + 8, load<f64>(sums + 8) + sumOfLanes<f64>(articleSum));
}

/** The loss of each lane's sample, summed over its targets; leaves the gradient, times `factor`, at dP. */
// @ts-ignore: decorator
@inline function sampleLoss<T>(
  kind: i32, dP: usize, P: usize, Z: usize, Y: usize, targets: i32, delta: f64, factor: v128,
): v128 {
  switch (kind) {
    case LOSS_MSE:
      return elementwise<T>(LOSS_MSE, dP, P, Z, Y, targets, delta, factor);
    case LOSS_HALF_SQUARED_ERROR:
      return elementwise<T>(LOSS_HALF_SQUARED_ERROR, dP, P, Z, Y, targets, delta, factor);
    case LOSS_MAE:
      return elementwise<T>(LOSS_MAE, dP, P, Z, Y, targets, delta, factor);
    case LOSS_HUBER:
      return elementwise<T>(LOSS_HUBER, dP, P, Z, Y, targets, delta, factor);
    case LOSS_BINARY_CROSS_ENTROPY:
      return elementwise<T>(LOSS_BINARY_CROSS_ENTROPY, dP, P, Z, Y, targets, delta, factor);
    default:
      return softmaxCrossEntropy<T>(dP, P, Z, Y, targets, factor);
  }
}

// @ts-ignore: decorator
@inline function elementwise<T>(
  kind: i32, dP: usize, P: usize, Z: usize, Y: usize, targets: i32, delta: f64, factor: v128,
): v128 {
  const row = rowBytes<T>();
  const half = all<T>(0.5);
  let sum = all<T>(0);
  for (let t = 0; t < targets; t++) {
    const at = <usize>t * row;
    const y = v128.load(Y + at);
    const difference = v128.sub<T>(v128.load(P + at), y);
    let gradient = difference;
    if (kind == LOSS_MSE) {
      sum = v128.add<T>(sum, v128.mul<T>(difference, difference));
      gradient = v128.add<T>(difference, difference);
    } else if (kind == LOSS_HALF_SQUARED_ERROR) {
      sum = v128.add<T>(sum, v128.mul<T>(half, v128.mul<T>(difference, difference)));
    } else if (kind == LOSS_MAE) {
      sum = v128.add<T>(sum, v128.abs<T>(difference));
      gradient = signOf<T>(difference);
    } else if (kind == LOSS_HUBER) {
      const limit = all<T>(delta);
      const magnitude = v128.abs<T>(difference);
      const square = v128.mul<T>(half, v128.mul<T>(difference, difference));
      const straight = v128.mul<T>(limit, v128.sub<T>(magnitude, v128.mul<T>(half, limit)));
      const isStraight = v128.gt<T>(magnitude, limit);
      sum = v128.add<T>(sum, v128.bitselect(straight, square, isStraight));
      gradient = v128.bitselect(v128.mul<T>(limit, signOf<T>(difference)), difference, isStraight);
    } else {
      // max(z, 0) − z·y + ln(1 + e^(−|z|)): from the logits, so that neither end overflows.
      const z = v128.load(Z + at);
      const rest = log1p<T>(exp<T>(v128.neg<T>(v128.abs<T>(z))));
      const straight = v128.sub<T>(v128.pmax<T>(z, all<T>(0)), v128.mul<T>(z, y));
      sum = v128.add<T>(sum, v128.add<T>(straight, rest));
    }
    v128.store(dP + at, v128.mul<T>(gradient, factor));
  }
  return sum;
}

/** −1, 0 or 1; NaN stays NaN. */
// @ts-ignore: decorator
@inline function signOf<T>(x: v128): v128 {
  const one = all<T>(1);
  const zero = all<T>(0);
  const positive = v128.and(one, v128.gt<T>(x, zero));
  const negative = v128.and(one, v128.lt<T>(x, zero));
  return v128.bitselect(v128.sub<T>(positive, negative), x, v128.eq<T>(x, x));
}

/** Σ y·(ln Σ eᶻ − z) with the largest z taken out of the exponentials. */
// @ts-ignore: decorator
@inline function softmaxCrossEntropy<T>(dP: usize, P: usize, Z: usize, Y: usize, targets: i32, factor: v128): v128 {
  const row = rowBytes<T>();
  const largest = largestOf<T>(Z, targets);
  let exponentials = all<T>(0);
  for (let t = 0; t < targets; t++) {
    exponentials = v128.add<T>(exponentials, exp<T>(v128.sub<T>(v128.load(Z + <usize>t * row), largest)));
  }
  const logSum = v128.add<T>(largest, log<T>(exponentials));
  let sum = all<T>(0);
  for (let t = 0; t < targets; t++) {
    const at = <usize>t * row;
    const y = v128.load(Y + at);
    sum = v128.add<T>(sum, v128.mul<T>(y, v128.sub<T>(logSum, v128.load(Z + at))));
    v128.store(dP + at, v128.mul<T>(v128.sub<T>(v128.load(P + at), y), factor));
  }
  return sum;
}

// @ts-ignore: decorator
@inline function largestOf<T>(Z: usize, units: i32): v128 {
  let largest = v128.load(Z);
  for (let u = 1; u < units; u++) {
    largest = v128.pmax<T>(largest, v128.load(Z + <usize>u * rowBytes<T>()));
  }
  return largest;
}

/** ‖½(ŷ − y)²‖ of each lane's sample (article, step 8). */
// @ts-ignore: decorator
@inline function articleLoss<T>(P: usize, Y: usize, targets: i32): v128 {
  let squares = all<T>(0);
  for (let t = 0; t < targets; t++) {
    const at = <usize>t * rowBytes<T>();
    const difference = v128.sub<T>(v128.load(P + at), v128.load(Y + at));
    const half = v128.mul<T>(all<T>(0.5), v128.mul<T>(difference, difference));
    squares = v128.add<T>(squares, v128.mul<T>(half, half));
  }
  return v128.sqrt<T>(squares);
}

/** A = softmax(Z) over the units of each sample. Shapes: Z, A [panels][units][8]. Reference: engine/activations.ts. */
export function softmax<T>(A: usize, Z: usize, units: i32, from: i32, to: i32): void {
  const row = rowBytes<T>();
  for (let p = from; p < to; p++) {
    for (let lane: usize = 0; lane < row; lane += VECTOR) {
      const at = <usize>p * panelStride<T>(units) + lane;
      const largest = largestOf<T>(Z + at, units);
      let sum = all<T>(0);
      for (let u = 0; u < units; u++) {
        const e = exp<T>(v128.sub<T>(v128.load(Z + at + <usize>u * row), largest));
        v128.store(A + at + <usize>u * row, e);
        sum = v128.add<T>(sum, e);
      }
      for (let u = 0; u < units; u++) {
        v128.store(A + at + <usize>u * row, v128.div<T>(v128.load(A + at + <usize>u * row), sum));
      }
    }
  }
}

/** D ← a∘(d − Σ a·d): softmax's Jacobian, in place. Shapes: D, A [panels][units][8]. */
export function softmaxBackward<T>(D: usize, A: usize, units: i32, from: i32, to: i32): void {
  const row = rowBytes<T>();
  for (let p = from; p < to; p++) {
    for (let lane: usize = 0; lane < row; lane += VECTOR) {
      const at = <usize>p * panelStride<T>(units) + lane;
      let sum = all<T>(0);
      for (let u = 0; u < units; u++) {
        const k = at + <usize>u * row;
        sum = v128.add<T>(sum, v128.mul<T>(v128.load(A + k), v128.load(D + k)));
      }
      for (let u = 0; u < units; u++) {
        const k = at + <usize>u * row;
        v128.store(D + k, v128.mul<T>(v128.load(A + k), v128.sub<T>(v128.load(D + k), sum)));
      }
    }
  }
}
