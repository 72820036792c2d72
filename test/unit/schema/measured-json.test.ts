import { decodeMeasured, encodeMeasured } from '@shared/schema/measured-json.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { campaignSize, SEED } from '../../helpers/campaign.ts';

describe('encodeMeasured', () => {
  it('names the numbers that JSON does not have', () => {
    const value = { a: [NaN, Infinity, -Infinity, 1], b: { c: null } };
    expect(encodeMeasured(value)).toEqual({ a: ['NaN', 'Infinity', '-Infinity', 1], b: { c: null } });
  });

  it(`is undone by decodeMeasured through JSON (seed ${SEED})`, () => {
    const numbers = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.double().map((value) => value + 0), // JSON has no minus zero
        fc.constant(null),
        fc.array(tie('value')),
        fc.dictionary(fc.stringMatching(/^[a-z]+$/), tie('value'), { noNullPrototype: true }),
      ),
    })).value;
    fc.assert(
      fc.property(numbers, (value) => {
        expect(decodeMeasured(JSON.parse(JSON.stringify(encodeMeasured(value))))).toEqual(value);
      }),
      { seed: SEED, numRuns: campaignSize(500, 20_000) },
    );
  });
});
