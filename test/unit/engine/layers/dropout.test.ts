import {
  dropoutBackward,
  type DropoutMask,
  dropoutFactors,
  dropoutForward,
} from '@shared/engine/layers/dropout.ts';
import { describe, expect, it } from 'vitest';

function factors(rate: number, mask: DropoutMask, units = 3, N = 7): number[] {
  const M = new Float64Array(units * N);
  dropoutFactors(M, rate, mask, units, N);
  return [...M];
}

const MASK: DropoutMask = { seed: 1, step: 0, layer: 0 };

describe('dropout', () => {
  // The hash written a second time, in Python with whole numbers modulo 2³².
  it.each([
    [0.5, MASK, '0000111 1010101 1100010'],
    [0.25, { seed: 4_294_967_295, step: 1_000_000, layer: 3 }, '1101110 0101111 1111111'],
  ])('with rate %f and %j keeps what the hash of its place says', (rate, mask, expected) => {
    const kept = factors(rate, mask).map((factor) => (factor === 0 ? '0' : '1'));
    expect(kept.join('')).toBe(expected.replaceAll(' ', ''));
  });

  // How many of 10,000 the second program drops; three standard deviations are 90, 150 and 90.
  it.each([
    [0.1, 935],
    [0.5, 4_976],
    [0.9, 8_936],
  ])('drops a share of %f, and scales the rest up to make good for it', (rate, dropped) => {
    const drawn = factors(rate, { seed: 3, step: 11, layer: 2 }, 100, 100);
    expect(new Set(drawn)).toEqual(new Set([0, 1 / (1 - rate)]));
    expect(drawn.filter((factor) => factor === 0)).toHaveLength(dropped);
  });

  it('with rate 0 keeps everything as it is', () => {
    expect(new Set(factors(0, MASK))).toEqual(new Set([1]));
  });

  it.each<[string, DropoutMask]>([
    ['seed', { ...MASK, seed: 2 }],
    ['step', { ...MASK, step: 1 }],
    ['layer', { ...MASK, layer: 1 }],
  ])('draws another mask for another %s, half of it different', (_what, other) => {
    const [first, second] = [factors(0.5, MASK, 50, 50), factors(0.5, other, 50, 50)];
    const different = first.filter((factor, k) => factor !== second[k]).length;
    // Five standard deviations of 2,500 coins.
    expect(Math.abs(different - 1_250)).toBeLessThan(125);
  });

  it('gives a sample the same mask in a larger batch', () => {
    const small = factors(0.5, MASK, 2, 3);
    const large = factors(0.5, MASK, 2, 5);
    expect([large.slice(0, 3), large.slice(5, 8)]).toEqual([small.slice(0, 3), small.slice(3)]);
  });

  it('multiplies by its factors on the way forward, and adds them times the gradient on the way back', () => {
    const M = Float64Array.of(0, 2, 2);
    const Z = new Float64Array(3);
    dropoutForward(Z, M, Float64Array.of(5, 6, -7), 3);
    expect([...Z]).toEqual([0, 12, -14]);
    const dA = Float64Array.of(1, 1, 1);
    dropoutBackward(dA, M, Float64Array.of(3, 4, 5), 3);
    expect([...dA]).toEqual([1, 9, 11]);
  });

  it('does not hide a NaN that it drops', () => {
    const Z = new Float64Array(1);
    dropoutForward(Z, Float64Array.of(0), Float64Array.of(NaN), 1);
    expect(Z[0]).toBeNaN();
  });
});
