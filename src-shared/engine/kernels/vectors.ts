/*
 * Vectors of float32 (four lanes) or float64 (two), from one source. A panel row of eight samples is `ROW` bytes; the
 * kernels take it in pairs of vectors, 32 bytes at a time.
 */

/** Bytes of two vectors. */
export const PAIR: usize = 32;
export const VECTOR: usize = 16;

/** Bytes of a panel row. */
@inline export function rowBytes<T>(): usize {
  return 8 * sizeof<T>();
}

/**
 * Bytes from one panel of so many units to the next: an odd number of cache lines where they are many, because
 * neighbouring panels at a power of two would drive each other out of the cache.
 */
@inline export function panelStride<T>(units: i32): usize {
  const bytes = <usize>units * rowBytes<T>();
  return bytes < 1024 ? bytes : ((bytes + 63) & ~63) | 64;
}

/** Lanes of a vector. */
@inline export function lanes<T>(): i32 {
  return <i32>(VECTOR / sizeof<T>());
}

/** The same number in all lanes. */
@inline export function all<T>(value: f64): v128 {
  return v128.splat<T>(<T>value);
}

/** The k-th number from an address on in all lanes; k must be a constant. */
@inline export function broadcast<T>(at: usize, k: usize = 0): v128 {
  return sizeof<T>() == 4 ? v128.load32_splat(at + k * 4) : v128.load64_splat(at + k * 8);
}

/** The vector at the k-th panel row from an address on; k must be a constant. */
@inline export function loadRow<T>(at: usize, k: usize): v128 {
  return v128.load(at + k * rowBytes<T>());
}

/** sum + a·b; in one rounding where the host has relaxed SIMD. */
@inline export function madd<T>(sum: v128, a: v128, b: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(a, b, sum);
  return v128.add<T>(sum, v128.mul<T>(a, b));
}

/** Sum of all lanes, always in the same order. */
@inline export function sumOfLanes<T>(v: v128): T {
  if (sizeof<T>() == 4) {
    const pairs = v128.add<f32>(v, i32x4.shuffle(v, v, 2, 3, 0, 1));
    return <T>(f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1));
  }
  return <T>(f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1));
}

/** The sums of all lanes of four vectors, one after the other, each as `sumOfLanes` gives it. */
@inline export function storeSums<T>(at: usize, a: v128, b: v128, c: v128, d: v128, isFirst: bool): void {
  if (sizeof<T>() == 4) {
    const ab = v128.add<f32>(i32x4.shuffle(a, b, 0, 4, 1, 5), i32x4.shuffle(a, b, 2, 6, 3, 7));
    const cd = v128.add<f32>(i32x4.shuffle(c, d, 0, 4, 1, 5), i32x4.shuffle(c, d, 2, 6, 3, 7));
    const sums = v128.add<f32>(i32x4.shuffle(ab, cd, 0, 1, 4, 5), i32x4.shuffle(ab, cd, 2, 3, 6, 7));
    v128.store(at, isFirst ? sums : v128.add<f32>(v128.load(at), sums));
  } else {
    const ab = v128.add<f64>(i64x2.shuffle(a, b, 0, 2), i64x2.shuffle(a, b, 1, 3));
    const cd = v128.add<f64>(i64x2.shuffle(c, d, 0, 2), i64x2.shuffle(c, d, 1, 3));
    v128.store(at, isFirst ? ab : v128.add<f64>(v128.load(at), ab));
    v128.store(at, isFirst ? cd : v128.add<f64>(v128.load(at, VECTOR), cd), VECTOR);
  }
}

/** Two float64 sums, to which all lanes are added. */
@inline export function addWide<T>(sums: v128, v: v128): v128 {
  if (sizeof<T>() == 8) return v128.add<f64>(sums, v);
  const high = f64x2.promote_low_f32x4(i32x4.shuffle(v, v, 2, 3, 2, 3));
  return v128.add<f64>(sums, v128.add<f64>(f64x2.promote_low_f32x4(v), high));
}

/** Sum of all lanes in float64. */
@inline export function sumOfLanes64<T>(v: v128): f64 {
  if (sizeof<T>() == 4) {
    return (
      <f64>f32x4.extract_lane(v, 0) +
      <f64>f32x4.extract_lane(v, 1) +
      <f64>f32x4.extract_lane(v, 2) +
      <f64>f32x4.extract_lane(v, 3)
    );
  }
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/** All bits set in the lanes whose sample, counted from `first`, is below `count`. */
@inline export function lanesBelow<T>(first: i32, count: i32): v128 {
  if (sizeof<T>() == 4) return i32x4.lt_s(i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3)), i32x4.splat(count));
  return i64x2.lt_s(i64x2.add(i64x2.splat(first), i64x2(0, 1)), i64x2.splat(count));
}
