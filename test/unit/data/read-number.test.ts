import { readNumber, readQuantity } from '@shared/data/read-number.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('readQuantity', () => {
  it.each([
    ['$1,234.50', 1234.5],
    ['$ 5', 5],
    ['-$5', -5],
    ['$-5', -5],
    ['−3.5', -3.5],
    ['(5)', -5],
    ['($1,234)', -1234],
    ['12%', 12],
    ['12.5 %', 12.5],
    ['1.234,50 €', 1234.5],
    ['€ 12,5', 12.5],
    ['€1,234', 1234],
    ['1 234,50 €', 1234.5],
    ["CHF 1'234.50", 1234.5],
    ['100 EUR', 100],
    ['₹1,00,000', NaN],
  ])('reads the amount %j', (text, value) => {
    expect(readQuantity(text)).toBe(value);
  });

  it.each(['(a)', '(5', '5)', '(-5)', '$', '%', '$1.2.3', '12 (3)', '5 % 3', '1,23,4 €'])(
    'takes %j for no amount',
    (text) => {
      expect(readQuantity(text)).toBeNaN();
    },
  );

  it('gives up at once on what is longer than any amount', () => {
    expect(readQuantity(`$${'1'.repeat(400)}`)).toBeNaN();
    expect(readQuantity(`(${' '.repeat(100_000)}`)).toBeNaN();
  });

  it('reads what is a plain number as it stands', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(readQuantity(String(value))).toBe(readNumber(String(value)));
        expect(readQuantity(String(value)) - value).toBe(0);
      }),
    );
  });

  it('reads any amount back, however a bank writes it', () => {
    const cents = fc.integer({ min: -1e12, max: 1e12 });
    fc.assert(
      fc.property(cents, (amount) => {
        const value = amount / 100;
        const english = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
        const german = new Intl.NumberFormat('de-DE', { style: 'currency', currency: 'EUR' });
        expect(readQuantity(english.format(value))).toBeCloseTo(value, 6);
        expect(readQuantity(german.format(value))).toBeCloseTo(value, 6);
      }),
    );
  });
});
