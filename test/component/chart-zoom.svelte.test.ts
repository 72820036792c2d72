import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moved, partOf, xRange, yRange, zoomed } from '../../src-renderer/charts/axis-range.ts';
import type { AxisScale } from '../../src-renderer/charts/curve.ts';
import { curveAt } from '../../src-renderer/charts/curve-hit.ts';
import { type PlotFrame, xProjection, yProjection } from '../../src-renderer/charts/plot-frame.ts';
import { boxed, panned, settled, zoomAbout } from '../../src-renderer/charts/zooming.ts';
import { campaignSize, SEED } from '../helpers/campaign.ts';
import { curve } from '../helpers/curves.ts';

const WHOLE = { x: null, y: null };
const FRAME: PlotFrame = {
  area: { left: 50, right: 250, top: 10, bottom: 110 },
  x: { low: 0, high: 100 },
  y: { low: 1, high: 100 },
  xScale: 'linear',
  yScale: 'log',
};

describe('an axis', () => {
  const curves = [curve({ y: [5, 1, NaN, 0, 3] }), curve({ x: [2, 9], y: [Infinity, 40] })];

  it('reaches over all x; a logarithmic one begins at the first that has a place on it', () => {
    expect(xRange(curves, 'linear')).toEqual({ low: 0, high: 9 });
    expect(xRange(curves, 'log')).toEqual({ low: 1, high: 9 });
  });

  it('begins at the first epoch where that is all there is, and before no epoch', () => {
    const first = [curve({ x: [0], y: [0.7] })];
    expect(xRange(first, 'linear')).toEqual({ low: 0, high: 1 });
    const zero = [curve({ x: [0], y: [0] })];
    expect(yRange(zero, xRange(zero, 'linear'), 'linear').low).toBeGreaterThan(-0.1);
  });

  it('reaches over the values within the x that are shown, bands among them, with a margin', () => {
    const { low, high } = yRange(curves, { low: 0, high: 9 }, 'linear');
    expect([low, high]).toEqual([expect.closeTo(-1.6), expect.closeTo(41.6)]);
    expect(yRange(curves, { low: 0, high: 3 }, 'log').low).toBeGreaterThan(0);
    const band = { low: Float64Array.of(-9, 0, 0), high: Float64Array.of(0, 0, 99) };
    const wide = yRange([curve({ band })], { low: 0, high: 2 }, 'linear');
    expect(wide.low).toBeLessThan(-9);
    expect(wide.high).toBeGreaterThan(99);
  });

  it.each<AxisScale>(['linear', 'log'])('has two ends also for one value or none (%s)', (scale) => {
    for (const y of [[], [NaN], [0], [7]]) {
      const range = yRange([curve({ y })], { low: 0, high: 1 }, scale);
      expect(range.low).toBeLessThan(range.high);
    }
  });

  it.each<AxisScale>(['linear', 'log'])(
    'keeps the place that is zoomed about, and comes back (%s)',
    (scale) => {
      const number = fc.double({ min: 0.01, max: 1e4, noNaN: true });
      fc.assert(
        fc.property(
          number,
          fc.double({ min: 0.1, max: 1e3, noNaN: true }),
          fc.double({ min: 0, max: 1, noNaN: true }),
          (low, width, share) => {
            const range = { low, high: low + width };
            const at = partOf(range, 0, share, scale).high;
            const closer = zoomed(range, 0.5, at, scale);
            const back = zoomed(closer, 2, at, scale);
            expect(back.low).toBeCloseTo(range.low, 4);
            expect(back.high).toBeCloseTo(range.high, 4);
          },
        ),
        { seed: SEED, numRuns: campaignSize(100, 2_000) },
      );
    },
  );

  it('is moved by shares of itself: of its decades where it is logarithmic', () => {
    expect(moved({ low: 0, high: 10 }, 0.5, 'linear')).toEqual({ low: 5, high: 15 });
    const { low, high } = moved({ low: 1, high: 100 }, 0.5, 'log');
    expect([low, high]).toEqual([expect.closeTo(10), expect.closeTo(1000)]);
  });

  it('does not look closer than numbers have digits', () => {
    const tight = { low: 1, high: 1 + 1e-9 };
    expect(zoomed(tight, 0.1, 1, 'linear')).toBe(tight);
  });
});

describe('a chart', () => {
  it('finds the value at a pixel and the pixel of a value', () => {
    expect(xProjection(FRAME).pixel(50)).toBe(150);
    expect(xProjection(FRAME).value(250)).toBe(100);
    expect(yProjection(FRAME).pixel(10)).toBeCloseTo(60);
    expect(yProjection(FRAME).value(110)).toBeCloseTo(1);
  });

  it('shows what a box holds; a flat box is about one axis', () => {
    const { x, y } = boxed(FRAME, WHOLE, { x: 200, y: 60 }, { x: 100, y: 110 });
    expect(x).toEqual({ low: 25, high: 75 });
    expect([y?.low, y?.high]).toEqual([expect.closeTo(1), expect.closeTo(10)]);
    expect(boxed(FRAME, WHOLE, { x: 200, y: 60 }, { x: 100, y: 62 }).y).toBeNull();
    expect(boxed(FRAME, WHOLE, { x: 200, y: 20 }, { x: 203, y: 90 }).x).toBeNull();
  });

  it('zooms about the pointer, or about its middle, on the axes that are meant', () => {
    expect(zoomAbout(FRAME, WHOLE, 0.5, 'x', { x: 50, y: 60 })).toEqual({ x: { low: 0, high: 50 }, y: null });
    expect(zoomAbout(FRAME, WHOLE, 0.5, 'x').x).toEqual({ low: 25, high: 75 });
    expect(zoomAbout(FRAME, WHOLE, 0.5, 'y').x).toBeNull();
  });

  it('moves by shares of what it shows', () => {
    expect(panned(FRAME, WHOLE, 0.1, 0)).toEqual({ x: { low: 10, high: 110 }, y: null });
    expect(panned(FRAME, WHOLE, 0, 0.5).y?.low).toBeCloseTo(10);
  });

  it('follows what is still to come once all is shown again', () => {
    const whole = { x: { low: 0, high: 100 }, y: { low: 1, high: 100 } };
    expect(settled({ x: { low: -5, high: 120 }, y: { low: 2, high: 50 } }, whole)).toEqual({
      x: null,
      y: { low: 2, high: 50 },
    });
  });

  it('finds the curve that a press is near to, between its points too', () => {
    const upper = { curve: curve({ runId: 'upper', x: [0, 100], y: [50, 50] }), raw: null };
    const lower = { curve: curve({ runId: 'lower', x: [0, 100], y: [2, 2] }), raw: null };
    const lines = [upper, lower].map((line) => ({ ...line, values: line.curve.y }));
    const at = (value: number) => yProjection(FRAME).pixel(value);
    expect(curveAt(lines, FRAME, 150, at(50) + 5)?.runId).toBe('upper');
    expect(curveAt(lines, FRAME, 150, at(2) - 5)?.runId).toBe('lower');
    expect(curveAt(lines, FRAME, 150, at(10))).toBeNull();
  });
});
