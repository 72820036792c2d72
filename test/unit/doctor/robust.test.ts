import { robustDeviation, roughness, runningMedian, theilSenSlope, thinned } from '@shared/doctor/robust.ts';
import { describe, expect, it } from 'vitest';

describe('statistics that a few wild values cannot change', () => {
  it('matches the worked example of the deviation', () => {
    // Median 3; |x − 3| = 2, 1, 0, 1, 97: median 1.
    expect(robustDeviation([1, 2, 3, 4, 100])).toBeCloseTo(1.4826, 12);
  });

  it('finds no roughness in a straight line, whatever its slope', () => {
    expect(roughness([10, 8, 6, 4, 2])).toBe(0);
  });

  it('finds the size of the jumps of a curve that goes up and down', () => {
    // Differences 1, −1, 1, −1: median 0, all of them 1 away from it.
    expect(roughness([0, 1, 0, 1, 0])).toBeCloseTo(1.4826 / Math.SQRT2, 12);
  });

  it('takes the slope of a line through a wild value', () => {
    expect(theilSenSlope([0, 1, 2, 3, 4], [0, 2, 500, 6, 8])).toBe(2);
  });

  it('knows no slope of a single point', () => {
    expect(theilSenSlope([1], [7])).toBe(0);
  });

  it('takes out a single peak, and keeps as many values as there were', () => {
    expect(runningMedian([1, 1, 9, 1, 1], 1)).toEqual([1, 1, 1, 1, 1]);
  });

  it('keeps the first and the last where it thins', () => {
    expect(thinned([0, 1, 2, 3, 4, 5, 6, 7, 8], 3)).toEqual([0, 4, 8]);
    expect(thinned([1, 2], 3)).toEqual([1, 2]);
  });
});
