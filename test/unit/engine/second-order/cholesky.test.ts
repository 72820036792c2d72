import { Random } from '@shared/core/random.ts';
import { choleskyFactor, choleskySolve } from '@shared/engine/second-order/cholesky.ts';
import { describe, expect, it } from 'vitest';

describe('choleskyFactor', () => {
  it('matches the worked example', () => {
    // L = [[2, 0, 0], [6, 1, 0], [−8, 5, 3]] times its transpose.
    const A = Float64Array.of(4, 12, -16, 12, 37, -43, -16, -43, 98);
    const L = new Float64Array(9);
    expect(choleskyFactor(L, A, 3, 0, 3)).toBe(true);
    expect([...L]).toEqual([2, 0, 0, 6, 1, 0, -8, 5, 3]);
  });

  it('takes some rows at a time', () => {
    const A = Float64Array.of(4, 0, 0, 12, 37, 0, -16, -43, 98);
    expect(choleskyFactor(A, A, 3, 0, 1)).toBe(true);
    expect([...A]).toEqual([2, 0, 0, 12, 37, 0, -16, -43, 98]);
    expect(choleskyFactor(A, A, 3, 1, 3)).toBe(true);
    expect([...A]).toEqual([2, 0, 0, 6, 1, 0, -8, 5, 3]);
  });

  it('may overwrite its input, of which it reads the lower triangle alone', () => {
    const A = Float64Array.of(4, NaN, 12, 37);
    expect(choleskyFactor(A, A, 2, 0, 2)).toBe(true);
    expect([A[0], A[2], A[3]]).toEqual([2, 6, 1]);
  });

  it.each([
    ['an indefinite matrix', [1, 2, 2, 1]],
    ['a singular matrix', [1, 1, 1, 1]],
    ['a matrix of zeros', [0, 0, 0, 0]],
    ['NaN', [1, 0, NaN, 1]],
    ['infinity', [Infinity, 0, 0, 1]],
  ])('refuses %s', (_, values) => {
    expect(choleskyFactor(new Float64Array(4), Float64Array.from(values), 2, 0, 2)).toBe(false);
  });
});

describe('choleskySolve', () => {
  it.each([1, 2, 7, 47])('solves a random system of %i equations', (size) => {
    const random = new Random(size, 'matrix');
    const B = Float64Array.from({ length: size * size }, () => random.normal());
    const A = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        for (let k = 0; k < size; k++) A[i * size + j]! += B[i * size + k]! * B[j * size + k]!;
      }
      A[i * size + i]! += 1;
    }
    const x = Float64Array.from({ length: size }, () => random.normal());
    const b = x.map((_, i) => x.reduce((sum, value, j) => sum + A[i * size + j]! * value, 0));
    expect(choleskyFactor(A, A, size, 0, size)).toBe(true);
    choleskySolve(b, A, b, size);
    b.forEach((value, k) => expect(value).toBeCloseTo(x[k]!, 10));
  });
});
