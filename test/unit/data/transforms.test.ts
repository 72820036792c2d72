import { fitTransform, scaleValue, unscaleValue } from '@shared/data/transforms.ts';
import { type ScalingKind, SCALINGS } from '@shared/model/column-catalog.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { campaignSize, SEED } from '../../helpers/campaign.ts';
import { largestRelativeError } from '../../helpers/numbers.ts';
import fixture from './fixtures/column-statistics.json' with { type: 'json' };

const KINDS = Object.keys(SCALINGS) as ScalingKind[];
/** NumPy adds in pairs, we one after another, and its logarithm may round otherwise. */
const SUM_ORDER = 1e-12;

function fit(kind: ScalingKind, values: readonly number[]) {
  const rows = Uint32Array.from(values, (_, row) => row);
  return fitTransform(kind, Float64Array.from(values), rows);
}

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

  it('brings the middle half to a width of 1 around the median, whatever lies outside', () => {
    // Quartiles 2 and 4 of 1 2 3 4 1e6.
    const transform = fit('robust', [3, 1e6, 1, 4, 2]);
    expect(transform).toEqual({ kind: 'robust', shift: 3, scale: 2 });
    expect([1, 3, 1e6].map((value) => scaleValue(transform, value))).toEqual([-1, 0, 499_998.5]);
  });

  it('takes sign(raw) · ln(1 + |raw|), then standardises', () => {
    const [low, high] = [1 - Math.E, Math.E ** 3 - 1]; // logarithms −1 and 3: mean 1, deviation 2
    const transform = fit('log', [low, high]);
    expect(transform.shift).toBeCloseTo(1, 14);
    expect(transform.scale).toBeCloseTo(2, 14);
    expect(scaleValue(transform, low)).toBeCloseTo(-1, 14);
    expect(scaleValue(transform, 0)).toBeCloseTo(-0.5, 14);
    expect(unscaleValue(transform, 1)).toBeCloseTo(high, 12);
  });

  it.each(fixture.columns.filter(({ values }) => new Set(values).size > 1))(
    `agrees with ${fixture.tool} (robust and log) on: $name`,
    ({ values, quantiles, log }) => {
      const [, lower = 0, median = 0, upper = 0] = quantiles;
      const robust = fit('robust', values);
      expect(largestRelativeError([robust.shift, robust.scale], [median, upper - lower], 0)).toBeLessThan(
        SUM_ORDER,
      );
      const { shift, scale } = fit('log', values);
      // The deviation of large numbers close together keeps fewer digits than they have.
      const size = Math.max(Math.abs(log[0]!), log[1]!);
      expect(Math.abs(shift - log[0]!)).toBeLessThanOrEqual(SUM_ORDER * size);
      expect(Math.abs(scale - log[1]!)).toBeLessThanOrEqual(SUM_ORDER * size);
    },
  );

  it.each(KINDS)('takes the training rows that have a value and nothing else (%s)', (kind) => {
    const values = Float64Array.of(1e30, 2, NaN, 4, 9, -1e30);
    expect(fitTransform(kind, values, Uint32Array.of(1, 2, 3, 4))).toEqual(fit(kind, [2, 4, 9]));
  });

  it.each(KINDS)('scales nothing where no training row has a value (%s)', (kind) => {
    expect(fit(kind, [NaN])).toEqual({ kind, shift: 0, scale: 1 });
  });

  it('leaves a column alone when told so', () => {
    expect(fit('none', [-5, 0, 15])).toEqual({ kind: 'none', shift: 0, scale: 1 });
  });

  it.each(['standard', 'min-max', 'robust'] as const)(
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
        expect(Math.abs(back - value)).toBeLessThanOrEqual(roundingOf(transform, value));
      }),
      { seed: SEED, numRuns: campaignSize(300, 20_000) },
    );
  });
});

/** What scaling and unscaling may lose of a value. */
function roundingOf({ kind, shift, scale }: ReturnType<typeof fit>, value: number): number {
  // Subtracting and adding the shift may each lose half a last place of the largest number involved.
  if (kind !== 'log') return 4 * Number.EPSILON * Math.max(Math.abs(value), Math.abs(shift), scale);
  // So of the logarithm, whose error the exponential multiplies by 1 + |value|.
  const size = Math.max(Math.log1p(Math.abs(value)), Math.abs(shift), scale, 1);
  return 4 * Number.EPSILON * size * (1 + Math.abs(value));
}
