import { describe, expect, it } from 'vitest';
import { measureRates, summarize } from '../../../../src-main/bench/timing.ts';

describe('summarize', () => {
  it.each([
    [[3, 1, 2], { median: 2, min: 1, max: 3, repeats: 3 }],
    [[4, 1, 3, 2], { median: 2.5, min: 1, max: 4, repeats: 4 }],
    [[10, 9, 100], { median: 10, min: 9, max: 100, repeats: 3 }],
  ])('tells the middle and the ends of %j', (values, summary) => {
    expect(summarize(values)).toEqual(summary);
  });
});

it('measures as often as asked for, after a warm-up that does not count, each time from the beginning', () => {
  const calls: string[] = [];
  const { rates, cpu } = measureRates(
    { repeats: 3, seconds: 0.002 },
    {
      reset: () => calls.push('reset'),
      run: (ms) => {
        calls.push(`run ${String(ms)}`);
        const until = performance.now() + ms;
        while (performance.now() < until);
        return 7;
      },
    },
  );
  expect(calls).toEqual(Array.from({ length: 4 }, () => ['reset', 'run 2']).flat());
  expect(rates).toHaveLength(3);
  for (const rate of rates) expect(rate).toBeLessThanOrEqual(7 / 0.002);
  expect(cpu).toBeGreaterThan(0);
});
