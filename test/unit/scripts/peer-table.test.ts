import { describe, expect, it } from 'vitest';
import { medianOf, peerTable, speedRatio } from '../../../scripts/lib/peer-table.mjs';

describe('speedRatio', () => {
  it.each([
    ['samples/s', [200], [50], 4],
    ['µs', [2], [8], 4],
    ['ms', [20], [10], 0.5],
    // Round against round: in the second the machine was slower for both.
    ['samples/s', [200, 20, 210], [100, 10, 100], 2],
    // One of them was not there for the last round.
    ['samples/s', [200, 20, 210], [100, 5], 3],
  ])('is above 1 where the first is faster, in %s', (unit, rounds, others, ratio) => {
    expect(speedRatio({ unit, rounds }, { rounds: others })).toBe(ratio);
  });
});

it.each([
  [[2, 1, 3], 2],
  [[1, 2], 1.5],
  [[5], 5],
])('the median of %j', (values, median) => {
  expect(medianOf(values)).toBe(median);
});

it('sets every other against each of our backends: on as many threads, and best against best', () => {
  const result = (tool: string, backend: string, threads: number, median: number) => ({
    workload: 'wide',
    tool,
    backend,
    version: `${tool} ${backend}`,
    threads,
    unit: 'samples/s',
    median,
    min: median - 1,
    max: median + 1,
    rounds: [median],
  });
  const table = peerTable([
    result('ninestep', 'native', 1, 20_000),
    result('ninestep', 'wasm', 1, 10_000),
    result('ninestep', 'wasm', 2, 18_000),
    result('numpy', '', 1, 5_000),
    result('numpy', '', 2, 4_000),
  ]);
  expect(table.split('\n')).toEqual([
    '| workload | tool | threads | median | min–max | native ÷ it | wasm ÷ it | best ÷ best |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    '| wide | ninestep native | 1 | 20,000 samples/s | 20,000–20,000 |  | 0.50 × |  |',
    '| wide | ninestep wasm | 1 | 10,000 samples/s | 10,000–10,000 | 2.00 × |  |  |',
    '| wide | ninestep wasm | 2 | 18,000 samples/s | 18,000–18,000 |  |  |  |',
    '| wide | numpy  | 1 | 5,000 samples/s | 5,000–5,000 | 4.00 × | 2.00 × | 4.00 × |',
    '| wide | numpy  | 2 | 4,000 samples/s | 4,000–4,000 |  | 4.50 × |  |',
    '',
  ]);
});
