import type { ScalingKind } from '../model/column-catalog.ts';
import type { Transform } from '../model/model-file.ts';
import { type ColumnStatistics, columnStatistics, presentValues, quantile } from './column-statistics.ts';

/**
 * The transform of a column, fitted on its training rows (article, step 4): scaled = (raw − shift) / scale; for `log`
 * of sign(raw) · ln(1 + |raw|) instead of raw, which is defined for every number and can be undone.
 * A constant column is only shifted: there is no spread to divide by. Where half the values are the same, `robust` has
 * no distance of quartiles to divide by and takes the standard deviation.
 * @param known the statistics of these rows, where they were taken already
 */
export function fitTransform(
  kind: ScalingKind,
  values: Float64Array,
  rows: Uint32Array,
  known?: ColumnStatistics,
): Transform {
  switch (kind) {
    case 'standard':
      return { kind, ...standard(known ?? columnStatistics(values, rows)) };
    case 'min-max': {
      const { min, max } = known ?? columnStatistics(values, rows);
      return { kind, ...spread(min, max - min) };
    }
    case 'robust': {
      const present = presentValues(values, rows);
      const distance = quantile(present, 0.75) - quantile(present, 0.25);
      const { scale } = standard(known ?? columnStatistics(values, rows));
      return { kind, ...spread(quantile(present, 0.5), distance > 0 ? distance : scale) };
    }
    case 'log':
      return { kind, ...standard(columnStatistics(values.map(signedLog), rows)) };
    case 'none':
      return { kind, shift: 0, scale: 1 };
  }
}

function standard({ min, max, mean, std }: ColumnStatistics): Omit<Transform, 'kind'> {
  return min === max ? spread(min, 0) : spread(mean, std);
}

/** 0 also where the values differ by so little that their squares vanish; NaN where there is no value at all. */
function spread(shift: number, scale: number): Omit<Transform, 'kind'> {
  return { shift: Number.isNaN(shift) ? 0 : shift, scale: scale > 0 ? scale : 1 };
}

export function scaleValue({ kind, shift, scale }: Transform, raw: number): number {
  return ((kind === 'log' ? signedLog(raw) : raw) - shift) / scale;
}

export function unscaleValue({ kind, shift, scale }: Transform, scaled: number): number {
  const value = scaled * scale + shift;
  return kind === 'log' ? Math.sign(value) * Math.expm1(Math.abs(value)) : value;
}

function signedLog(raw: number): number {
  return Math.sign(raw) * Math.log1p(Math.abs(raw));
}
