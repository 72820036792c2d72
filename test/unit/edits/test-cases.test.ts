import { describe, expect, it } from 'vitest';
import type { Experiment, TestCase } from '@shared/model/experiment.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import {
  addTestCase,
  canAnswerCases,
  removeTestCase,
  replaceTestCase,
  withFittingCases,
  withTolerance,
} from '../../../src-renderer/edits/test-cases.ts';
import { changeRole } from '../../../src-renderer/edits/table-columns.ts';
import { smallExperiment } from '../../helpers/experiments.ts';
import { mixedExperiment } from '../../helpers/mixed-table.ts';

const added: TestCase = { name: 'corner', inputs: { a: 10, b: 1 }, expected: { sum: 11, product: 10 } };

describe('saved test cases', () => {
  it('are added, changed and deleted, the others staying as they are', () => {
    const before = smallExperiment();
    const longer = addTestCase(before, added);
    expect(longer.testCases).toEqual([...before.testCases, added]);
    const changed = replaceTestCase(longer, 0, added);
    expect(changed.testCases).toEqual([added, before.testCases[1], added]);
    expect(removeTestCase(longer, 2).testCases).toEqual(before.testCases);
  });

  it('take a tolerance for a target, all at once', () => {
    const changed = withTolerance(withTolerance(smallExperiment(), 'sum', 0.5), 'product', 2);
    expect(changed.testCases.map(({ tolerance }) => tolerance)).toEqual([
      { sum: 0.5, product: 2 },
      { sum: 0.5, product: 2 },
    ]);
  });

  it('are kept by the experiment file, name and tolerance included', () => {
    const changed = withTolerance(addTestCase(smallExperiment(), added), 'sum', 0.25);
    const read = parseExperiment(JSON.parse(JSON.stringify(changed)));
    expect(read.testCases).toEqual(changed.testCases);
  });

  it('are refused with a tolerance for what is no target, or below 0', () => {
    const refused = (tolerance: Record<string, number>) => () =>
      parseExperiment({ ...smallExperiment(), testCases: [{ ...added, tolerance }] });
    expect(refused({ a: 1 })).toThrow(/There is no column "a" here. Known: "sum", "product"/);
    expect(refused({ sum: -1 })).toThrow(/testCases\[0\].tolerance.sum/);
  });
});

describe('when columns change', () => {
  const asked = {
    amount: 1,
    pieces: 2,
    weight: 3,
    shop: 'north',
    grade: 'low',
    open: 'yes',
    day: '01.02.2003',
    customer: 7,
  };
  const testCases = [
    { inputs: asked, expected: { price: 5, profit: 6 }, tolerance: { price: 1, profit: 2 } },
  ];
  const mixed = (): Experiment => mixedExperiment({ testCases });

  it('what belongs to a column that is no input any more is left out', () => {
    const [fitted] = changeRole(mixed(), ['weight'], 'ignored').testCases;
    const { weight: _, ...rest } = asked;
    expect(fitted).toEqual({ ...testCases[0], inputs: rest });
  });

  it('an input that is new is missing, where it may be', () => {
    const without = changeRole(mixed(), ['amount'], 'ignored');
    const [fitted] = changeRole(without, ['amount'], 'input').testCases;
    expect(fitted!.inputs).toEqual({ ...asked, amount: null });
  });

  it('a truth that is no longer whole is forgotten', () => {
    const without = changeRole(mixed(), ['profit'], 'ignored');
    expect(without.testCases[0]).toMatchObject({ expected: { price: 5 }, tolerance: { price: 1 } });
    const [fitted] = changeRole(without, ['profit'], 'target').testCases;
    expect(fitted!.expected).toBeUndefined();
    expect(fitted!.tolerance).toEqual({ price: 1 });
  });

  it('a case that cannot be made to fit goes', () => {
    const without = changeRole(mixed(), ['customer'], 'ignored');
    expect(without.testCases).toHaveLength(1);
    // A customer may not be missing.
    expect(changeRole(without, ['customer'], 'input').testCases).toEqual([]);
  });

  it('what fits already stays as it is', () => {
    expect(withFittingCases(mixed())).toEqual(mixed());
  });
});

it.each([
  [{ inputs: ['b', 'a'], targets: ['product', 'sum'] }, true],
  [{ inputs: ['a', 'b'], targets: ['sum', 'sum', 'product'] }, true],
  [{ inputs: ['a'], targets: ['sum', 'product'] }, false],
  [{ inputs: ['a', 'b', 'c'], targets: ['sum', 'product'] }, false],
  [{ inputs: ['a', 'b'], targets: ['sum'] }, false],
])('a model of %j can be asked them: %s', (model, expected) => {
  expect(canAnswerCases(smallExperiment(), model)).toBe(expected);
});
