import { expect, it } from 'vitest';
import { spreadLabels } from '../../src-renderer/charts/chart-marks.ts';
import { endLabelOf, fitted } from '../../src-renderer/charts/curve-labels.ts';
import { curvesOfPoints } from '../../src-renderer/charts/points-curves.ts';
import { partStyle, runColor, runDash } from '../../src-renderer/charts/run-style.ts';
import { sparklinePath } from '../../src-renderer/components/sparkline.ts';
import { curve } from '../helpers/curves.ts';
import { metricsPoint } from '../helpers/metrics-points.ts';

const OWNER = { runId: 'run_1', name: 'Run 1', colorToken: '--run-0' };

it('a run has a curve for every part that has rows', () => {
  const parts = (points: Parameters<typeof curvesOfPoints>[0]) =>
    curvesOfPoints(points, { kind: 'loss' }, 'epoch', OWNER).map(({ part }) => part);
  expect(parts([metricsPoint(0, 1), metricsPoint(1, 0.5)])).toEqual(['train', 'test']);
  expect(parts([metricsPoint(0, 1, 2)])).toEqual(['train', 'validation', 'test']);
  expect(parts([])).toEqual([]);
});

it.each([
  ['epoch', 4],
  ['step', 40],
  ['seconds', 0.5],
] as const)('a curve of a run runs over its %s', (xAxis, x) => {
  const [line] = curvesOfPoints([metricsPoint(4, 3)], { kind: 'rmse', target: 1 }, xAxis, OWNER);
  expect([line?.x, line?.y]).toEqual([Float64Array.of(x), Float64Array.of(6)]);
});

it('a line is named by what tells it from the others', () => {
  const a = curve({ runId: 'a', name: 'A', part: 'train' });
  const b = curve({ runId: 'b', name: 'B', part: 'train' });
  const c = curve({ runId: 'b', name: 'B', part: 'validation' });
  expect(endLabelOf(a, [a, b])).toBe('A');
  expect(endLabelOf(c, [b, c])).toBe('validation');
  expect(endLabelOf(c, [a, b, c])).toBe('B, validation');
  expect(endLabelOf({ ...a, runs: 5 }, [a, b])).toBe('A (mean of 5)');
});

it('a long name is cut in its middle', () => {
  expect(fitted('a long name, seed 17', 12, (text) => text.length)).toBe('a lon…ed 17');
  expect(fitted('short', 12, (text) => text.length)).toBe('short');
});

it('a part that is shown alone has the look of its run', () => {
  expect(partStyle('validation', '--run-1', [6, 3], true)).toEqual({
    colorToken: '--run-1',
    dash: [6, 3],
    alpha: 1,
  });
  expect(partStyle('test', '--run-1', [6, 3], false).dash).toEqual([2, 4]);
  expect(partStyle('validation', '--run-1', [], false).alpha).toBeLessThan(1);
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
