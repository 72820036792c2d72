import { describe, expect, it } from 'vitest';
import { Pace } from '../../../../src-main/trainer/pace.ts';

/** How many steps are asked for in each of so many calls, when a step takes so long. */
function asked(pace: Pace, calls: number, stepMs: number): number[] {
  return Array.from({ length: calls }, () => {
    const steps = pace.stepsFor(15);
    pace.note(steps, steps * stepMs);
    return steps;
  });
}

describe('the pace', () => {
  it('begins with one step and doubles up to what fits into the time', () => {
    expect(asked(new Pace(), 8, 0.1)).toEqual([1, 2, 4, 8, 16, 32, 64, 128]);
    expect(asked(new Pace(), 20, 0.125).at(-1)).toBe(120);
  });

  it('stays at one step where that takes longer than there is time', () => {
    expect(asked(new Pace(), 4, 40)).toEqual([1, 1, 1, 1]);
  });

  it('comes down within a few calls where steps become slower', () => {
    const pace = new Pace();
    asked(pace, 20, 0.1);
    expect(asked(pace, 25, 3).at(-1)).toBe(5);
  });

  it('does not trust a clock that has not moved', () => {
    expect(Math.max(...asked(new Pace(), 5, 0))).toBe(16);
  });
});
