/** A picked piece of a vertical axis, in pixels from the top. */
export interface Brush {
  readonly low: number;
  readonly high: number;
}

/** Less than this is a click, which lets go. */
const SHORTEST = 3;
/** Of the axis: what the keyboard begins with, and how far it moves. */
const FIRST_SHARE = 1 / 3;
const STEP_SHARE = 1 / 12;

/** What was dragged over, within the axis. */
export function brushed(from: number, to: number, axis: Brush): Brush | null {
  const low = Math.max(axis.low, Math.min(from, to));
  const high = Math.min(axis.high, Math.max(from, to));
  return high - low < SHORTEST ? null : { low, high };
}

/** What a key does to it: undefined for other keys, null where it lets go. */
export function movedBrush(brush: Brush | null, key: string, axis: Brush): Brush | null | undefined {
  const direction = key === 'ArrowUp' ? -1 : key === 'ArrowDown' ? 1 : 0;
  if (key === 'Escape') return null;
  if (direction === 0) return undefined;
  const length = axis.high - axis.low;
  if (brush === null) {
    const size = length * FIRST_SHARE;
    return direction < 0
      ? { low: axis.high - size, high: axis.high }
      : { low: axis.low, high: axis.low + size };
  }
  const size = brush.high - brush.low;
  const low = Math.min(axis.high - size, Math.max(axis.low, brush.low + direction * length * STEP_SHARE));
  return { low, high: low + size };
}

/** For each run: whether it passes through every picked piece. A run without a place on a picked axis does not. */
export function inAll(
  columns: readonly { readonly id: string; readonly places: readonly number[] }[],
  brushes: ReadonlyMap<string, Brush>,
  count: number,
): boolean[] {
  const picked = columns.flatMap(({ id, places }) => {
    const brush = brushes.get(id);
    return brush === undefined ? [] : [{ places, brush }];
  });
  return Array.from({ length: count }, (_, k) =>
    picked.every(({ places, brush }) => places[k]! >= brush.low && places[k]! <= brush.high),
  );
}
