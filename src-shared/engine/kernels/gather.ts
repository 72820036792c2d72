import { PANEL } from './plan-layout';
import { rowBytes, VECTOR } from './vectors';

/**
 * Rows of a table → one panel: a transposition, four numbers of four rows at a time (two of two in float64).
 *
 * Shapes: table rows of `stride` bytes, read in whole vectors as far as `columns` numbers need them; panel [columns][8].
 * `order` holds row numbers (0: the rows follow one another from `first`); of a panel's eight rows those past `count`
 * repeat the first.
 */
export function gatherPanel<T>(
  panel: usize, table: usize, stride: usize, columns: i32, order: usize, first: i32, count: i32,
): void {
  const r0 = rowAddress(table, stride, order, first, count, 0);
  const r1 = rowAddress(table, stride, order, first, count, 1);
  const r2 = rowAddress(table, stride, order, first, count, 2);
  const r3 = rowAddress(table, stride, order, first, count, 3);
  const r4 = rowAddress(table, stride, order, first, count, 4);
  const r5 = rowAddress(table, stride, order, first, count, 5);
  const r6 = rowAddress(table, stride, order, first, count, 6);
  const r7 = rowAddress(table, stride, order, first, count, 7);
  const bytes = <usize>columns * sizeof<T>();
  for (let at: usize = 0; at < bytes; at += VECTOR) {
    const left = <i32>((bytes - at) / sizeof<T>());
    if (sizeof<T>() == 4) {
      transpose32(panel, r0 + at, r1 + at, r2 + at, r3 + at, left);
      transpose32(panel + VECTOR, r4 + at, r5 + at, r6 + at, r7 + at, left);
      panel += 4 * rowBytes<T>();
    } else {
      transpose64(panel, r0 + at, r1 + at, left);
      transpose64(panel + VECTOR, r2 + at, r3 + at, left);
      transpose64(panel + 2 * VECTOR, r4 + at, r5 + at, left);
      transpose64(panel + 3 * VECTOR, r6 + at, r7 + at, left);
      panel += 2 * rowBytes<T>();
    }
  }
}

@inline function rowAddress(table: usize, stride: usize, order: usize, first: i32, count: i32, k: i32): usize {
  const row = first + (k < count ? k : 0);
  return table + stride * <usize>(order == 0 ? row : load<i32>(order + (<usize>row << 2)));
}

@inline function transpose32(to: usize, r0: usize, r1: usize, r2: usize, r3: usize, left: i32): void {
  const a = v128.load(r0), b = v128.load(r1), c = v128.load(r2), d = v128.load(r3);
  const ab = i32x4.shuffle(a, b, 0, 4, 1, 5);
  const cd = i32x4.shuffle(c, d, 0, 4, 1, 5);
  v128.store(to, i32x4.shuffle(ab, cd, 0, 1, 4, 5));
  if (left > 1) v128.store(to + 32, i32x4.shuffle(ab, cd, 2, 3, 6, 7));
  if (left > 2) {
    const ab2 = i32x4.shuffle(a, b, 2, 6, 3, 7);
    const cd2 = i32x4.shuffle(c, d, 2, 6, 3, 7);
    v128.store(to + 64, i32x4.shuffle(ab2, cd2, 0, 1, 4, 5));
    if (left > 3) v128.store(to + 96, i32x4.shuffle(ab2, cd2, 2, 3, 6, 7));
  }
}

@inline function transpose64(to: usize, r0: usize, r1: usize, left: i32): void {
  const a = v128.load(r0), b = v128.load(r1);
  v128.store(to, i64x2.shuffle(a, b, 0, 2));
  if (left > 1) v128.store(to + 64, i64x2.shuffle(a, b, 1, 3));
}

/** What each row of a panel counts: its weight (1 without weights), 0 for rows that only fill the panel up. */
export function gatherWeights<T>(panel: usize, weights: usize, order: usize, first: i32, count: i32): void {
  for (let k = 0; k < PANEL; k++) {
    let weight: T = 0;
    if (k < count) {
      const row = order == 0 ? first + k : load<i32>(order + (<usize>(first + k) << 2));
      weight = weights == 0 ? <T>1 : load<T>(weights + <usize>row * sizeof<T>());
    }
    store<T>(panel + <usize>k * sizeof<T>(), weight);
  }
}
