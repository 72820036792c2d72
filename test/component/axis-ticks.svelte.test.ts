import { describe, expect, it } from 'vitest';
import { logTicks, MOST_TICKS, tickLabel } from '../../src-renderer/charts/axis-ticks.ts';

/** What a logarithmic axis of Chart.js offers between two powers of ten: 1 to 9, and halves of the first two. */
function offered(from: number, to: number): { value: number }[] {
  const ticks: { value: number }[] = [];
  for (let power = from; power < to; power++) {
    for (const digit of [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9])
      ticks.push({ value: Number(`${String(digit)}e${String(power)}`) });
  }
  return [...ticks, { value: 10 ** to }];
}

const shown = (from: number, to: number) => logTicks(offered(from, to)).map(({ value }) => tickLabel(value));

describe('the ticks of a logarithmic axis', () => {
  it('are the powers of ten where there are at least three', () => {
    expect(shown(-6, -2)).toEqual(['1e−6', '1e−5', '0.0001', '0.001', '0.01']);
  });

  it('are evenly spaced and few where there are many powers', () => {
    const ticks = logTicks(offered(-20, 4)).map(({ value }) => Math.round(Math.log10(value)));
    const steps = ticks.slice(1).map((power, k) => power - ticks[k]!);
    expect(new Set(steps).size).toBe(1);
    expect(ticks.length).toBeLessThanOrEqual(MOST_TICKS + 1);
  });

  it('are 1, 2 and 5 of each decade where there are fewer', () => {
    expect(shown(0, 1)).toEqual(['1', '2', '5', '10']);
  });

  it('are all there are in a range without 1, 2 and 5', () => {
    expect(logTicks([{ value: 0.3 }, { value: 0.4 }])).toHaveLength(2);
  });
});
