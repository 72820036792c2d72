import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestIndex } from '../../src-renderer/charts/axis-range.ts';
import { ColumnBars } from '../../src-renderer/charts/column-bars.ts';
import type { AxisScale } from '../../src-renderer/charts/curve.ts';
import { curvesCsv } from '../../src-renderer/charts/curve-csv.ts';
import { decimated } from '../../src-renderer/charts/decimate.ts';
import { meanCurve } from '../../src-renderer/charts/mean-curve.ts';
import { LineCache } from '../../src-renderer/charts/prepared-lines.ts';
import { readingsAt, snapped } from '../../src-renderer/charts/readings.ts';
import { smoothed } from '../../src-renderer/charts/smoothing.ts';
import { campaignSize, SEED } from '../helpers/campaign.ts';
import { curve } from '../helpers/curves.ts';

const COLUMNS = 20;

/** As measured values come: numbers of any size, and now and then none. */
const value = fc.oneof(
  { weight: 9, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  fc.constantFrom(NaN, Infinity, -Infinity),
);
const campaign = { seed: SEED, numRuns: campaignSize(60, 2_000) };

function drawnOf(x: Float64Array, y: Float64Array, scale: AxisScale): number[] {
  const range = { low: x[0]!, high: x.at(-1)! };
  return [...decimated(x, y, [0, x.length], { range, scale, count: COLUMNS }, 'linear')];
}

describe('decimation', () => {
  it('keeps the ends, the extremes and every gap of any curve, in order, and few points for each column', () => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 200, maxLength: 800 }),
        fc.constantFrom<AxisScale>('linear', 'log'),
        (values, scale) => {
          const y = Float64Array.from(values);
          const x = y.map((_, k) => k + 1);
          const kept = drawnOf(x, y, scale);
          const finite = (indexes: Iterable<number>) =>
            [...indexes].map((k) => y[k]!).filter(Number.isFinite);
          expect(kept.length).toBeLessThanOrEqual(5 * COLUMNS);
          expect([kept[0], kept.at(-1)]).toEqual([0, y.length - 1]);
          expect(Math.min(...finite(kept))).toBe(Math.min(...finite(y.keys())));
          expect(Math.max(...finite(kept))).toBe(Math.max(...finite(y.keys())));
          expect(kept.some((k) => !Number.isFinite(y[k]!))).toBe(y.some((v) => !Number.isFinite(v)));
          expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
        },
      ),
      campaign,
    );
  });

  it('keeps a single spike and a single gap among a hundred thousand points', () => {
    const y = Float64Array.from({ length: 100_000 }, (_, k) => Math.sin(k / 7));
    [y[54_321], y[70_000]] = [1e9, NaN];
    const kept = drawnOf(
      y.map((_, k) => k),
      y,
      'linear',
    );
    expect(kept).toEqual(expect.arrayContaining([54_321, 70_000]));
  });

  it('leaves short curves alone', () => {
    const y = Float64Array.from({ length: 4 * COLUMNS }, (_, k) => k);
    expect(drawnOf(y, y, 'linear')).toEqual([...y]);
  });

  it('is done once for as long as the same is shown', () => {
    const cache = new LineCache();
    const { x, y } = curve({ y: Array.from({ length: 9_000 }, (_, k) => Math.cos(k)) });
    const area = { left: 0, right: 100, top: 0, bottom: 50 };
    const frame = {
      area,
      x: { low: 0, high: 8_999 },
      y: { low: -1, high: 1 },
      xScale: 'linear',
      yScale: 'linear',
    } as const;
    const first = cache.drawnIndexes(x, y, frame);
    expect(cache.drawnIndexes(x, y, { ...frame, y: { low: 0, high: 2 } })).toBe(first);
    expect(cache.drawnIndexes(x, y, { ...frame, x: { low: 0, high: 50 } })).not.toBe(first);
  });
});

describe('smoothing', () => {
  it('never moves a point when new ones arrive', () => {
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 80 }),
        fc.array(value, { maxLength: 20 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (old, fresh, weight) => {
          const before = smoothed(Float64Array.from(old), weight);
          const after = smoothed(Float64Array.from([...old, ...fresh]), weight);
          expect([...after.subarray(0, old.length)]).toEqual([...before]);
        },
      ),
      campaign,
    );
  });

  it('stays between the lowest and the highest value so far', () => {
    const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(finite, { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (values, weight) => {
          const room = 1e-9 * Math.max(...values.map(Math.abs));
          smoothed(Float64Array.from(values), weight).forEach((mean, k) => {
            const sofar = values.slice(0, k + 1);
            expect(mean).toBeGreaterThanOrEqual(Math.min(...sofar) - room);
            expect(mean).toBeLessThanOrEqual(Math.max(...sofar) + room);
          });
        },
      ),
      campaign,
    );
  });

  it('matches the worked example: w = 0.5 over 4, 2 gives 4, then (0.5·2 + 0.25·4) / 0.75', () => {
    expect([...smoothed(Float64Array.of(4, 2), 0.5)]).toEqual([4, 2 / 0.75]);
  });

  it('shows what is no number as such and goes on after it as if it had not been there', () => {
    const [first, gap, third] = smoothed(Float64Array.of(4, NaN, 2), 0.5);
    expect([first, gap, third]).toEqual([4, NaN, 2 / 0.75]);
  });
});

describe('a dense line', () => {
  function barsOf(points: readonly (readonly [number, number] | null)[], width = 0): string[] {
    const drawn: string[] = [];
    const bars = new ColumnBars(
      {
        moveTo: (x, y) => drawn.push(`${String(x)} ${String(y)}`),
        lineTo: (x, y) => drawn.push(`${drawn.pop()!} → ${String(x)} ${String(y)}`),
      },
      width,
    );
    for (const point of points) {
      if (point === null) bars.lift();
      else bars.add(...point);
    }
    bars.lift();
    return drawn;
  }

  it('is a bar from the lowest to the highest in each column', () => {
    expect(
      barsOf([
        [3.1, 5],
        [3.4, 9],
        [3.9, 7],
      ]),
    ).toEqual(['3.5 5 → 3.5 9']);
  });

  it('touches the bar before, and is as high as the line is thick', () => {
    expect(
      barsOf(
        [
          [3, 5],
          [3, 6],
          [4, 9],
        ],
        2,
      ),
    ).toEqual(['3.5 4 → 3.5 7', '4.5 5 → 4.5 10']);
  });

  it('is a plain line over columns without points, and ends at a gap', () => {
    expect(
      barsOf([
        [3, 5],
        [8, 6],
      ]),
    ).toEqual(['3.5 5 → 3.5 5', '3.5 5 → 8.5 6', '8.5 6 → 8.5 6']);
    expect(barsOf([[3, 5], null, [4, 9]])).toEqual(['3.5 5 → 3.5 5', '4.5 9 → 4.5 9']);
  });
});

describe('the crosshair', () => {
  it.each([
    [-5, 0],
    [4, 0],
    [6, 1],
    [17, 1],
    [18, 3],
    [99, 3],
  ])('at %i reads the nearest point, the later of two at the same place', (at, index) => {
    expect(nearestIndex(Float64Array.of(0, 10, 25, 25), at)).toBe(index);
  });

  it('reads every measured point, however few of them are drawn', () => {
    const long = curve({ y: Array.from({ length: 100_000 }, (_, k) => k / 3) });
    const short = curve({ runId: 'short', y: [7, 5] });
    const readings = readingsAt([long, short], 54_321.2);
    expect(readings.map(({ x, y }) => [x, y])).toEqual([
      [54_321, 54_321 / 3],
      [1, 5],
    ]);
    expect(snapped(readings, 54_321.2)).toBe(54_321);
  });

  it('is at the last points where there is none, and reads nothing of an empty curve', () => {
    expect(readingsAt([curve(), curve({ y: [] })], null).map(({ x, y }) => [x, y])).toEqual([[2, 1]]);
  });
});

describe('the mean of runs', () => {
  const a = curve({ runId: 'a', x: [0, 2, 4], y: [4, 2, 0] });
  const b = curve({ runId: 'b', x: [0, 1, 2], y: [8, 6, 6] });

  it('reads a run between its points, and not beyond its ends', () => {
    const mean = meanCurve([a, b], 'range');
    expect([...mean.x]).toEqual([0, 1, 2, 4]);
    expect([...mean.y]).toEqual([6, 4.5, 4, 0]);
    expect([...mean.band!.low]).toEqual([4, 3, 2, 0]);
    expect([...mean.band!.high]).toEqual([8, 6, 6, 0]);
    expect(mean.runs).toBe(2);
  });

  it('has the sample standard deviation around it, none for a single run', () => {
    const { band } = meanCurve([a, b], 'deviation');
    expect(band!.high[0]).toBeCloseTo(6 + Math.sqrt(8));
    expect(band!.low[0]).toBeCloseTo(6 - Math.sqrt(8));
    expect([band!.low[3], band!.high[3]]).toEqual([0, 0]);
  });

  it('passes over what is no number', () => {
    const broken = curve({ runId: 'c', x: [0, 2], y: [NaN, 10] });
    expect([...meanCurve([a, broken], 'range').y]).toEqual([4, 6, 0]);
  });
});

describe('the numbers of a chart', () => {
  it('come with all digits, under the names of the runs', () => {
    const text = curvesCsv(
      [
        curve({ name: 'A, "b"', y: [0.1 + 0.2, NaN] }),
        curve({ name: 'C', x: [1, 2], y: [-Infinity, 1e-300], part: 'validation' }),
      ],
      'epoch',
    );
    expect(text).toBe(
      'epoch,"A, ""b"", train","C, validation"\n0,0.30000000000000004,\n1,NaN,-inf\n2,,1e-300\n',
    );
  });

  it('keep every point, also where a run has two at one x', () => {
    const text = curvesCsv(
      [curve({ name: 'A', x: [1, 1, 2], y: [5, 6, 7] }), curve({ name: 'B', x: [1], y: [8] })],
      'step',
    );
    expect(text.split('\n').slice(1)).toEqual(['1,5,8', '1,6,', '2,7,', '']);
  });

  it('have the ends of a band in columns of their own', () => {
    const mean = meanCurve([curve({ name: 'A', y: [1] }), curve({ name: 'B', y: [3] })], 'range');
    expect(curvesCsv([mean], 'epoch')).toBe(
      'epoch,"A (mean of 2), train","A (mean of 2), train, low","A (mean of 2), train, high"\n0,2,1,3\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)'])('never begin a name as a formula: %s', (name) => {
    expect(curvesCsv([curve({ name, y: [1] })], 'epoch')).toMatch(new RegExp(`^epoch,"?'`));
  });
});
