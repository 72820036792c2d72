import type { RawValue } from '@shared/model/column-catalog.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
import { mixedExperimentJson } from '../../helpers/mixed-table.ts';
import { thrownBy } from '../../helpers/thrown.ts';

const inputs: Record<string, RawValue> = {
  amount: 1.5,
  pieces: 3,
  weight: null,
  shop: 'north',
  grade: 'high',
  open: 'yes',
  day: '24.12.2025',
  customer: 7,
};
const expected: Record<string, number | string> = { price: 2, profit: 3 };

function parse(testCase: object) {
  return () => parseExperiment(mixedExperimentJson({ testCases: [{ inputs }, testCase] }));
}

describe('a test case of a table', () => {
  it.each<[string, object]>([
    ['a value of each type', { inputs }],
    [
      'nothing where the column has a rule for it',
      { inputs: { ...inputs, amount: null, shop: null, day: null } },
    ],
    ['a day in days since 1970', { inputs: { ...inputs, day: 20_000.5 } }],
    ['the truth', { inputs, expected }],
  ])('may hold %s', (_what, testCase) => {
    expect(parse(testCase)().testCases[1]).toEqual(testCase);
  });

  it.each<[string, object, string, string, string]>([
    [
      'a column too few',
      { inputs: { ...inputs, day: undefined } },
      'MISSING_FIELD',
      '.inputs',
      'A value for "day" is missing',
    ],
    [
      'a column too many',
      { inputs: { ...inputs, note: 'x' } },
      'UNKNOWN_FIELD',
      '.inputs',
      'no column "note" here. Known: "amount"',
    ],
    [
      'a missing value without a rule',
      { inputs: { ...inputs, customer: null } },
      'INVALID_VALUE',
      '.inputs.customer',
      'A value is needed here',
    ],
    [
      'a level there is not',
      { inputs: { ...inputs, shop: 'South' } },
      'INVALID_VALUE',
      '.inputs.shop',
      '"South" is none of the levels',
    ],
    [
      'text for a number',
      { inputs: { ...inputs, amount: '7' } },
      'INVALID_VALUE',
      '.inputs.amount',
      'Must be a number, but is "7"',
    ],
    [
      'a day that is none',
      { inputs: { ...inputs, day: '31.02.2025' } },
      'INVALID_VALUE',
      '.inputs.day',
      '"31.02.2025" is no date as the column writes them',
    ],
    [
      'text for a target of numbers',
      { inputs, expected: { ...expected, price: 'dear' } },
      'INVALID_VALUE',
      '.expected.price',
      'Must be a number',
    ],
    [
      'a target too few',
      { inputs, expected: { price: 1 } },
      'MISSING_FIELD',
      '.expected',
      'A value for "profit" is missing',
    ],
  ])('is refused with its place: %s', (_what, testCase, code, place, part) => {
    const error = thrownBy(parse(JSON.parse(JSON.stringify(testCase)) as object));
    expect(error).toMatchObject({ code, at: `testCases[1]${place}` });
    expect(error.message).toContain(part);
  });
});
