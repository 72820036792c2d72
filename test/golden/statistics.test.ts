import { profileColumn } from '@shared/data/profile/profile-column.ts';
import { numberCells } from '@shared/data/raw-table.ts';
import { columnCatalog } from '@shared/model/column-catalog.ts';
import { defaultsOf } from '@shared/model/fields.ts';
import { describe, expect, it } from 'vitest';
import { largestRelativeError } from '../helpers/numbers.ts';
import golden from './statistics.json' with { type: 'json' };

/** Sums are added in another order than NumPy's pairwise one. */
const TOLERANCE = 1e-12;

const column = {
  ...defaultsOf(columnCatalog.number.fields),
  name: 'x',
  role: 'input',
  type: 'number',
} as const;

describe(`statistics of ${golden.madeBy}`, () => {
  it.each(golden.cases)('are those of a profile: $name', ({ values, expected }) => {
    const cells = numberCells(
      'x',
      Float64Array.from(values, (value) => value ?? NaN),
    );
    const { missing, distinct, numbers, histogram } = profileColumn(cells, column);
    expect({ missing, distinct, histogram }).toEqual({
      missing: expected.missing,
      distinct: expected.distinct,
      histogram: expected.histogram,
    });
    const names = ['min', 'lowerQuartile', 'median', 'mean', 'upperQuartile', 'max', 'std'] as const;
    const [actual, wanted] = [names.map((name) => numbers![name]), names.map((name) => expected[name])];
    expect(largestRelativeError(actual, wanted, Number.MIN_VALUE)).toBeLessThan(TOLERANCE);
  });
});
