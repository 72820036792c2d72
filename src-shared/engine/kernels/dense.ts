import { all, broadcast, loadRow, madd, PAIR, panelStride, rowBytes, storeSums, sumOfLanes, VECTOR } from './vectors';

/*
 * The three products of a dense layer. Tiles of four units by one pair of vectors keep eight sums in registers; the
 * loop over k is not unrolled, because V8 then moves the multiply-adds below all loads and spills.
 *
 * The sum for one number always runs over k in order and does not depend on which tile, chunk or thread takes it, so
 * results are the same bits however the work is shared out. Reference: engine/layers/dense.ts.
 */

/** Bias, or zero without one, then relu(sum) where wanted. */
// @ts-ignore: decorator
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
// @ts-ignore: decorator
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

/** Puts a sum where it belongs, or adds it to what earlier samples left there. */
// @ts-ignore: decorator
@inline function put<T>(at: usize, value: T, isFirst: bool): void {
  store<T>(at, isFirst ? value : load<T>(at) + value);
}

/**
 * dW = dZ·Aᵀ and db = Σ dZ for units from ≤ o < to; added to what is there unless these are the batch's first samples.
 *
 * Shapes: dW [O, I], db [O], dZ [panels][O][8], A [panels][I][8].
 */
export function denseGradient<T>(
  dW: usize, db: usize, dZ: usize, A: usize, O: i32, I: i32, panels: i32, isFirst: bool, from: i32, to: i32,
): void {
  outerProduct<T>(dW, dZ, A, O, I, panels, isFirst, false, from, to);
  biasGradient<T>(db, dZ, O, panels, isFirst, from, to);
}

/** dW = dZ·Aᵀ; of a symmetric product, where dZ is A, `isLower` leaves the part above the diagonal's tiles out. */
export function outerProduct<T>(
  dW: usize, dZ: usize, A: usize, O: i32, I: i32, panels: i32, isFirst: bool, isLower: bool, from: i32, to: i32,
): void {
  const row = rowBytes<T>();
  const dPanel = panelStride<T>(O);
  const aPanel = panelStride<T>(I);
  const weights = <usize>I * sizeof<T>();
  let i = 0;
  // The strip of A stays in the first cache while all units pass by.
  for (; i + 4 <= I; i += 4) {
    let o = isLower ? max(from, i) : from;
    for (; o + 2 <= to; o += 2) {
      const zero = all<T>(0);
      let s00 = zero, s01 = zero, s02 = zero, s03 = zero, s10 = zero, s11 = zero, s12 = zero, s13 = zero;
      for (let at: usize = 0; at < row; at += VECTOR) {
        let a = A + <usize>i * row + at;
        let d = dZ + <usize>o * row + at;
        for (const end = a + <usize>panels * aPanel; a < end; a += aPanel) {
          const d0 = loadRow<T>(d, 0);
          const d1 = loadRow<T>(d, 1);
          const a0 = loadRow<T>(a, 0);
          s00 = madd<T>(s00, d0, a0);
          s10 = madd<T>(s10, d1, a0);
          const a1 = loadRow<T>(a, 1);
          s01 = madd<T>(s01, d0, a1);
          s11 = madd<T>(s11, d1, a1);
          const a2 = loadRow<T>(a, 2);
          s02 = madd<T>(s02, d0, a2);
          s12 = madd<T>(s12, d1, a2);
          const a3 = loadRow<T>(a, 3);
          s03 = madd<T>(s03, d0, a3);
          s13 = madd<T>(s13, d1, a3);
          d += dPanel;
        }
      }
      const at = dW + <usize>o * weights + <usize>i * sizeof<T>();
      storeSums<T>(at, s00, s01, s02, s03, isFirst);
      storeSums<T>(at + weights, s10, s11, s12, s13, isFirst);
    }
    if (o < to) unitGradients<T>(dW, dZ, A, O, I, panels, isFirst, o, i);
  }
  for (; i < I; i++) {
    let o = isLower ? max(from, i) : from;
    for (; o + 4 <= to; o += 4) fourWeightGradients<T>(dW, dZ, A, O, I, panels, isFirst, o, i);
    for (; o < to; o++) weightGradient<T>(dW, dZ, A, O, I, panels, isFirst, o, i);
  }
}

/** The same for the weights of one unit from four inputs. */
function unitGradients<T>(
  dW: usize, dZ: usize, A: usize, O: i32, I: i32, panels: i32, isFirst: bool, o: i32, i: i32,
): void {
  const row = rowBytes<T>();
  const zero = all<T>(0);
  let s0 = zero, s1 = zero, s2 = zero, s3 = zero;
  for (let at: usize = 0; at < row; at += VECTOR) {
    let a = A + <usize>i * row + at;
    let d = dZ + <usize>o * row + at;
    for (let p = 0; p < panels; p++) {
      const gradient = v128.load(d);
      s0 = madd<T>(s0, gradient, loadRow<T>(a, 0));
      s1 = madd<T>(s1, gradient, loadRow<T>(a, 1));
      s2 = madd<T>(s2, gradient, loadRow<T>(a, 2));
      s3 = madd<T>(s3, gradient, loadRow<T>(a, 3));
      a += panelStride<T>(I);
      d += panelStride<T>(O);
    }
  }
  storeSums<T>(dW + (<usize>o * <usize>I + <usize>i) * sizeof<T>(), s0, s1, s2, s3, isFirst);
}

/** The same for the weights of four units from one input. */
function fourWeightGradients<T>(
  dW: usize, dZ: usize, A: usize, O: i32, I: i32, panels: i32, isFirst: bool, o: i32, i: i32,
): void {
  const row = rowBytes<T>();
  const zero = all<T>(0);
  let s0 = zero, s1 = zero, s2 = zero, s3 = zero;
  for (let at: usize = 0; at < row; at += VECTOR) {
    let a = A + <usize>i * row + at;
    let d = dZ + <usize>o * row + at;
    for (let p = 0; p < panels; p++) {
      const value = v128.load(a);
      s0 = madd<T>(s0, loadRow<T>(d, 0), value);
      s1 = madd<T>(s1, loadRow<T>(d, 1), value);
      s2 = madd<T>(s2, loadRow<T>(d, 2), value);
      s3 = madd<T>(s3, loadRow<T>(d, 3), value);
      a += panelStride<T>(I);
      d += panelStride<T>(O);
    }
  }
  const weights = <usize>I * sizeof<T>();
  const at = dW + <usize>o * weights + <usize>i * sizeof<T>();
  put<T>(at, sumOfLanes<T>(s0), isFirst);
  put<T>(at + weights, sumOfLanes<T>(s1), isFirst);
  put<T>(at + 2 * weights, sumOfLanes<T>(s2), isFirst);
  put<T>(at + 3 * weights, sumOfLanes<T>(s3), isFirst);
}

/** The same for one weight. */
// @ts-ignore: decorator
@inline function weightGradient<T>(
  dW: usize, dZ: usize, A: usize, O: i32, I: i32, panels: i32, isFirst: bool, o: i32, i: i32,
): void {
  const row = rowBytes<T>();
  let sum = all<T>(0);
  for (let at: usize = 0; at < row; at += VECTOR) {
    let a = A + <usize>i * row + at;
    let d = dZ + <usize>o * row + at;
    for (let p = 0; p < panels; p++) {
      sum = madd<T>(sum, v128.load(d), v128.load(a));
      a += panelStride<T>(I);
      d += panelStride<T>(O);
    }
  }
  put<T>(dW + (<usize>o * <usize>I + <usize>i) * sizeof<T>(), sumOfLanes<T>(sum), isFirst);
}

/** db = Σ dZ, four units at a time. */
function biasGradient<T>(db: usize, dZ: usize, O: i32, panels: i32, isFirst: bool, from: i32, to: i32): void {
  const row = rowBytes<T>();
  let o = from;
  for (; o + 4 <= to; o += 4) {
    const zero = all<T>(0);
    let s0 = zero, s1 = zero, s2 = zero, s3 = zero;
    for (let at: usize = 0; at < row; at += VECTOR) {
      let d = dZ + <usize>o * row + at;
      for (let p = 0; p < panels; p++) {
        s0 = v128.add<T>(s0, loadRow<T>(d, 0));
        s1 = v128.add<T>(s1, loadRow<T>(d, 1));
        s2 = v128.add<T>(s2, loadRow<T>(d, 2));
        s3 = v128.add<T>(s3, loadRow<T>(d, 3));
        d += panelStride<T>(O);
      }
    }
    storeSums<T>(db + <usize>o * sizeof<T>(), s0, s1, s2, s3, isFirst);
  }
  for (; o < to; o++) {
    let sum = all<T>(0);
    for (let at: usize = 0; at < row; at += VECTOR) {
      let d = dZ + <usize>o * row + at;
      for (let p = 0; p < panels; p++) {
        sum = v128.add<T>(sum, v128.load(d));
        d += panelStride<T>(O);
      }
    }
    put<T>(db + <usize>o * sizeof<T>(), sumOfLanes<T>(sum), isFirst);
  }
}
