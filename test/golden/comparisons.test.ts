import { describe, expect, it } from 'vitest';
import { criticalValue, twoSidedProbability } from '@shared/compare/t-distribution.ts';
import { outlierOf, pairedTest, type TestResult, welchTest } from '@shared/compare/t-tests.ts';
import golden from './comparisons.json' with { type: 'json' };

/** jStat's own accuracy; no figure is shown with more than four digits. */
const RELATIVE = 1e-6;

function close(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(RELATIVE * Math.abs(expected) + 1e-300);
}

function agrees(result: TestResult, expected: (typeof golden.tests)[number]['paired']): void {
  const [low, high] = result.interval(0.95);
  close(result.t, expected.t);
  close(result.freedom, expected.freedom);
  close(result.probability, expected.probability);
  const width = expected.high - expected.low;
  expect(Math.abs(low - expected.low) / width).toBeLessThan(RELATIVE);
  expect(Math.abs(high - expected.high) / width).toBeLessThan(RELATIVE);
}

describe(`against SciPy ${golden.scipy}`, () => {
  it.each(golden.distribution)('t $t with $freedom degrees of freedom', ({ t, freedom, ...expected }) => {
    close(twoSidedProbability(t, freedom), expected.probability);
    close(criticalValue(0.95, freedom), expected.critical95);
    close(criticalValue(0.99, freedom), expected.critical99);
  });

  it.each(golden.tests)('the paired test of sample %#', ({ a, b, paired }) => {
    agrees(
      pairedTest(
        a.map((value, k) => b[k]! - value),
        0,
      ),
      paired,
    );
  });

  it.each(golden.tests)("Welch's test of sample %#", ({ a, b, welch }) => {
    agrees(welchTest(a, b), welch);
  });
});

describe('against examples in print', () => {
  it("Student's own: hours of sleep by two drugs (1908), t = 4.06 with 9 degrees of freedom", () => {
    const differences = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4];
    const { t, freedom, difference } = pairedTest(differences, 0);
    expect(difference).toBeCloseTo(1.58, 10);
    expect(t).toBeCloseTo(4.0621, 4);
    expect(freedom).toBe(9);
  });

  it("the NIST handbook's example of Grubbs' test: of eight values the last stands out", () => {
    // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.17.1, G = 2.4688; the two-sided limit at 5 % is 2.1266.
    const values = [199.31, 199.53, 200.19, 200.82, 201.92, 201.95, 202.18, 245.57];
    expect(outlierOf(values, 0.05)).toBe(7);
    expect(outlierOf(values.slice(0, 7), 0.05)).toBeNull();
  });

  it('the corrected test widens the variance by rows measured ÷ rows trained on', () => {
    // By hand: d = (1, 2, 3), s² = 1, overlap ½: t = 2 / √((1/3 + 1/2)·1) = 2.19089.
    expect(pairedTest([1, 2, 3], 0.5).t).toBeCloseTo(2.19089, 5);
  });
});
