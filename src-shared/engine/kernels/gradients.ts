import { shareStart } from './plan';
import { SHARDS } from './plan-layout';
import { all, sumOfLanes, VECTOR } from './vectors';

/** g = the sum of all shards' gradients, always in the same order, on the bytes from ≤ at < to. `size`: bytes of a shard's. */
export function sumShards<T>(gradients: usize, shards: usize, size: usize, from: usize, to: usize): void {
  for (let at = from; at < to; at += VECTOR) {
    let sum = v128.load(shards + at);
    for (let s = 1; s < SHARDS; s++) sum = v128.add<T>(sum, v128.load(shards + <usize>s * size + at));
    v128.store(gradients + at, sum);
  }
}

/** What a thread may notice about its share of the gradients or parameters. */
export const NOTICE_LARGE = 1;
export const NOTICE_NOT_FINITE = 2;

/** Above this the next update might overflow: the parameters are copied first, or the update is left to others. */
const LARGE = 1e15;

/** Whether numbers are large or not finite at all. Shapes: `count` numbers. */
export function notice<T>(values: usize, count: i32): i32 {
  const end = values + <usize>count * sizeof<T>();
  const vectorEnd = end - (end - values) % VECTOR;
  let small = i32x4.splat(-1);
  let at = values;
  for (; at < vectorEnd; at += VECTOR) {
    small = v128.and(small, v128.lt<T>(v128.abs<T>(v128.load(at)), all<T>(LARGE)));
  }
  let isSmall = i32x4.all_true(small);
  for (; at < end; at += sizeof<T>()) isSmall = isSmall && abs<T>(load<T>(at)) < <T>LARGE;
  return isSmall ? 0 : noticeLarge<T>(values, end);
}

function noticeLarge<T>(values: usize, end: usize): i32 {
  for (let at = values; at < end; at += sizeof<T>()) {
    if (!(abs<T>(load<T>(at)) < <T>Infinity)) return NOTICE_NOT_FINITE;
  }
  return NOTICE_LARGE;
}

/** dW += l1·sign(W) + l2·W. Shapes: `count` numbers each. Reference: engine/layers/penalties.ts. */
export function addPenalties<T>(dW: usize, W: usize, count: i32, l1: f64, l2: f64): void {
  for (let k = 0; k < count; k++) {
    const at = <usize>k * sizeof<T>();
    const w = <f64>load<T>(W + at);
    const sign = w > 0 ? 1.0 : w < 0 ? -1.0 : 0.0;
    store<T>(dW + at, <T>(<f64>load<T>(dW + at) + l1 * sign + l2 * w));
  }
}

/** ‖g‖ over all parameters, in float64, because the square of a large float32 overflows; every thread finds the same. */
export function normOf<T>(gradients: usize, count: i32): f64 {
  let sums = f64x2.splat(0);
  const end = gradients + <usize>count * sizeof<T>();
  for (let at = gradients; at < end; at += VECTOR) sums = addSquares<T>(sums, v128.load(at));
  return Math.sqrt(sumOfLanes<f64>(sums));
}

@inline function addSquares<T>(sums: v128, g: v128): v128 {
  if (sizeof<T>() == 8) return v128.add<f64>(sums, v128.mul<f64>(g, g));
  const low = f64x2.promote_low_f32x4(g);
  const high = f64x2.promote_low_f32x4(i32x4.shuffle(g, g, 2, 3, 2, 3));
  return v128.add<f64>(sums, v128.add<f64>(v128.mul<f64>(low, low), v128.mul<f64>(high, high)));
}

/** g ← g·factor on the bytes from ≤ at < to. */
export function scale<T>(gradients: usize, factor: f64, from: usize, to: usize): void {
  const by = all<T>(factor);
  for (let at = gradients + from; at < gradients + to; at += VECTOR) {
    v128.store(at, v128.mul<T>(v128.load(at), by));
  }
}

/** g ← min(max(g, −limit), limit) on the bytes from ≤ at < to. */
export function clamp<T>(gradients: usize, limit: f64, from: usize, to: usize): void {
  const high = all<T>(limit);
  const low = all<T>(-limit);
  for (let at = gradients + from; at < gradients + to; at += VECTOR) {
    v128.store(at, v128.pmin<T>(v128.pmax<T>(v128.load(at), low), high));
  }
}

/** The bytes of the parameters that a thread updates: whole vectors. */
export function firstByte<T>(count: i32, thread: i32, threads: i32): usize {
  return <usize>shareStart(count, thread, threads, 8) * sizeof<T>();
}

/** Where they end, the padding included. */
export function lastByte<T>(count: i32, thread: i32, threads: i32): usize {
  return thread + 1 == threads ? paddedBytes<T>(count) : firstByte<T>(count, thread + 1, threads);
}

/** Bytes of so many parameters, padded to whole vectors. */
@inline export function paddedBytes<T>(count: i32): usize {
  return <usize>((count + 7) & ~7) * sizeof<T>();
}
