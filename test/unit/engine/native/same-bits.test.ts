import { fillForTrial, threadsWithSameBits } from '@shared/engine/native/same-bits.ts';
import { describe, expect, it } from 'vitest';

/** Other bits from so many threads on. */
const differingFrom = (limit: number) => (threads: number) => [Float32Array.of(1, threads < limit ? 2 : 3)];

describe('the threads on which a step is computed', () => {
  it.each([
    [1, Infinity, 1],
    [2, Infinity, 2],
    [7, Infinity, 7],
    [7, 4, 3],
    [8, 3, 2],
    [8, 2, 1],
  ])('of %i on offer, with other bits from %d on, are %i', (offered, limit, expected) => {
    expect(threadsWithSameBits(offered, differingFrom(limit))).toBe(expected);
  });

  it('need no trial where there is but one', () => {
    const fail = () => {
      throw new Error('tried');
    };
    expect(threadsWithSameBits(1, fail)).toBe(1);
  });

  it.each([
    ['NaN counts as itself', [NaN, 1], [NaN, 1], 2],
    ['−0 is not 0', [0, 1], [-0, 1], 1],
  ])('are compared by their bits: %s', (_what, single, double, expected) => {
    const compute = (threads: number) => [Float32Array.from(threads === 1 ? single : double)];
    expect(threadsWithSameBits(2, compute)).toBe(expected);
  });
});

describe('numbers for a trial', () => {
  const values = new Float32Array(1_000);
  fillForTrial(values);

  it('are none of them zero, and all different', () => {
    expect(values).not.toContain(0);
    expect(new Set(values).size).toBe(1_000);
  });

  it('are of both signs and of the size of weights', () => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(1e-3);
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(2 ** -4);
  });
});
