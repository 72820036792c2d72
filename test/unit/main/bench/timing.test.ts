import { describe, expect, it } from 'vitest';
import { measureInTurn, medianRatio, summarize } from '../../../../src-main/bench/timing.ts';

describe('summarize', () => {
  it.each([
    [[3, 1, 2], { median: 2, min: 1, max: 3, repeats: 3 }],
    [[4, 1, 3, 2], { median: 2.5, min: 1, max: 4, repeats: 4 }],
    [[10, 9, 100], { median: 10, min: 9, max: 100, repeats: 3 }],
  ])('tells the middle and the ends of %j', (values, summary) => {
    expect(summarize(values)).toEqual(summary);
  });
});

describe('measureInTurn', () => {
  const EFFORT = { repeats: 3, seconds: 0.002 };

  /** Work that notes its calls, and says that it did so much. */
  function noted(calls: string[], name: string, done: number) {
    return {
      reset: () => calls.push(`reset ${name}`),
      run: (ms: number) => {
        calls.push(`run ${name} ${String(ms)}`);
        const until = performance.now() + ms;
        while (performance.now() < until);
        return done;
      },
    };
  }

  it('measures as often as asked for, after a warm-up that does not count, each time from the beginning', () => {
    const calls: string[] = [];
    const [measured] = measureInTurn(EFFORT, [noted(calls, 'a', 7)]);
    expect(calls).toEqual(Array.from({ length: 4 }, () => ['reset a', 'run a 2']).flat());
    expect(measured!.rates).toHaveLength(3);
    for (const rate of measured!.rates) expect(rate).toBeLessThanOrEqual(7 / 0.002);
    expect(measured!.cpu).toBeGreaterThan(0);
  });

  it('lets each go first in every other repeat, and answers in the order of the works', () => {
    const calls: string[] = [];
    const [first, second] = measureInTurn(EFFORT, [noted(calls, 'a', 1), noted(calls, 'b', 0)]);
    const runs = calls.filter((call) => call.startsWith('run')).map((call) => call[4]);
    expect(runs.join('')).toBe('ababbaab');
    expect(Math.min(...first!.rates)).toBeGreaterThan(0);
    expect(second!.rates).toEqual([0, 0, 0]);
  });
});

it('compares repeat with repeat, so that a machine that became slower in between changes nothing', () => {
  expect(medianRatio([20, 10, 2], [10, 5, 1])).toBe(2);
});
