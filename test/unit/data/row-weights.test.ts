import type { InterpretedColumn } from '@shared/data/interpret-columns.ts';
import { rowWeights } from '@shared/data/row-weights.ts';
import { tableColumnSchema } from '@shared/schema/data.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { campaignSize, SEED } from '../../helpers/campaign.ts';
import { thrownBy } from '../../helpers/thrown.ts';

function weights(...values: number[]): InterpretedColumn {
  const column = tableColumnSchema.parse({ name: 'w', type: 'number', role: 'weight' });
  return { column, values: Float64Array.from(values), at: 'data.columns[4]' };
}

describe('rowWeights', () => {
  it('are none where no column says any', () => {
    expect(rowWeights([], Uint32Array.of(0, 1))).toBeNull();
  });

  it('keep their proportions in all rows, and are 1 on average over the training rows', () => {
    expect([...rowWeights([weights(1, 2, 9, 0, NaN)], Uint32Array.of(0, 1, 3))!]).toEqual([1, 2, 9, 0, NaN]);
    expect([...rowWeights([weights(4, 2, 6)], Uint32Array.of(0, 1))!]).toEqual([4 / 3, 2 / 3, 2]);
  });

  it(`are 1 on average, whatever their unit (seed ${SEED})`, () => {
    const weight = fc.double({ min: 0, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(fc.array(weight, { minLength: 1, maxLength: 50 }), (values) => {
        fc.pre(values.some((value) => value > 1e-9));
        const train = Uint32Array.from(values.keys());
        const mean = rowWeights([weights(...values)], train)!.reduce((sum, own) => sum + own) / values.length;
        expect(mean).toBeCloseTo(1, 12);
      }),
      { seed: SEED, numRuns: campaignSize(200, 10_000) },
    );
  });

  it.each<[string, number[], RegExp]>([
    [
      'below 0 in a training row',
      [1, -0.5, 1],
      /Row 2 has the weight −?-?0\.5, but a weight may not be below 0/,
    ],
    ['below 0 in a row that only judges', [1, 1, -2], /Row 3 has the weight −?-?2, but/],
    ['0 in every training row', [0, 0, 5], /All training rows have the weight 0/],
  ])('are refused: %s', (_what, values, message) => {
    const error = thrownBy(() => rowWeights([weights(...values)], Uint32Array.of(0, 1)));
    expect(error).toMatchObject({ code: 'INVALID_VALUE', at: 'data.columns[4]' });
    expect(error.message).toMatch(message);
  });
});
