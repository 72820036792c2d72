import { all, loadRow, madd, panelStride, rowBytes, storeSums, sumOfLanes, VECTOR } from './vectors';

/*
 * The gradients of a dense layer's parameters: dot products along the samples. As in dense.ts, the sum for one number does
 * not depend on which tile or thread takes it. Reference: engine/layers/dense.ts.
 */

/** Puts a sum where it belongs, or adds it to what earlier samples left there. */
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
