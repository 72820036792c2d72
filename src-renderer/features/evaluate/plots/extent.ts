/** Lowest and highest finite value of lists that may be long; [0, 1] where there is none. */
export function extentOf(...lists: readonly ArrayLike<number>[]): [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (const list of lists) {
    for (const value of Array.from(list)) {
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : [0, 1];
}

/** Index of the point that is nearest to a place, both in pixels; null where none is within `reach`. */
export function nearestPoint(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  place: { readonly x: number; readonly y: number },
  reach: number,
): number | null {
  let [best, least] = [-1, reach * reach];
  for (let k = 0; k < xs.length; k++) {
    const distance = (xs[k]! - place.x) ** 2 + (ys[k]! - place.y) ** 2;
    if (distance > least) continue;
    best = k;
    least = distance;
  }
  return best < 0 ? null : best;
}

/** A line through points in pixels as the `d` of an SVG path; a point that is no number is a gap. */
export function linePath(xs: ArrayLike<number>, ys: ArrayLike<number>): string {
  let path = '';
  let isLifted = true;
  for (let k = 0; k < xs.length; k++) {
    const [x, y] = [xs[k]!, ys[k]!];
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      isLifted = true;
      continue;
    }
    path += `${isLifted ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    isLifted = false;
  }
  return path;
}

/** Points in pixels as one path of dots: drawn with round line ends, it costs a hundredth of as many circles. */
export function dotPath(xs: ArrayLike<number>, ys: ArrayLike<number>): string {
  let path = '';
  for (let k = 0; k < xs.length; k++) {
    const [x, y] = [xs[k]!, ys[k]!];
    if (Number.isFinite(x) && Number.isFinite(y)) path += `M${x.toFixed(1)} ${y.toFixed(1)}h0`;
  }
  return path;
}
