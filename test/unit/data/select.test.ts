import { selectPlace } from '@shared/data/select.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { campaignSize, SEED } from '../../helpers/campaign.ts';

describe('selectPlace', () => {
  it(`finds what a sort would put there, none larger before it and none smaller after it (seed ${SEED})`, () => {
    const few = fc.integer({ min: -3, max: 3 });
    const any = fc.oneof(few, fc.double({ noNaN: true }));
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 200 }), fc.nat(), (list, draw) => {
        const values = Float64Array.from(list, (value) => value + 0);
        const sorted = values.slice().sort();
        const place = draw % list.length;
        expect(selectPlace(values, place)).toBe(sorted[place]);
        expect(values.subarray(0, place).every((value) => value <= values[place]!)).toBe(true);
        expect(values.subarray(place).every((value) => value >= values[place]!)).toBe(true);
        expect(values.sort()).toEqual(sorted);
      }),
      { seed: SEED, numRuns: campaignSize(300, 20_000) },
    );
  });
});
