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
 * of the loss that the article prints, ‖½(ŷ − y)²‖ of each sample (article, step 8).
 *
 * Shapes: P (activations), Z (pre-activations), Y, dP [panels][T][8]; weights [panels][8]. dP is ∂L/∂P, but ∂L/∂Z for
 * the two cross-entropies, which are fused with sigmoid and softmax. Reference: engine/losses.ts.
 */
export function lossAndGradient<T>(
  kind: i32, dP: usize, P: usize, Z: usize, Y: usize, weights: usize, targets: i32, delta: f64, samples: i32,
  sums: usize, from: i32, to: i32,
): void {
  // Every case calls with a constant, so that the compiler leaves one tight loop for each.
  switch (kind) {
    case LOSS_MSE: overSamples<T>(LOSS_MSE, dP, P, Z, Y, weights, targets, delta, samples, sums, from, to); return;
    case LOSS_HALF_SQUARED_ERROR:
      overSamples<T>(LOSS_HALF_SQUARED_ERROR, dP, P, Z, Y, weights, targets, delta, samples, sums, from, to);
      return;
    case LOSS_MAE: overSamples<T>(LOSS_MAE, dP, P, Z, Y, weights, targets, delta, samples, sums, from, to); return;
    case LOSS_HUBER: overSamples<T>(LOSS_HUBER, dP, P, Z, Y, weights, targets, delta, samples, sums, from, to); return;
    case LOSS_BINARY_CROSS_ENTROPY:
      overSamples<T>(LOSS_BINARY_CROSS_ENTROPY, dP, P, Z, Y, weights, targets, delta, samples, sums, from, to);
      return;
    case LOSS_SOFTMAX_CROSS_ENTROPY:
      overSamples<T>(LOSS_SOFTMAX_CROSS_ENTROPY, dP, P, Z, Y, weights, targets, delta, samples, sums, from, to);
      return;
  }
}

@inline function overSamples<T>(
  kind: i32, dP: usize, P: usize, Z: usize, Y: usize, weights: usize, targets: i32, delta: f64, samples: i32,
  sums: usize, from: i32, to: i32,
): void {
  const row = rowBytes<T>();
  const isMean = kind != LOSS_HALF_SQUARED_ERROR && kind != LOSS_SOFTMAX_CROSS_ENTROPY;
  const perRow = isMean ? 1.0 / <f64>targets : 1.0;
  const share = all<T>(perRow / <f64>samples);
  const half = all<T>(0.5);
  let lossSum = f64x2.splat(0);
  let articleSum = f64x2.splat(0);
  for (let p = from; p < to; p++) {
    for (let lane: usize = 0; lane < row; lane += VECTOR) {
      const weight = v128.load(weights + <usize>p * row + lane);
      const factor = v128.mul<T>(weight, share);
      const first = <usize>p * panelStride<T>(targets) + lane;
      const logSum = kind == LOSS_SOFTMAX_CROSS_ENTROPY ? logSumOfExponentials<T>(Z + first, targets) : weight;
      let loss = all<T>(0);
      let squares = all<T>(0);
      for (let t = 0; t < targets; t++) {
        const at = first + <usize>t * row;
        const y = v128.load(Y + at);
        const difference = v128.sub<T>(v128.load(P + at), y);
        const halfSquare = v128.mul<T>(half, v128.mul<T>(difference, difference));
        squares = v128.add<T>(squares, v128.mul<T>(halfSquare, halfSquare));
        loss = v128.add<T>(loss, lossOf<T>(kind, difference, halfSquare, y, Z + at, logSum, delta));
        v128.store(dP + at, v128.mul<T>(slopeOf<T>(kind, difference, delta), factor));
      }
      lossSum = addWide<T>(lossSum, v128.mul<T>(v128.mul<T>(loss, weight), all<T>(perRow)));
      // A row that only fills the panel up weighs nothing and is no row.
      const isRow = v128.ne<T>(weight, all<T>(0));
      articleSum = addWide<T>(articleSum, v128.and(v128.sqrt<T>(squares), isRow));
    }
  }
  store<f64>(sums, load<f64>(sums) + sumOfLanes<f64>(lossSum));
  store<f64>(sums + 8, load<f64>(sums + 8) + sumOfLanes<f64>(articleSum));
}

/** The loss of one target of each lane's sample, before it is averaged over targets. */
@inline function lossOf<T>(
  kind: i32, difference: v128, halfSquare: v128, y: v128, logit: usize, logSum: v128, delta: f64,
): v128 {
  if (kind == LOSS_MSE) return v128.add<T>(halfSquare, halfSquare);
  if (kind == LOSS_HALF_SQUARED_ERROR) return halfSquare;
  if (kind == LOSS_MAE) return v128.abs<T>(difference);
  if (kind == LOSS_HUBER) {
    const limit = all<T>(delta);
    const magnitude = v128.abs<T>(difference);
    const straight = v128.mul<T>(limit, v128.sub<T>(magnitude, v128.mul<T>(all<T>(0.5), limit)));
    return v128.bitselect(straight, halfSquare, v128.gt<T>(magnitude, limit));
  }
  const z = v128.load(logit);
  if (kind == LOSS_BINARY_CROSS_ENTROPY) {
    // max(z, 0) − z·y + ln(1 + e^(−|z|)): from the logits, so that neither end overflows.
    const rest = log1p<T>(exp<T>(v128.neg<T>(v128.abs<T>(z))));
    return v128.add<T>(v128.sub<T>(v128.pmax<T>(z, all<T>(0)), v128.mul<T>(z, y)), rest);
  }
  return v128.mul<T>(y, v128.sub<T>(logSum, z));
}

/** Its derivative by the prediction, or by the logit where they are fused. */
@inline function slopeOf<T>(kind: i32, difference: v128, delta: f64): v128 {
  if (kind == LOSS_MSE) return v128.add<T>(difference, difference);
  if (kind == LOSS_MAE) return signOf<T>(difference);
  if (kind == LOSS_HUBER) {
    const limit = all<T>(delta);
    const isStraight = v128.gt<T>(v128.abs<T>(difference), limit);
    return v128.bitselect(v128.mul<T>(limit, signOf<T>(difference)), difference, isStraight);
  }
  return difference;
}

/** −1, 0 or 1; NaN stays NaN. */
@inline function signOf<T>(x: v128): v128 {
  const one = all<T>(1);
  const zero = all<T>(0);
  const positive = v128.and(one, v128.gt<T>(x, zero));
  const negative = v128.and(one, v128.lt<T>(x, zero));
  return v128.bitselect(v128.sub<T>(positive, negative), x, v128.eq<T>(x, x));
}

/** ln Σ eᶻ over the units, with the largest z taken out of the exponentials. */
@inline function logSumOfExponentials<T>(Z: usize, units: i32): v128 {
  const largest = largestOf<T>(Z, units);
  let sum = all<T>(0);
  for (let u = 0; u < units; u++) {
    sum = v128.add<T>(sum, exp<T>(v128.sub<T>(v128.load(Z + <usize>u * rowBytes<T>()), largest)));
  }
  return v128.add<T>(largest, log<T>(sum));
}

@inline function largestOf<T>(Z: usize, units: i32): v128 {
  let largest = v128.load(Z);
  for (let u = 1; u < units; u++) {
    largest = v128.pmax<T>(largest, v128.load(Z + <usize>u * rowBytes<T>()));
  }
  return largest;
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
