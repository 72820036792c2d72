import { indexesWithin } from './axis-range.ts';
import type { Curve } from './curve.ts';
import { decimated } from './decimate.ts';
import type { PlotFrame } from './plot-frame.ts';
import { smoothed } from './smoothing.ts';

/** A curve as it is drawn. */
export interface PreparedLine {
  readonly curve: Curve;
  /** As measured, or smoothed. */
  readonly values: Float64Array;
  /** As measured, where `values` are smoothed: drawn faintly behind them. */
  readonly raw: Float64Array | null;
}

interface Known {
  readonly key: string;
  readonly x: Float64Array;
  readonly indexes: Uint32Array;
}

/**
 * What is worked out of values once and kept as long as they are: their smoothing, and which of them are drawn. So a
 * chart whose highlighting changes is drawn without looking at every point.
 */
export class LineCache {
  private readonly smoothings = new WeakMap<Float64Array, { weight: number; values: Float64Array }>();
  private readonly drawn = new WeakMap<Float64Array, Known>();

  prepare(curves: readonly Curve[], smoothing: number): PreparedLine[] {
    return curves.map((curve) => ({
      curve,
      values: this.smooth(curve.y, smoothing),
      raw: smoothing === 0 ? null : curve.y,
    }));
  }

  private smooth(values: Float64Array, weight: number): Float64Array {
    const known = this.smoothings.get(values);
    if (known?.weight === weight) return known.values;
    const result = smoothed(values, weight);
    this.smoothings.set(values, { weight, values: result });
    return result;
  }

  /** The indexes of the points that are drawn in such a frame. */
  drawnIndexes(x: Float64Array, y: Float64Array, frame: PlotFrame): Uint32Array {
    const columns = Math.max(1, Math.round(frame.area.right - frame.area.left));
    const { x: range, xScale, yScale } = frame;
    const key = [range.low, range.high, xScale, yScale, columns].join(' ');
    const known = this.drawn.get(y);
    if (known?.key === key && known.x === x) return known.indexes;
    const indexes = decimated(
      x,
      y,
      indexesWithin(x, range),
      { range, scale: xScale, count: columns },
      yScale,
    );
    this.drawn.set(y, { key, x, indexes });
    return indexes;
  }
}
