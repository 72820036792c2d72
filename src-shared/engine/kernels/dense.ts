import { all, broadcast, madd, PAIR, panelStride, rowBytes, VECTOR } from './vectors';

/*
 * The products of a dense layer forwards and backwards. Tiles of four units by one pair of vectors keep eight sums in registers; the
 * loop over k is not unrolled, because V8 then moves the multiply-adds below all loads and spills.
 *
 * The sum for one number always runs over k in order and does not depend on which tile, chunk or thread takes it, so
 * results are the same bits however the work is shared out. Reference: engine/layers/dense.ts.
 */

/** Bias, or zero without one, then relu(sum) where wanted. */
@inline function finish<T>(sum: v128, isRelu: bool): v128 {
  return isRelu ? v128.pmax<T>(sum, all<T>(0)) : sum;
}

/**
 * Z = W·A + b, or relu of it, on panels from ≤ p < to.
 *
 * Shapes: A [panels][I][8], Z [panels][O][8], W [O, I], b [O].
 */
export function denseForward<T>(
  Z: usize, A: usize, W: usize, b: usize, O: i32, I: i32, isRelu: bool, from: i32, to: i32,
): void {
  const row = rowBytes<T>();
  const aPanel = panelStride<T>(I);
  const zPanel = panelStride<T>(O);
  const weights = <usize>I * sizeof<T>();
  let o = 0;
  for (; o + 4 <= O; o += 4) {
    const w0 = W + <usize>o * weights;
    const w1 = w0 + weights;
    const w2 = w1 + weights;
    const w3 = w2 + weights;
    const bias = b + <usize>o * sizeof<T>();
    const b0 = broadcast<T>(bias);
    const b1 = broadcast<T>(bias, 1);
    const b2 = broadcast<T>(bias, 2);
    const b3 = broadcast<T>(bias, 3);
    for (let p = from; p < to; p++) {
      const inputs = A + <usize>p * aPanel;
      const outputs = Z + <usize>p * zPanel + <usize>o * row;
      for (let pair: usize = 0; pair < row; pair += PAIR) {
        let s00 = b0, s01 = b0, s10 = b1, s11 = b1, s20 = b2, s21 = b2, s30 = b3, s31 = b3;
        let a = inputs + pair;
        for (let k: usize = 0; k < weights; k += sizeof<T>()) {
          const a0 = v128.load(a);
          const a1 = v128.load(a, VECTOR);
          const v0 = broadcast<T>(w0 + k);
          s00 = madd<T>(s00, v0, a0);
          s01 = madd<T>(s01, v0, a1);
          const v1 = broadcast<T>(w1 + k);
          s10 = madd<T>(s10, v1, a0);
          s11 = madd<T>(s11, v1, a1);
          const v2 = broadcast<T>(w2 + k);
          s20 = madd<T>(s20, v2, a0);
          s21 = madd<T>(s21, v2, a1);
          const v3 = broadcast<T>(w3 + k);
          s30 = madd<T>(s30, v3, a0);
          s31 = madd<T>(s31, v3, a1);
          a += row;
        }
        const z = outputs + pair;
        v128.store(z, finish<T>(s00, isRelu));
        v128.store(z, finish<T>(s01, isRelu), VECTOR);
        v128.store(z + row, finish<T>(s10, isRelu));
        v128.store(z + row, finish<T>(s11, isRelu), VECTOR);
        v128.store(z + 2 * row, finish<T>(s20, isRelu));
        v128.store(z + 2 * row, finish<T>(s21, isRelu), VECTOR);
        v128.store(z + 3 * row, finish<T>(s30, isRelu));
        v128.store(z + 3 * row, finish<T>(s31, isRelu), VECTOR);
      }
    }
  }
  if (o + 2 <= O) {
    denseForwardTwoUnits<T>(Z, A, W, b, O, I, isRelu, from, to, o);
    o += 2;
  }
  if (o < O) denseForwardUnit<T>(Z, A, W, b, O, I, isRelu, from, to, o);
}

/** The same for two units, o and the next, where fewer than four are left. */
function denseForwardTwoUnits<T>(
  Z: usize, A: usize, W: usize, b: usize, O: i32, I: i32, isRelu: bool, from: i32, to: i32, o: i32,
): void {
  const row = rowBytes<T>();
  const weights = <usize>I * sizeof<T>();
  const w0 = W + <usize>o * weights;
  const w1 = w0 + weights;
  const b0 = broadcast<T>(b + <usize>o * sizeof<T>());
  const b1 = broadcast<T>(b + <usize>o * sizeof<T>(), 1);
  for (let p = from; p < to; p++) {
    const outputs = Z + <usize>p * panelStride<T>(O) + <usize>o * row;
    for (let pair: usize = 0; pair < row; pair += PAIR) {
      let s00 = b0, s01 = b0, s10 = b1, s11 = b1;
      let a = A + <usize>p * panelStride<T>(I) + pair;
      for (let k: usize = 0; k < weights; k += sizeof<T>()) {
        const a0 = v128.load(a);
        const a1 = v128.load(a, VECTOR);
        const v0 = broadcast<T>(w0 + k);
        s00 = madd<T>(s00, v0, a0);
        s01 = madd<T>(s01, v0, a1);
        const v1 = broadcast<T>(w1 + k);
        s10 = madd<T>(s10, v1, a0);
        s11 = madd<T>(s11, v1, a1);
        a += row;
      }
      const z = outputs + pair;
      v128.store(z, finish<T>(s00, isRelu));
      v128.store(z, finish<T>(s01, isRelu), VECTOR);
      v128.store(z + row, finish<T>(s10, isRelu));
      v128.store(z + row, finish<T>(s11, isRelu), VECTOR);
    }
  }
}

/** The same for one unit o. */
function denseForwardUnit<T>(
  Z: usize, A: usize, W: usize, b: usize, O: i32, I: i32, isRelu: bool, from: i32, to: i32, o: i32,
): void {
  const row = rowBytes<T>();
  const aPanel = panelStride<T>(I);
  const zPanel = panelStride<T>(O);
  const weights = <usize>I * sizeof<T>();
  const w = W + <usize>o * weights;
  const bias = broadcast<T>(b + <usize>o * sizeof<T>());
  for (let p = from; p < to; p++) {
    const inputs = A + <usize>p * aPanel;
    const outputs = Z + <usize>p * zPanel + <usize>o * row;
    for (let pair: usize = 0; pair < row; pair += PAIR) {
      let s0 = bias, s1 = bias;
      let a = inputs + pair;
      for (let k: usize = 0; k < weights; k += sizeof<T>()) {
        const v = broadcast<T>(w + k);
        s0 = madd<T>(s0, v, v128.load(a));
        s1 = madd<T>(s1, v, v128.load(a, VECTOR));
        a += row;
      }
      v128.store(outputs + pair, finish<T>(s0, isRelu));
      v128.store(outputs + pair, finish<T>(s1, isRelu), VECTOR);
    }
  }
}

/** Zero where the activation of the layer before was cut off by its ReLU; `A` 0: nothing to cut. */
@inline function throughRelu<T>(d: v128, A: usize, at: usize): v128 {
  return A == 0 ? d : v128.andnot(d, v128.le<T>(v128.load(A + at), all<T>(0)));
}

/**
 * dA = Wᵀ·dZ on panels from ≤ p < to, and through the ReLU before it where `relu` gives that layer's activations.
 *
 * Shapes: dA, relu [panels][I][8], dZ [panels][O][8], W [O, I].
 */
export function denseBackward<T>(
  dA: usize, dZ: usize, W: usize, relu: usize, O: i32, I: i32, from: i32, to: i32,
): void {
  const row = rowBytes<T>();
  const aPanel = panelStride<T>(I);
  const dPanel = panelStride<T>(O);
  const weights = <usize>I * sizeof<T>();
  let i = 0;
  for (; i + 4 <= I; i += 4) {
    const column = W + <usize>i * sizeof<T>();
    for (let p = from; p < to; p++) {
      const gradients = dZ + <usize>p * dPanel;
      const offset = <usize>p * aPanel + <usize>i * row;
      for (let pair: usize = 0; pair < row; pair += PAIR) {
        const zero = all<T>(0);
        let s00 = zero, s01 = zero, s10 = zero, s11 = zero, s20 = zero, s21 = zero, s30 = zero, s31 = zero;
        let w = column;
        const end = gradients + <usize>O * row;
        for (let d = gradients + pair; d < end; d += row) {
          const d0 = v128.load(d);
          const d1 = v128.load(d, VECTOR);
          const v0 = broadcast<T>(w);
          s00 = madd<T>(s00, v0, d0);
          s01 = madd<T>(s01, v0, d1);
          const v1 = broadcast<T>(w, 1);
          s10 = madd<T>(s10, v1, d0);
          s11 = madd<T>(s11, v1, d1);
          const v2 = broadcast<T>(w, 2);
          s20 = madd<T>(s20, v2, d0);
          s21 = madd<T>(s21, v2, d1);
          const v3 = broadcast<T>(w, 3);
          s30 = madd<T>(s30, v3, d0);
          s31 = madd<T>(s31, v3, d1);
          w += weights;
        }
        const at = offset + pair;
        v128.store(dA + at, throughRelu<T>(s00, relu, at));
        v128.store(dA + at, throughRelu<T>(s01, relu, at + VECTOR), VECTOR);
        v128.store(dA + at + row, throughRelu<T>(s10, relu, at + row));
        v128.store(dA + at + row, throughRelu<T>(s11, relu, at + row + VECTOR), VECTOR);
        v128.store(dA + at + 2 * row, throughRelu<T>(s20, relu, at + 2 * row));
        v128.store(dA + at + 2 * row, throughRelu<T>(s21, relu, at + 2 * row + VECTOR), VECTOR);
        v128.store(dA + at + 3 * row, throughRelu<T>(s30, relu, at + 3 * row));
        v128.store(dA + at + 3 * row, throughRelu<T>(s31, relu, at + 3 * row + VECTOR), VECTOR);
      }
    }
  }
  for (; i < I; i++) denseBackwardInput<T>(dA, dZ, W, relu, O, I, from, to, i);
}

/** The same for one input i, where fewer than four are left. */
function denseBackwardInput<T>(
  dA: usize, dZ: usize, W: usize, relu: usize, O: i32, I: i32, from: i32, to: i32, i: i32,
): void {
  const row = rowBytes<T>();
  const aPanel = panelStride<T>(I);
  const dPanel = panelStride<T>(O);
  const weights = <usize>I * sizeof<T>();
  for (let p = from; p < to; p++) {
    const gradients = dZ + <usize>p * dPanel;
    for (let pair: usize = 0; pair < row; pair += PAIR) {
      let s0 = all<T>(0), s1 = s0;
      let w = W + <usize>i * sizeof<T>();
      const end = gradients + <usize>O * row;
      for (let d = gradients + pair; d < end; d += row) {
        const v = broadcast<T>(w);
        s0 = madd<T>(s0, v, v128.load(d));
        s1 = madd<T>(s1, v, v128.load(d, VECTOR));
        w += weights;
      }
      const at = <usize>p * aPanel + <usize>i * row + pair;
      v128.store(dA + at, throughRelu<T>(s0, relu, at));
      v128.store(dA + at, throughRelu<T>(s1, relu, at + VECTOR), VECTOR);
    }
  }
}
