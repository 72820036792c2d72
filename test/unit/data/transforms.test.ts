import { columnStatistics, fitTransform, scaleValue, unscaleValue } from '@shared/data/transforms.ts';
import { type ScalingKind, SCALINGS } from '@shared/model/data-catalog.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { campaignSize, SEED } from '../../helpers/campaign.ts';
import fixture from './fixtures/column-statistics.json' with { type: 'json' };

const KINDS = Object.keys(SCALINGS) as ScalingKind[];
/** NumPy adds in pairs, we one after another; over 50 numbers that moves a few last places. */
const SUM_ORDER = 1e-13;

function fit(kind: ScalingKind, values: readonly number[]) {
  const rows = Uint32Array.from(values, (_, row) => row);
  return fitTransform(kind, columnStatistics(Float64Array.from(values), rows));
}

describe('columnStatistics', () => {
  it.each(fixture.columns)(`agrees with ${fixture.tool} on: $name`, ({ values, min, max, mean, std }) => {
    const rows = Uint32Array.from(values, (_, row) => row);
    const statistics = columnStatistics(Float64Array.from(values), rows);
    expect([statistics.min, statistics.max]).toEqual([min, max]);
    expect(Math.abs(statistics.mean - mean)).toBeLessThanOrEqual(SUM_ORDER * Math.abs(mean));
    expect(Math.abs(statistics.std - std)).toBeLessThanOrEqual(SUM_ORDER * (std + Math.abs(mean)));
  });

  it('takes only the rows it is given', () => {
    const values = Float64Array.of(NaN, 1, 1e300, 3, -1e300);
    expect(columnStatistics(values, Uint32Array.of(1, 3))).toEqual({ min: 1, max: 3, mean: 2, std: 1 });
  });
});

describe('fitTransform', () => {
  it('standardises to mean 0 and deviation 1', () => {
    const values = [2, 4, 4, 4, 5, 5, 7, 9]; // mean 5, population deviation 2
    expect(fit('standard', values)).toEqual({ kind: 'standard', shift: 5, scale: 2 });
  });

  it('brings the range to 0 to 1', () => {
    const transform = fit('min-max', [-5, 0, 15]);
    expect(transform).toEqual({ kind: 'min-max', shift: -5, scale: 20 });
    expect([-5, 0, 15].map((value) => scaleValue(transform, value))).toEqual([0, 0.25, 1]);
  });

  it('leaves a column alone when told so', () => {
    expect(fit('none', [-5, 0, 15])).toEqual({ kind: 'none', shift: 0, scale: 1 });
  });

  it.each(['standard', 'min-max'] as const)(
    'only shifts a constant column (%s): it becomes exactly 0',
    (kind) => {
      // The mean of seven times 0.1 is not 0.1 in floating point.
      const transform = fit(kind, new Array<number>(7).fill(0.1));
      expect(transform).toEqual({ kind, shift: 0.1, scale: 1 });
      expect(scaleValue(transform, 0.1)).toBe(0);
    },
  );

  it.each(KINDS)('never divides by zero or infinity (%s)', (kind) => {
    // The squares of these underflow to 0 or overflow, although the values differ.
    for (const values of [
      [0, 1e-170],
      [0, Number.MIN_VALUE],
      [0, 3e38],
      [-3e38, 3e38],
    ]) {
      const { scale, shift } = fit(kind, values);
      expect(Number.isFinite(scale) && scale > 0).toBe(true);
      expect(Number.isFinite(shift)).toBe(true);
    }
  });

  it.each(KINDS)(`is undone by unscaleValue (%s, seed ${SEED})`, (kind) => {
    // Not subnormal: those lose digits in any arithmetic.
    const number = fc
      .double({ min: -1e30, max: 1e30, noNaN: true })
      .map((value) => (Math.abs(value) < 1e-100 ? 0 : value));
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 20 }), (values) => {
        const value = values[0]!;
        const transform = fit(kind, values);
        const back = unscaleValue(transform, scaleValue(transform, value));
        // Subtracting and adding the shift may each lose half a last place of the largest number involved.
        const size = Math.max(Math.abs(value), Math.abs(transform.shift), transform.scale);
        expect(Math.abs(back - value)).toBeLessThanOrEqual(4 * Number.EPSILON * size);
      }),
      { seed: SEED, numRuns: campaignSize(300, 20_000) },
    );
  });
});
