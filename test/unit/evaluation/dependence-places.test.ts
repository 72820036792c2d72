import { dependencePlaces } from '@shared/evaluation/dependence-places.ts';
import type { PreparedInput } from '@shared/data/prepared-data.ts';
import { describe, expect, it } from 'vitest';
import { mixedExperiment, mixedTable } from '../../helpers/mixed-table.ts';
import { train } from '../../helpers/trained-model.ts';

const { data } = train(mixedExperiment(), mixedTable(300, 4));
const input = (name: string): PreparedInput => data.inputs.find((own) => own.name === name)!;
const places = (name: string, range: [number, number] | null, count: number) =>
  dependencePlaces(input(name), data.rows.train, { range, places: count });

describe('dependencePlaces', () => {
  it('goes from one end of the training rows to the other, with the tenths of those rows', () => {
    const found = places('amount', null, 5);
    const { min, max } = input('amount').statistics;
    expect(found.places).toHaveLength(5);
    expect([found.places[0], found.places[4]]).toEqual([min, max]);
    expect(found.isKnown).toEqual([true, true, true, true, true]);
    expect(found.deciles).toHaveLength(11);
    expect([found.deciles![0], found.deciles![10]]).toEqual([min, max]);
    expect(found.deciles).toEqual(found.deciles!.toSorted((a, b) => a - b));
  });

  it('says where no training row is', () => {
    const { min, max } = input('amount').statistics;
    const found = places('amount', [min - 1, max + 1], 3);
    expect(found.isKnown).toEqual([false, true, false]);
  });

  it('puts whole numbers into a column of whole numbers, each once', () => {
    expect([...places('customer', [0, 3], 50).places]).toEqual([0, 1, 2, 3]);
  });

  it('takes every level, and tells the one that no training row has', () => {
    const found = places('shop', null, 2);
    expect(found.levels).toEqual(['north', 'south', 'west', 'closed']);
    expect([...found.places]).toEqual([0, 1, 2, 3]);
    expect(found.isKnown).toEqual([true, true, true, false]);
    expect(found.levelCounts![3]).toBe(0);
  });
});
