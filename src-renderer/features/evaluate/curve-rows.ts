/** The places of a curve as rows of a table: its last place may have no threshold of its own. */
export function curveRows(
  thresholds: ArrayLike<number>,
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
): { id: string; cells: (number | null)[] }[] {
  return Array.from(xs, (x, k) => ({ id: String(k), cells: [thresholds[k] ?? null, x, ys[k] ?? NaN] }));
}

/** The finite threshold whose place on a curve is nearest to one that was pressed. */
export function nearestThreshold(
  thresholds: ArrayLike<number>,
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  pressed: { readonly x: number; readonly y: number },
): number {
  let [best, least] = [0, Infinity];
  for (let k = 0; k < thresholds.length; k++) {
    const threshold = thresholds[k]!;
    const distance = (xs[k]! - pressed.x) ** 2 + (ys[k]! - pressed.y) ** 2;
    if (!Number.isFinite(threshold) || distance >= least) continue;
    best = threshold;
    least = distance;
  }
  return best;
}
