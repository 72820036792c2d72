import { copyRows, gatherRows, transposeRows } from '@shared/engine/gather.ts';
import { describe, expect, it } from 'vitest';

describe('batches', () => {
  // Two columns of four samples.
  const source = Float64Array.of(1, 2, 3, 4, 10, 20, 30, 40);

  it('gathers chosen samples, column by column', () => {
    const batch = new Float64Array(6);
    gatherRows(batch, source, Uint32Array.of(3, 0), 4);
    expect([...batch]).toEqual([4, 1, 40, 10, 0, 0]);
  });

  it('copies neighbouring samples', () => {
    const batch = new Float64Array(4);
    copyRows(batch, source, 1, 2, 4);
    expect([...batch]).toEqual([2, 3, 20, 30]);
  });

  it('turns rows one after the other into samples side by side', () => {
    const batch = new Float64Array(6);
    transposeRows(batch, Float64Array.of(1, 10, 2, 20, 3, 30), 3);
    expect([...batch]).toEqual([1, 2, 3, 10, 20, 30]);
  });
});
