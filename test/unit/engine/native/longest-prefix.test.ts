import { longestPrefix } from '@shared/engine/native/longest-prefix.ts';
import { describe, expect, it } from 'vitest';

describe('the longest prefix', () => {
  it.each([0, 1, 2, 3, 7, 8, 20])('of at most %i steps is found wherever it ends', (most) => {
    for (let end = 0; end <= most; end++) expect(longestPrefix(most, (steps) => steps <= end)).toBe(end);
  });

  it('is asked about as a whole first, and then in as few questions as bisection needs', () => {
    const asked: number[] = [];
    longestPrefix(1_000, (steps) => {
      asked.push(steps);
      return steps <= 611;
    });
    expect(asked[0]).toBe(1_000);
    expect(asked.length).toBeLessThanOrEqual(11);
  });

  it('of no steps needs no question', () => {
    expect(
      longestPrefix(0, () => {
        throw new Error('asked');
      }),
    ).toBe(0);
  });
});
