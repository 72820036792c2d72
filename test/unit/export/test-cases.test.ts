import { modelTestCases } from '@shared/export/test-cases.ts';
import { prepareData } from '@shared/data/prepare.ts';
import { describe, expect, it } from 'vitest';
import { type MixedChanges, mixedExperiment, mixedTable } from '../../helpers/mixed-table.ts';

const inputs = {
  amount: 1.5,
  pieces: null,
  weight: 2,
  shop: 'north',
  grade: 'high',
  open: 'yes',
  day: '24.12.2025',
  customer: 7,
};

/** The cases of a model whose targets are these columns, after one with the given truth. */
function casesWith(targets: string[], expected: Record<string, number | string> | undefined) {
  const roles: MixedChanges['columns'] = { price: { role: 'ignored' }, profit: { role: 'ignored' } };
  for (const name of targets) roles[name] = { role: 'target' };
  const asked = Object.fromEntries(Object.entries(inputs).filter(([name]) => !targets.includes(name)));
  const testCases = [{ inputs: asked, ...(expected === undefined ? {} : { expected }) }];
  const experiment = mixedExperiment({ columns: roles, testCases });
  const data = prepareData(experiment.data, mixedTable(120, 1));
  return modelTestCases(
    experiment,
    data.targets.flatMap(({ fitted }) => fitted),
  );
}

describe('the test cases of a table', () => {
  it.each<[string, string[], Record<string, number | string>, number[]]>([
    ['numbers as they are', ['price', 'profit'], { price: 2, profit: -3 }, [2, -3]],
    ['the class that is named as certain', ['shop'], { shop: 'west' }, [0, 0, 1, 0]],
    ['yes as 1', ['open'], { open: 'yes' }, [1]],
    ['no as 0', ['open'], { open: 'no' }, [0]],
    ['a level in an order as its place', ['grade'], { grade: 'high' }, [2]],
    ['a date in days since 1970', ['day'], { day: '02.01.1970 12:00' }, [1.5]],
    ['days as they are', ['day'], { day: 20_000 }, [20_000]],
  ])('say %s', (_what, targets, expected, numbers) => {
    expect(casesWith(targets, expected).map((own) => own.expected)).toEqual([numbers]);
  });

  it('ask with the cells of a raw row, in the order of the inputs', () => {
    expect(casesWith(['price'], undefined)).toEqual([{ inputs: Object.values(inputs), expected: null }]);
  });
});
