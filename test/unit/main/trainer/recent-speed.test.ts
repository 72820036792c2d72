import { describe, expect, it } from 'vitest';
import { RecentSpeed } from '../../../../src-main/trainer/recent-speed.ts';

/** Noted ten times a second: `before` seconds at 100 steps a second, then `after` seconds at 1000. */
function speedAfter(before: number, after: number) {
  const speed = new RecentSpeed();
  let [seconds, step] = [0, 0];
  for (let k = 0; k < (before + after) * 10; k++) {
    seconds += 0.1;
    step += k < before * 10 ? 10 : 100;
    speed.note(seconds, step);
  }
  return speed.secondsFor(1_000, seconds, step)!;
}

describe('the speed of late', () => {
  it('is unknown before anything was measured', () => {
    const speed = new RecentSpeed();
    speed.note(0, 0);
    expect(speed.secondsFor(10, 0, 0)).toBeNull();
  });

  it('forgets what is longer ago than about ten seconds', () => {
    expect(speedAfter(60, 0)).toBeCloseTo(10, 1);
    expect(speedAfter(60, 12)).toBeCloseTo(1, 1);
  });

  it('never promises less than nothing', () => {
    const speed = new RecentSpeed();
    speed.note(0, 0);
    expect(speed.secondsFor(-5, 1, 10)).toBe(0);
  });
});
