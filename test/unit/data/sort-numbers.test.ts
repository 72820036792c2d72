import { Random } from '@shared/core/random.ts';
import { sortNumbers } from '@shared/data/sort-numbers.ts';
import { describe, expect, it } from 'vitest';
import { SEED } from '../../helpers/campaign.ts';

/** Long enough to be sorted by its bits. */
const LONG = 20_000;
const random = new Random(SEED, 'sort');
const SPECIAL = [0, -0, Infinity, -Infinity, Number.MAX_VALUE, -Number.MAX_VALUE, 5e-324, -5e-324];

describe(`sortNumbers (seed ${SEED})`, () => {
  it.each<[string, number, () => number]>([
    ['few numbers', 20, () => random.normal()],
    ['numbers of either sign', LONG, () => random.normal()],
    ['whole numbers, many of them equal', LONG, () => random.below(50) - 25],
    ['numbers of every size', LONG, () => random.normal() * 10 ** (600 * random.uniform() - 300)],
    ['the ends of all numbers', LONG, () => SPECIAL[random.below(SPECIAL.length)]!],
    ['one number', LONG, () => 7.25],
  ])('sorts in place as JavaScript itself, to the same bits: %s', (_what, length, draw) => {
    // Within a longer memory, whose other numbers stay.
    const memory = Float64Array.from({ length: length + 2 }, draw);
    const [first, last] = [memory[0], memory[length + 1]];
    const values = memory.subarray(1, length + 1);
    const expected = values.slice().sort();
    expect(sortNumbers(values)).toBe(values);
    expect(new Uint8Array(values.slice().buffer)).toEqual(new Uint8Array(expected.buffer));
    expect([memory[0], memory[length + 1]]).toEqual([first, last]);
  });
});
