import { graphCoefficients } from '@shared/engine/native/graph/coefficients.ts';
import { describe, expect, it } from 'vitest';

describe('the coefficients of a graph', () => {
  it('are those of the optimizer in float32, of as many steps as asked for', () => {
    const coefficients = Float64Array.of(0.1, 0.25, 0.2, 0.5, 0.3, 0.75);
    expect([...graphCoefficients({ type: 'sgd' }, coefficients, 2)]).toEqual(
      [0.1, 0.25, 0.2, 0.5].map(Math.fround),
    );
  });

  it('say what AdamW takes off, not what it leaves, of which float32 would keep two digits', () => {
    const share = 1e-6;
    const coefficients = Float64Array.of(0.1, 0.9, 0.1, 0.999, 0.001, 1e-8, 1 - share);
    // 1 − share in float64 keeps ten digits of it.
    expect(graphCoefficients({ type: 'adamw' }, coefficients, 1)[6]! / share).toBeCloseTo(1, 6);
  });
});
