import { describe, expect, it } from 'vitest';
import { tipPlace } from '../../../../src-renderer/features/network/canvas/tip-place.ts';

const ROOM = { width: 400, height: 300 };
const TIP = { width: 100, height: 80 };

describe('the tip of a unit', () => {
  it('stands right of the pointer and below it', () => {
    expect(tipPlace({ x: 50, y: 50 }, TIP, ROOM)).toEqual({ x: 66, y: 62 });
  });

  it('stays above the lower edge of the picture', () => {
    expect(tipPlace({ x: 50, y: 280 }, TIP, ROOM)).toEqual({ x: 66, y: 216 });
  });

  it('turns to the left of the pointer at the right edge', () => {
    expect(tipPlace({ x: 350, y: 50 }, TIP, ROOM)).toEqual({ x: 234, y: 62 });
  });

  it('begins at the upper edge where it is higher than the picture', () => {
    expect(tipPlace({ x: 50, y: 50 }, { width: 100, height: 400 }, ROOM).y).toBe(0);
  });
});
