import { columnNames } from '@shared/model/features.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
import { renameColumn } from '../../src-renderer/edits/columns.ts';
import { problemPlace } from '../../src-renderer/edits/problems.ts';

const experiment = parseExperiment({
  format: 'ninestep-experiment',
  version: 1,
  data: {
    source: {
      kind: 'formula',
      inputs: { abs: [0, 1], ab: [0, 1] },
      targets: { y: 'abs(abs - ab) + abs (ab)' },
    },
  },
  testCases: [{ inputs: { abs: 1, ab: 2 } }],
});

describe('renaming a column', () => {
  const renamed = renameColumn(experiment, 'inputs', 'abs', 'first');
  const { source } = renamed.data;

  it('changes it in formulas, but neither longer names nor a function of the same name', () => {
    expect(source).toMatchObject({ targets: { y: 'abs(first - ab) + abs (ab)' } });
  });

  it('changes it in test cases and keeps the order of the columns', () => {
    expect(renamed.testCases).toEqual([{ inputs: { first: 1, ab: 2 } }]);
    expect(columnNames(renamed.data, 'input')).toEqual(['first', 'ab']);
  });
});

describe('the place of a problem', () => {
  it.each([
    ['training.epochs', 'Epochs'],
    ['network.layers[1].units', 'Layer 2 units'],
    ['data.source.inputs.x10.lowest', 'x10, lowest'],
  ])('%s is told as %s', (at, told) => {
    expect(problemPlace(at)).toBe(told);
  });
});
