import { NumpyLegacyRandom } from '@shared/core/numpy-legacy-random.ts';
import { describe, expect, it } from 'vitest';
import fixture from './fixtures/numpy-legacy-random.json' with { type: 'json' };

/**
 * NumPy takes the logarithm from the system's library, we from the JavaScript engine; each is exact to 1 unit in the
 * last place, so a normal number may differ by a few. Everything else is whole-number arithmetic and equal.
 */
const LAST_PLACES = 4 * Number.EPSILON;

describe.each(fixture.streams)(`seed $seed, as ${fixture.tool}`, (stream) => {
  it('gives the very same uniform numbers', () => {
    const random = new NumpyLegacyRandom(stream.seed);
    const values = Array.from({ length: 2_000 }, () => random.uniform());
    expect(values.slice(0, 20)).toEqual(stream.uniform);
    expect(values[1_999]).toBe(stream.uniformAt1999);
  });

  it('gives the same normal numbers', () => {
    const random = new NumpyLegacyRandom(stream.seed);
    for (const expected of stream.normal) expectNear(random.normal(), expected);
  });

  it('keeps the second normal number of a pair across uniform ones', () => {
    const random = new NumpyLegacyRandom(stream.seed);
    for (const [kind, expected] of stream.mixed) {
      if (kind === 'normal') expectNear(random.normal(), expected as number);
      else expect(random.uniform()).toBe(expected);
    }
  });
});

function expectNear(value: number, expected: number): void {
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(LAST_PLACES * Math.abs(expected));
}
