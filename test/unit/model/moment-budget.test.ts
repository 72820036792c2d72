import { mostMoments } from '@shared/model/moment-budget.ts';
import { describe, expect, it } from 'vitest';
import { setupFor } from '../../helpers/trainers.ts';

/** The moments of a run of so many epochs of a network of two layers. */
function momentsOf(epochs: number, { rows = 60, units = 5 } = {}): number {
  const network = { layers: Array.from({ length: 2 }, () => ({ type: 'dense', units, activation: 'relu' })) };
  const { shapes, training, parts } = setupFor({ rows, network, training: { epochs } });
  return mostMoments({ shapes, training, rows: parts.train.rows });
}

describe('mostMoments', () => {
  it('gives short runs of small networks dozens, and long ones two hundred', () => {
    expect(momentsOf(10)).toBeGreaterThan(50);
    expect(momentsOf(1_000_000)).toBe(200);
  });

  it('gives more to longer runs, and fewer to large networks on few rows', () => {
    expect(momentsOf(20, { units: 500, rows: 5_000 })).toBeGreaterThan(
      momentsOf(2, { units: 500, rows: 5_000 }),
    );
    expect(momentsOf(5, { units: 3_000 })).toBe(0);
  });

  it('depends on the settings and the number of rows alone', () => {
    expect(momentsOf(321)).toBe(momentsOf(321));
  });
});
