import { clipGradients } from '@shared/engine/optimizers/clipping.ts';
import type { Clipping } from '@shared/model/training-catalog.ts';
import { describe, expect, it } from 'vitest';

describe('clipGradients', () => {
  const clipped = (values: readonly number[], clipping: Clipping | null) => {
    const gradients = Float64Array.from(values);
    return { norm: clipGradients(gradients, clipping), gradients: [...gradients] };
  };

  it('scales the whole gradient down to the limit', () => {
    const { norm, gradients } = clipped([3, -4], { by: 'norm', limit: 2.5 });
    expect(norm).toBe(5);
    // As PyTorch: 2.5 / (5 + 1e-6)
    expect(gradients).toEqual([3 * (2.5 / 5.000001), -4 * (2.5 / 5.000001)]);
  });

  it.each<[string, Clipping | null]>([
    ['a norm below the limit', { by: 'norm', limit: 5.1 }],
    ['values below the limit', { by: 'value', limit: 4 }],
    ['all without a limit', null],
  ])('leaves %s as it is', (_, clipping) => {
    expect(clipped([3, -4], clipping)).toEqual({ norm: 5, gradients: [3, -4] });
  });

  it('cuts every component off at the limit', () => {
    expect(clipped([3, -4, 0.5], { by: 'value', limit: 1 }).gradients).toEqual([1, -1, 0.5]);
  });

  it.each<Clipping>([
    { by: 'norm', limit: 1 },
    { by: 'value', limit: 1 },
  ])('hides nothing that is not a number, by $by', (clipping) => {
    const { norm, gradients } = clipped([NaN, 2], clipping);
    expect(norm).toBeNaN();
    expect(gradients[0]).toBeNaN();
  });

  it('leaves a gradient of zero alone', () => {
    expect(clipped([0, 0], { by: 'norm', limit: 1 })).toEqual({ norm: 0, gradients: [0, 0] });
  });
});
