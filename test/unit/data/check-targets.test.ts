import { prepareExperiment } from '@shared/data/prepare.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
import { classificationJson } from '../../helpers/experiments.ts';
import { withValue } from '../../helpers/json-path.ts';
import { type MixedChanges, mixedExperiment, mixedTable, withCells } from '../../helpers/mixed-table.ts';
import { thrownBy } from '../../helpers/thrown.ts';

function prepare(targets: Record<string, string>, loss = 'softmax-cross-entropy', activation = 'softmax') {
  let json: unknown = withValue(classificationJson, 'data.source.targets', targets);
  json = withValue(json, 'training.loss', loss);
  return prepareExperiment(parseExperiment(withValue(json, 'network.output.activation', activation)));
}

describe('the targets of cross-entropy', () => {
  it.each<[string, Record<string, string>]>([
    ['one class a row', { first: 'a > b', second: 'a <= b' }],
    ['shares of classes', { first: 'a', second: '1 - a' }],
  ])('may be %s', (_what, targets) => {
    expect(prepare(targets).targets.map(({ name }) => name)).toEqual(['first', 'second']);
  });

  it('may each say yes or no where the loss is binary', () => {
    expect(prepare({ p: 'a > 0.2', q: 'a > 0.8' }, 'binary-cross-entropy', 'sigmoid').tableRows).toBe(60);
  });

  it.each<[string, Record<string, string>, string, RegExp]>([
    [
      'a number above 1',
      { p: '2', q: '0' },
      'data.source.targets.p',
      /Row 1 gives 2, but cross-entropy takes shares from 0 to 1/,
    ],
    ['a number below 0', { p: '1', q: '-a' }, 'data.source.targets.q', /Row 1 gives −?-?0\.\d+, but/],
    ['rows of no class', { p: '0', q: '0' }, 'data.source.targets', /targets of row 1 add up to 0, but/],
    ['rows of two classes', { p: '1', q: '1' }, 'data.source.targets', /add up to 2/],
  ])('are refused with row and column for %s', (_what, targets, at, message) => {
    const error = thrownBy(() => prepare(targets));
    expect(error).toMatchObject({ code: 'INVALID_VALUE', at });
    expect(error.message).toMatch(message);
  });

  it.each<[string, MixedChanges]>([
    ['levels', {}],
    ['levels beside shares', { columns: { weight: { role: 'target', scaling: 'none' } } }],
  ])('may be %s, of which every row has one', (_what, { columns }) => {
    const changes: MixedChanges = {
      rows: 200,
      columns: {
        price: { role: 'ignored' },
        profit: { role: 'ignored' },
        open: { role: 'target' },
        ...columns,
      },
      network: { output: { activation: 'sigmoid' } },
      training: { loss: 'binary-cross-entropy' },
    };
    const table = withCells(mixedTable(200, 1), (name, row) =>
      name === 'weight' ? String((row % 5) / 4) : undefined,
    );
    expect(prepareExperiment(mixedExperiment(changes), table).tableRows).toBe(200);
    if (columns === undefined) return;
    const wrong = withCells(table, (name, row) => (name === 'weight' && row > 70 ? '1.5' : undefined));
    const error = thrownBy(() => prepareExperiment(mixedExperiment(changes), wrong));
    expect(error.at).toBe('data.columns[2]');
    expect(error.message).toMatch(/Row 7\d gives 1\.5, but cross-entropy takes shares from 0 to 1/);
  });

  it('are anything at all for other losses', () => {
    expect(prepare({ p: '7 * a', q: '-3' }, 'huber', 'linear').tableRows).toBe(60);
  });
});
