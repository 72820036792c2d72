import { errorFunction } from '@shared/core/error-function.ts';
import { describe, expect, it } from 'vitest';

describe('errorFunction', () => {
  // Values of Python 3's math.erf.
  it.each([
    [0, 0],
    [0.1, 0.1124629160182849],
    [-0.3, -0.3286267594591274],
    [0.46875, 0.49261347321793797],
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [-1.5, -0.9661051464753108],
    [2, 0.9953222650189527],
    [3.9, 0.9999999652077514],
    [4.1, 0.9999999932999724],
    [6, 1],
    [-1e3, -1],
    [Infinity, 1],
  ])('of %f is %f', (x, expected) => {
    expect(Math.abs(errorFunction(x) - expected)).toBeLessThan(5e-16);
  });

  it('of −x is the same with the other sign, to the bit', () => {
    for (let x = 0; x < 7; x += 0.01) expect(errorFunction(-x)).toBe(-errorFunction(x));
  });

  it('does not jump where its three formulas meet', () => {
    for (const border of [0.46875, 4]) {
      const jump = errorFunction(border + 1e-12) - errorFunction(border);
      const slope = (2 / Math.sqrt(Math.PI)) * Math.exp(-border * border);
      expect(Math.abs(jump - slope * 1e-12)).toBeLessThan(1e-15);
    }
  });

  it('of NaN is NaN', () => {
    expect(errorFunction(NaN)).toBeNaN();
  });
});
