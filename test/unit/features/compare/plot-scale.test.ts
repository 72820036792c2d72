import { describe, expect, it } from 'vitest';
import { plotScale } from '../../../../src-renderer/features/compare/plot-scale.ts';

const PIXELS = { start: 0, end: 300 };

describe('the scale of an axis', () => {
  it.each([
    ['one value alone', [48.12]],
    ['values that only rounding tells apart', [48.12, 48.12 + 7e-15]],
    ['values that differ in the eleventh digit', [48.12, 48.12 * (1 + 1e-11)]],
    ['large ones', [1e15, 1e15 + 0.125]],
    ['small ones', [1e-9, 3e-9]],
    ['zeros', [0, 0]],
  ])('has a few marks, each another, for %s', (_, values) => {
    for (const isTight of [false, true]) {
      const { ticks, low, high } = plotScale(values, PIXELS, { isTight });
      expect(high).toBeGreaterThan(low);
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.length).toBeLessThan(12);
      expect(new Set(ticks.map(({ value }) => value)).size).toBe(ticks.length);
    }
  });
});
