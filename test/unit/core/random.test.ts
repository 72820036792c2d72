import { Random } from '@shared/core/random.ts';
import { describe, expect, it } from 'vitest';
import { SEED } from '../../helpers/campaign.ts';

const DRAWS = 10_000;

function draw<T>(count: number, next: () => T): T[] {
  return Array.from({ length: count }, next);
}

function words(seed: number, purpose: string): number[] {
  const random = new Random(seed, purpose);
  return draw(100, () => random.nextUint32());
}

describe(`Random (seed ${SEED})`, () => {
  it('gives the same stream for the same seed and purpose', () => {
    expect(words(SEED, 'split')).toEqual(words(SEED, 'split'));
  });

  it.each([
    ['seeds', SEED + 1, 'split'],
    ['purposes', SEED, 'data'],
    ['purposes of one letter', SEED, 'splis'],
  ])('gives different streams for different %s', (_what, seed, purpose) => {
    const shared = words(seed, purpose).filter((word, k) => word === words(SEED, 'split')[k]);
    expect(shared).toEqual([]);
  });

  it('gives a living stream also for the seeds at the ends of the range', () => {
    for (const seed of [0, 2 ** 32 - 1]) expect(new Set(words(seed, '')).size).toBe(100);
  });

  it('draws whole numbers of 32 bits, every bit as often set as not', () => {
    const random = new Random(SEED, 'bits');
    const set = new Array<number>(32).fill(0);
    for (let k = 0; k < DRAWS; k++) {
      const word = random.nextUint32();
      expect(Number.isInteger(word) && word >= 0 && word < 2 ** 32).toBe(true);
      for (let bit = 0; bit < 32; bit++) set[bit]! += (word >>> bit) & 1;
    }
    // Five standard deviations of a binomial: one false alarm in 50,000 seeds over 32 bits.
    for (const count of set) expect(Math.abs(count - DRAWS / 2)).toBeLessThan(5 * Math.sqrt(DRAWS / 4));
  });

  it('draws uniform numbers in [0, 1) with the mean and spread of the distribution', () => {
    const random = new Random(SEED, 'uniform');
    const values = draw(DRAWS, () => random.uniform());
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expectMoments(values, 0.5, 1 / 12);
  });

  it('draws standard normal numbers', () => {
    const random = new Random(SEED, 'normal');
    const values = draw(DRAWS, () => random.normal());
    expectMoments(values, 0, 1);
    // P(|z| < 1.96) = 0.95.
    const inside = values.filter((value) => Math.abs(value) < 1.96).length / DRAWS;
    expect(Math.abs(inside - 0.95)).toBeLessThan(5 * Math.sqrt((0.95 * 0.05) / DRAWS));
  });

  it.each([1, 2, 3, 7, 10, 97])('draws every whole number below %i equally often', (limit) => {
    const random = new Random(SEED, 'below');
    const counts = new Array<number>(limit).fill(0);
    for (let k = 0; k < DRAWS; k++) counts[random.below(limit)]! += 1;
    const expected = DRAWS / limit;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // χ² has mean k − 1 and variance 2(k − 1): six standard deviations above the mean.
    expect(chiSquare).toBeLessThanOrEqual(limit - 1 + 6 * Math.sqrt(2 * (limit - 1)));
  });

  it('favours no small number where the limit does not divide 2³²', () => {
    // Below 3·2³⁰, taking the remainder alone would draw the lowest third twice as often as each other third.
    const random = new Random(SEED, 'large limit');
    const limit = 3 * 2 ** 30;
    const low = draw(DRAWS, () => random.below(limit)).filter((value) => value < 2 ** 30).length;
    expect(Math.abs(low / DRAWS - 1 / 3)).toBeLessThan(5 * Math.sqrt(2 / 9 / DRAWS));
  });

  it.each([0, 1, 2, 3, 100])('shuffles %i numbers into a permutation of them', (length) => {
    const order = Uint32Array.from({ length }, (_, k) => k);
    new Random(SEED, 'shuffle').shuffle(order);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length }, (_, k) => k));
  });

  it('shuffles into each of the 24 orders of four equally often', () => {
    const random = new Random(SEED, 'orders');
    const counts = new Map<string, number>();
    for (let k = 0; k < DRAWS; k++) {
      const order = Uint32Array.of(0, 1, 2, 3);
      random.shuffle(order);
      counts.set(order.join(), (counts.get(order.join()) ?? 0) + 1);
    }
    const expected = DRAWS / 24;
    const chiSquare = [...counts.values()].reduce(
      (sum, count) => sum + (count - expected) ** 2 / expected,
      0,
    );
    expect(counts.size).toBe(24);
    expect(chiSquare).toBeLessThan(23 + 6 * Math.sqrt(46));
  });
});

/** Mean and variance within five standard errors. */
function expectMoments(values: readonly number[], mean: number, variance: number): void {
  const average = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length;
  expect(Math.abs(average - mean)).toBeLessThan(5 * Math.sqrt(variance / values.length));
  expect(Math.abs(spread / variance - 1)).toBeLessThan(5 * Math.sqrt(2 / values.length));
}
