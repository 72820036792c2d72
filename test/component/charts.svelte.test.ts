import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spreadLabels } from '../../src-renderer/charts/chart-marks.ts';
import { decimate, lossSeries, nearestPoint, type XY } from '../../src-renderer/charts/loss-series.ts';
import { runColor, runDash } from '../../src-renderer/charts/run-style.ts';
import { sparklinePath } from '../../src-renderer/components/sparkline.ts';
import { campaignSize, SEED } from '../helpers/campaign.ts';
import { metricsPoint } from '../helpers/metrics-points.ts';

const LOSS = { kind: 'loss' } as const;
const LINEAR = { x: 'linear', y: 'linear' } as const;

function wave(count: number): XY[] {
  return Array.from({ length: count }, (_, k) => ({ x: k, y: Math.sin(k / 7) + 2 }));
}

describe('decimation', () => {
  it('keeps the first and the last point, the extremes and every gap of any curve, in order', () => {
    const value = fc.oneof(
      { weight: 9, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
      fc.constant(NaN),
    );
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 200, maxLength: 800 }),
        fc.constantFrom('linear', 'log'),
        (ys, scale) => {
          const points = ys.map((y, k) => ({ x: k + 1, y }));
          const drawn = decimate(points, scale, 20);
          const finite = (list: XY[]) => list.map(({ y }) => y).filter((y) => !Number.isNaN(y));
          expect(drawn.length).toBeLessThanOrEqual(5 * 20);
          expect(drawn[0]).toBe(points[0]);
          expect(drawn.at(-1)).toBe(points.at(-1));
          expect(Math.min(...finite(drawn))).toBe(Math.min(...finite(points)));
          expect(Math.max(...finite(drawn))).toBe(Math.max(...finite(points)));
          expect(drawn.some(({ y }) => Number.isNaN(y))).toBe(points.some(({ y }) => Number.isNaN(y)));
          expect(drawn.map(({ x }) => x)).toEqual(drawn.map(({ x }) => x).toSorted((a, b) => a - b));
        },
      ),
      { seed: SEED, numRuns: campaignSize(60, 2_000) },
    );
  });

  it('keeps a single spike among a hundred thousand points', () => {
    const points = wave(100_000);
    points[54_321] = { x: 54_321, y: 1e9 };
    expect(decimate(points, 'linear')).toContainEqual({ x: 54_321, y: 1e9 });
  });

  it('leaves short curves alone', () => {
    expect(decimate(wave(1_000), 'linear')).toHaveLength(1_000);
    expect(decimate([], 'log')).toEqual([]);
  });
});

describe('the lines of a chart', () => {
  it('are one for every part that has rows', () => {
    const points = [metricsPoint(0, 1), metricsPoint(1, 0.5)];
    expect(lossSeries(points, LOSS, LINEAR).map(({ part }) => part)).toEqual(['train', 'test']);
    const validated = [metricsPoint(0, 1, 2)];
    expect(lossSeries(validated, LOSS, LINEAR).map(({ part }) => part)).toEqual([
      'train',
      'validation',
      'test',
    ]);
  });

  it('mark NaN as a gap and keep it in the raw values', () => {
    const points = [
      metricsPoint(0, 1),
      metricsPoint(1, NaN),
      metricsPoint(2, Infinity),
      metricsPoint(3, 0.5),
    ];
    const [line] = lossSeries(points, LOSS, LINEAR);
    expect(line?.gaps).toEqual([1, 2]);
    expect(line?.drawn.map(({ y }) => y)).toEqual([1, NaN, NaN, 0.5]);
    expect(line?.raw.map(({ y }) => y)).toEqual([1, NaN, Infinity, 0.5]);
  });

  it('leave out what a logarithmic axis cannot show', () => {
    const points = [metricsPoint(0, 1), metricsPoint(1, 0), metricsPoint(2, 0.5)];
    const [line] = lossSeries(points, LOSS, { x: 'log', y: 'log' });
    expect(line?.drawn).toEqual([
      { x: 1, y: NaN },
      { x: 2, y: 0.5 },
    ]);
    expect(line?.gaps).toEqual([]);
  });

  it('show the error of one target in raw units', () => {
    const [line] = lossSeries([metricsPoint(4, 3)], { kind: 'rmse', target: 1 }, LINEAR);
    expect(line?.raw).toEqual([{ x: 4, y: 6 }]);
  });
});

it('the crosshair finds the nearest evaluation', () => {
  const points = [0, 10, 25].map((epoch) => metricsPoint(epoch, 1));
  expect([-5, 4, 6, 17, 18, 99].map((epoch) => nearestPoint(points, epoch)?.epoch)).toEqual([
    0, 0, 10, 10, 25, 25,
  ]);
  expect(nearestPoint([], 3)).toBeUndefined();
});

it('labels at the ends of lines never touch and stay inside', () => {
  const labels = ['train', 'validation', 'test'].map((text) => ({ x: 0, y: 99, text }));
  expect(spreadLabels(labels, { top: 0, bottom: 100 }).map(({ y }) => y)).toEqual([72, 86, 100]);
});

it('a sparkline lifts its pen at a gap', () => {
  expect(sparklinePath([1, 2, NaN, 2, 1], 72, 20).match(/M/g)).toHaveLength(2);
  expect(sparklinePath([1], 72, 20)).toBe('');
});

it('a run has a colour of its own, and a dash pattern when colours come again', () => {
  expect(runColor(3)).toBe(runColor(13));
  expect(runDash(3)).not.toEqual(runDash(13));
});
