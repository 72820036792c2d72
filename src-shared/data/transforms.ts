import type { ScalingKind } from '../model/data-catalog.ts';
import type { Transform } from '../model/model-file.ts';

/** What is known of a column from its training rows alone, in raw units. */
export interface ColumnStatistics {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Population standard deviation (NumPy's default). */
  readonly std: number;
}

/** Two passes, so that the deviation keeps its digits where the mean is large. */
export function columnStatistics(values: Float64Array, rows: Uint32Array): ColumnStatistics {
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  for (const row of rows) {
    const value = values[row]!;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
  }
  const mean = sum / rows.length;
  let squares = 0;
  for (const row of rows) squares += (values[row]! - mean) ** 2;
  return { min, max, mean, std: Math.sqrt(squares / rows.length) };
}

/**
 * The transform of a column, fitted on its training rows (article, step 4): scaled = (raw − shift) / scale.
 * A constant column is only shifted: there is no spread to divide by.
 */
export function fitTransform(kind: ScalingKind, statistics: ColumnStatistics): Transform {
  const isConstant = statistics.min === statistics.max;
  switch (kind) {
    case 'standard':
      return {
        kind,
        shift: isConstant ? statistics.min : statistics.mean,
        // 0 also where the values differ by so little that their squares vanish.
        scale: isConstant || statistics.std === 0 ? 1 : statistics.std,
      };
    case 'min-max':
      return { kind, shift: statistics.min, scale: isConstant ? 1 : statistics.max - statistics.min };
    case 'none':
      return { kind, shift: 0, scale: 1 };
  }
}

export function scaleValue(transform: Transform, raw: number): number {
  return (raw - transform.shift) / transform.scale;
}

export function unscaleValue(transform: Transform, scaled: number): number {
  return scaled * transform.scale + transform.shift;
}
