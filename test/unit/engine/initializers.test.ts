import { NumpyLegacyRandom } from '@shared/core/numpy-legacy-random.ts';
import { Random } from '@shared/core/random.ts';
import { initializers } from '@shared/engine/initializers.ts';
import type { Initializer } from '@shared/model/network.ts';
import { describe, expect, it } from 'vitest';

const O = 100;
const I = 50;

function drawn(name: Initializer, units = O, inputs = I) {
  const W = new Float64Array(units * inputs);
  const b = new Float64Array(units);
  initializers[name](W, b, units, inputs, { random: new Random(3, 'initial weights'), constant: 0.25 });
  return { W, b };
}

const meanOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

const VARIANCES: [Initializer, number][] = [
  ['he-normal', 2 / I],
  ['he-uniform', 2 / I],
  ['glorot-normal', 2 / (I + O)],
  ['glorot-uniform', 2 / (I + O)],
  ['lecun-normal', 1 / I],
  ['lecun-uniform', 1 / I],
  ['article', 2 / I],
];

describe('initializers', () => {
  it.each(VARIANCES)('%s draws with mean 0 and variance %f', (name, variance) => {
    const { W } = drawn(name);
    // Five standard errors of 5,000 draws: that of the variance is √(2/n) of it.
    expect(Math.abs(meanOf(W))).toBeLessThan(5 * Math.sqrt(variance / W.length));
    expect(Math.abs(meanOf(W.map((value) => value * value)) / variance - 1)).toBeLessThan(
      5 * Math.sqrt(2 / W.length),
    );
  });

  it.each(VARIANCES.filter(([name]) => name.endsWith('-uniform')))(
    '%s stays within √(3·variance) and fills it evenly',
    (name, variance) => {
      const { W } = drawn(name);
      const limit = Math.sqrt(3 * variance);
      expect(Math.max(...W.map(Math.abs))).toBeLessThan(limit);
      const tenths = Array.from(
        { length: 10 },
        (_, k) => W.filter((value) => Math.floor((value / limit + 1) * 5) === k).length,
      );
      // A tenth of 5,000 is 500, with a standard deviation of 21.
      for (const count of tenths) expect(Math.abs(count - 500)).toBeLessThan(110);
    },
  );

  it.each([
    [7, 7],
    [5, 13],
    [13, 5],
    [1, 6],
    [6, 1],
  ])('orthogonal makes the rows or columns of %i×%i orthonormal, whichever are fewer', (units, inputs) => {
    const { W } = drawn('orthogonal', units, inputs);
    const at = (vector: number, k: number) =>
      units <= inputs ? W[vector * inputs + k]! : W[k * inputs + vector]!;
    const [count, length] = [Math.min(units, inputs), Math.max(units, inputs)];
    for (let a = 0; a < count; a++) {
      for (let b = 0; b < count; b++) {
        let product = 0;
        for (let k = 0; k < length; k++) product += at(a, k) * at(b, k);
        expect(product).toBeCloseTo(a === b ? 1 : 0, 12);
      }
    }
  });

  it('orthogonal matrices prefer no direction: their first number is as often negative', () => {
    const random = new Random(5, 'orthogonal');
    const W = new Float64Array(9);
    let negatives = 0;
    for (let k = 0; k < 400; k++) {
      initializers.orthogonal(W, new Float64Array(3), 3, 3, { random, constant: 0 });
      negatives += W[8]! < 0 ? 1 : 0;
    }
    // Half of 400, with a standard deviation of 10.
    expect(Math.abs(negatives - 200)).toBeLessThan(50);
  });

  it('zeros and constant give what they say', () => {
    expect(new Set(drawn('zeros').W)).toEqual(new Set([0]));
    expect(new Set(drawn('constant').W)).toEqual(new Set([0.25]));
  });

  it.each(Object.keys(initializers) as Initializer[])(
    '%s leaves the biases at zero, unless it is the article’s',
    (name) => {
      expect(drawn(name).b.some((value) => value !== 0)).toBe(name === 'article');
    },
  );

  it('the article’s draws W row by row, then b, from NumPy’s normal numbers times √(2/I)', () => {
    const W = new Float64Array(4);
    const b = new Float64Array(2);
    initializers.article(W, b, 2, 2, { random: new NumpyLegacyRandom(42), constant: 0 });
    // np.random.seed(42); np.random.randn(6), and √(2/2) = 1.
    const expected = [0.4967141530112327, -0.13826430117118466, 0.6476885381006925, 1.5230298564080254];
    expected.forEach((value, k) => {
      expect(W[k]).toBeCloseTo(value, 14);
    });
    expect(b[0]).toBeCloseTo(-0.23415337472333597, 14);
    expect(b[1]).toBeCloseTo(-0.23413695694918055, 14);
  });
});
