import { describe, expect, it } from 'vitest';
import { medianOf, peerTable, speedRatio } from '../../../scripts/lib/peer-table.mjs';

describe('speedRatio', () => {
  it.each([
    ['samples/s', 200, 50, 4],
    ['µs', 2, 8, 4],
    ['ms', 20, 10, 0.5],
  ])('is above 1 where we are faster, in %s', (unit, ours, peer, ratio) => {
    expect(speedRatio({ unit, median: ours }, { unit, median: peer })).toBe(ratio);
  });
});

it.each([
  [[2, 1, 3], 2],
  [[1, 2], 1.5],
  [[5], 5],
])('the median of %j', (values, median) => {
  expect(medianOf(values)).toBe(median);
});

it('sets each peer against us: on as many threads, and best against best', () => {
  const result = (tool: string, threads: number, median: number) => ({
    workload: 'wide',
    tool,
    version: `${tool} 1.0`,
    threads,
    unit: 'samples/s',
    median,
    min: median - 1,
    max: median + 1,
  });
  const table = peerTable([
    result('ninestep', 1, 10_000),
    result('ninestep', 2, 18_000),
    result('numpy', 1, 5_000),
    result('numpy', 2, 4_000),
  ]);
  expect(table.split('\n').slice(2)).toEqual([
    '| wide | ninestep 1.0 | 1 | 10,000 samples/s | 10,000–10,000 |  |  |',
    '| wide | ninestep 1.0 | 2 | 18,000 samples/s | 18,000–18,000 |  |  |',
    '| wide | numpy 1.0 | 1 | 5,000 samples/s | 5,000–5,000 | 2.00 × | 3.60 × |',
    '| wide | numpy 1.0 | 2 | 4,000 samples/s | 4,000–4,000 | 4.50 × |  |',
    '',
  ]);
});
