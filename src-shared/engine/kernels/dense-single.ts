import { all, broadcast, madd, rowBytes, VECTOR } from './vectors';

/**
 * Z = W·A + b, or relu of it, for one sample in float32: the vectors lie along the units, eight of them at a time, because
 * there is only one sample. Every sum runs in the same order as `denseForward`'s, so its bits are the same.
 *
 * Shapes: A [I][8], Z [O][8], of which the first lane counts; W [O, I], b [O]. Reference: engine/layers/dense.ts.
 */
export function denseForwardSingle(Z: usize, A: usize, W: usize, b: usize, O: i32, I: i32, isRelu: bool): void {
  const row = rowBytes<f32>();
  const weights = <usize>I << 2;
  const wholeVectors = <usize>(I & ~3) << 2;
  let o = 0;
  for (; o + 8 <= O; o += 8) {
    const bias = b + (<usize>o << 2);
    let low = v128.load(bias);
    let high = v128.load(bias, VECTOR);
    let w = W + <usize>o * weights;
    let a = A;
    for (const end = w + wholeVectors; w < end; w += VECTOR) {
      const a0 = broadcast<f32>(a);
      const a1 = broadcast<f32>(a + row);
      const a2 = broadcast<f32>(a + 2 * row);
      const a3 = broadcast<f32>(a + 3 * row);
      low = addFour(low, w, weights, a0, a1, a2, a3);
      high = addFour(high, w + 4 * weights, weights, a0, a1, a2, a3);
      a += 4 * row;
    }
    for (const end = W + <usize>o * weights + weights; w < end; w += 4) {
      low = madd<f32>(low, column(w, weights), broadcast<f32>(a));
      high = madd<f32>(high, column(w + 4 * weights, weights), broadcast<f32>(a));
      a += row;
    }
    storeUnits(Z + <usize>o * row, finish(low, isRelu));
    storeUnits(Z + <usize>(o + 4) * row, finish(high, isRelu));
  }
  for (; o < O; o++) {
    let sum = broadcast<f32>(b + (<usize>o << 2));
    const w = W + <usize>o * weights;
    for (let k = 0; k < I; k++) {
      sum = madd<f32>(sum, broadcast<f32>(w + (<usize>k << 2)), broadcast<f32>(A + <usize>k * row));
    }
    store<f32>(Z + <usize>o * row, f32x4.extract_lane(finish(sum, isRelu), 0));
  }
}

@inline function finish(sum: v128, isRelu: bool): v128 {
  return isRelu ? v128.pmax<f32>(sum, all<f32>(0)) : sum;
}

/** Adds W·a over four inputs to four units: their weights are turned so that a vector holds one input's. */
@inline function addFour(sum: v128, w: usize, weights: usize, a0: v128, a1: v128, a2: v128, a3: v128): v128 {
  const r0 = v128.load(w), r1 = v128.load(w + weights), r2 = v128.load(w + 2 * weights), r3 = v128.load(w + 3 * weights);
  const low01 = i32x4.shuffle(r0, r1, 0, 4, 1, 5);
  const low23 = i32x4.shuffle(r2, r3, 0, 4, 1, 5);
  const high01 = i32x4.shuffle(r0, r1, 2, 6, 3, 7);
  const high23 = i32x4.shuffle(r2, r3, 2, 6, 3, 7);
  sum = madd<f32>(sum, i32x4.shuffle(low01, low23, 0, 1, 4, 5), a0);
  sum = madd<f32>(sum, i32x4.shuffle(low01, low23, 2, 3, 6, 7), a1);
  sum = madd<f32>(sum, i32x4.shuffle(high01, high23, 0, 1, 4, 5), a2);
  return madd<f32>(sum, i32x4.shuffle(high01, high23, 2, 3, 6, 7), a3);
}

/** One input's weights of four units. */
@inline function column(w: usize, weights: usize): v128 {
  let v = v128.load32_zero(w);
  v = f32x4.replace_lane(v, 1, load<f32>(w + weights));
  v = f32x4.replace_lane(v, 2, load<f32>(w + 2 * weights));
  return f32x4.replace_lane(v, 3, load<f32>(w + 3 * weights));
}

/** Four units' numbers → the first lanes of their panel rows. */
@inline function storeUnits(at: usize, v: v128): void {
  const row = rowBytes<f32>();
  store<f32>(at, f32x4.extract_lane(v, 0));
  store<f32>(at + row, f32x4.extract_lane(v, 1));
  store<f32>(at + 2 * row, f32x4.extract_lane(v, 2));
  store<f32>(at + 3 * row, f32x4.extract_lane(v, 3));
}
