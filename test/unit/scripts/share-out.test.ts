import { describe, expect, it } from 'vitest';
import { shareOut } from '../../../scripts/lib/share-out.mjs';

describe('shares of the window tests', () => {
  it('hold every file once', () => {
    const files = Array.from({ length: 17 }, (_, k) => `${String(k)}.e2e.ts`);
    expect(shareOut(files, 2).flat().toSorted()).toEqual(files.toSorted());
  });

  it('weigh about the same where the largest come first', () => {
    expect(shareOut([9, 8, 7, 6, 5, 4, 3, 2], 2)).toEqual([
      [9, 6, 5, 2],
      [8, 7, 4, 3],
    ]);
  });

  it('are one where one is asked for', () => {
    expect(shareOut(['a', 'b'], 1)).toEqual([['a', 'b']]);
  });
});
