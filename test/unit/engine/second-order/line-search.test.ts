import { strongWolfe, type Trial } from '@shared/engine/second-order/line-search.ts';
import { describe, expect, it } from 'vitest';

type Curve = readonly [value: (x: number) => number, slope: (x: number) => number];

const curves = {
  parabola: [(x) => (x - 3) ** 2, (x) => 2 * (x - 3)],
  // Moré & Thuente 1994, (5.1) with β = 2, and (5.2) with β = 0.004.
  'long slope': [(x) => -x / (x * x + 2), (x) => (x * x - 2) / (x * x + 2) ** 2],
  'flat valley': [
    (x) => (x + 0.004) ** 5 - 2 * (x + 0.004) ** 4,
    (x) => 5 * (x + 0.004) ** 4 - 8 * (x + 0.004) ** 3,
  ],
  waves: [(x) => Math.cos(x) + x / 100, (x) => -Math.sin(x) + 1 / 100],
  kink: [(x) => Math.abs(x - 1), (x) => Math.sign(x - 1)],
} satisfies Record<string, Curve>;

function search([value, slope]: Curve, firstStep: number, origin = 0) {
  let evaluations = 0;
  const at = (step: number): Trial => ({ step, loss: value(origin + step), slope: slope(origin + step) });
  const found = strongWolfe(
    (step) => {
      evaluations += 1;
      return at(step);
    },
    at(0),
    firstStep,
  );
  return { found, beginning: at(0), evaluations };
}

describe('strongWolfe', () => {
  const smooth = ['parabola', 'long slope', 'flat valley', 'waves'] as const;
  const cases = smooth.flatMap((name) => [1e-3, 0.1, 1, 10, 1_000].map((firstStep) => ({ name, firstStep })));

  it.each(cases)('meets both conditions on a $name from step $firstStep', ({ name, firstStep }) => {
    const { found, beginning, evaluations } = search(curves[name], firstStep, name === 'waves' ? 0.5 : 0);
    expect(found!.loss).toBeLessThanOrEqual(beginning.loss + 1e-4 * found!.step * beginning.slope);
    expect(Math.abs(found!.slope)).toBeLessThanOrEqual(0.9 * Math.abs(beginning.slope));
    expect(evaluations).toBeLessThanOrEqual(20);
  });

  it('takes a first step that is good enough', () => {
    expect(search(curves.parabola, 2.5)).toMatchObject({ found: { step: 2.5 }, evaluations: 1 });
  });

  it('finds the bottom of a parabola at once where the first step is too long', () => {
    const { found, evaluations } = search(curves.parabola, 8);
    expect(found!.step).toBeCloseTo(3, 12);
    expect(evaluations).toBe(2);
  });

  it('takes what is lower than the beginning at a kink, where no slope is flat', () => {
    const { found } = search(curves.kink, 0.3);
    expect(found!.loss).toBeLessThan(0.3);
  });

  it('comes back from where the loss is not a number', () => {
    const { found } = search([(x) => -Math.log(1 - x) - 3 * x, (x) => 1 / (1 - x) - 3], 50);
    expect(found!.step).toBeLessThan(1);
    expect(found!.loss).toBeLessThan(0);
  });

  it('finds nothing where it only goes up', () => {
    const { found, evaluations } = search([(x) => x, () => -1], 1);
    expect(found).toBeNull();
    expect(evaluations).toBeLessThanOrEqual(20);
  });
});
