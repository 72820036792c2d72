import { cosine, sine, tangent } from '@shared/core/trigonometry.ts';
import { describe, expect, it } from 'vitest';
import { Random } from '@shared/core/random.ts';

/** The host's own functions are good to the last digit or two, so this is about what can be asked. */
const TOLERANCE = 1e-15;

describe('sine and cosine', () => {
  const random = new Random(Number(process.env.SEED ?? 11), 'angles');
  const angles = [1e-300, 1e-8, 0.5, 1, 3, 10, 1e3, 5e5].flatMap((size) =>
    Array.from({ length: 500 }, () => size * (2 * random.uniform() - 1)),
  );

  it('agree with the host to 1e-15 over 4,000 angles of every size', () => {
    const errors = angles.map((x) =>
      Math.max(Math.abs(sine(x) - Math.sin(x)), Math.abs(cosine(x) - Math.cos(x))),
    );
    expect(Math.max(...errors)).toBeLessThan(TOLERANCE);
  });

  it('are exact where the answer is', () => {
    expect([sine(0), cosine(0), tangent(0)]).toEqual([0, 1, 0]);
    expect(sine(-0.7)).toBe(-sine(0.7));
    expect(cosine(-0.7)).toBe(cosine(0.7));
  });

  it('give these very bits in every host', () => {
    expect([sine(1), cosine(1), sine(100), cosine(100), sine(123456.789)]).toEqual([
      0.8414709848078965, 0.5403023058681398, -0.5063656411097588, 0.862318872287684, -0.9986640823432246,
    ]);
  });

  it.each([NaN, Infinity, -Infinity, 2 ** 20])('give NaN for %f, which cannot be reduced', (x) => {
    expect(sine(x)).toBeNaN();
    expect(cosine(x)).toBeNaN();
  });

  it('make the tangent', () => {
    expect(tangent(1)).toBeCloseTo(Math.tan(1), 14);
  });
});
