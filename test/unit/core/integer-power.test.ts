import { integerPower } from '@shared/core/integer-power.ts';
import { describe, expect, it } from 'vitest';

describe('integerPower', () => {
  it.each([
    [2, 0, 1],
    [2, 10, 1024],
    [-3, 3, -27],
    [0.5, 5, 0.03125],
    [0, 0, 1],
    [0, 7, 0],
    [10, 15, 1e15],
  ])('%f to the power %i is %f', (base, n, power) => {
    expect(integerPower(base, n)).toBe(power);
  });

  it('agrees with ** for large powers', () => {
    expect(integerPower(0.999, 10_000) / 0.999 ** 10_000).toBeCloseTo(1, 11);
    expect(integerPower(1.000001, 3_000_000) / 1.000001 ** 3_000_000).toBeCloseTo(1, 8);
  });

  it('underflows to zero and overflows to infinity, as ** does', () => {
    expect(integerPower(0.9, 1e9)).toBe(0);
    expect(integerPower(1.1, 1e9)).toBe(Infinity);
  });
});
