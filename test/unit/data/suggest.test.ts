import { LIMITS } from '@shared/core/limits.ts';
import { checkExperiment } from '@shared/data/check-experiment.ts';
import { adaptExperiment, suggestExperiment } from '@shared/data/suggest/suggest-experiment.ts';
import { columnCatalog, type ColumnRole, type TableColumn } from '@shared/model/column-catalog.ts';
import { defaultsOf } from '@shared/model/fields.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';

function number(name: string, role: ColumnRole = 'input'): TableColumn {
  return { ...defaultsOf(columnCatalog.number.fields), type: 'number', name, role };
}

function category(name: string, levels: string[], role: ColumnRole = 'input'): TableColumn {
  return { ...defaultsOf(columnCatalog.category.fields), type: 'category', name, levels, role };
}

function boolean(name: string, role: ColumnRole = 'input'): TableColumn {
  return { ...defaultsOf(columnCatalog.boolean.fields), type: 'boolean', name, levels: ['no', 'yes'], role };
}

function suggestFor(columns: TableColumn[], rows = 500) {
  return suggestExperiment(
    { source: { kind: 'toy', id: 'moons', rows, noise: 0, seed: 1 }, columns },
    'Table',
  );
}

const [A, B] = [number('a'), number('b')];
const COLOURS = ['red', 'green', 'blue'];

describe('the suggested experiment', () => {
  it.each<[string, TableColumn[], string, string, string]>([
    ['a number', [number('y', 'target')], 'mse', 'linear', 'standard'],
    ['several numbers', [number('y', 'target'), number('z', 'target')], 'mse', 'linear', 'standard'],
    ['a yes or no', [boolean('y', 'target')], 'binary-cross-entropy', 'sigmoid', 'none'],
    ['two levels', [category('y', ['x', 'o'], 'target')], 'binary-cross-entropy', 'sigmoid', 'none'],
    ['three levels', [category('y', COLOURS, 'target')], 'softmax-cross-entropy', 'softmax', 'none'],
    [
      'several yes or no',
      [boolean('y', 'target'), boolean('z', 'target')],
      'binary-cross-entropy',
      'sigmoid',
      'none',
    ],
    [
      'several categories',
      [category('y', COLOURS, 'target'), boolean('z', 'target')],
      'binary-cross-entropy',
      'sigmoid',
      'none',
    ],
    [
      'a number and a category',
      [number('y', 'target'), category('z', COLOURS, 'target')],
      'mse',
      'linear',
      'standard',
    ],
    [
      'levels in an order',
      [{ ...category('y', COLOURS, 'target'), encoding: 'ordinal' } as TableColumn],
      'mse',
      'linear',
      'standard',
    ],
  ])('aims at %s with the loss, output and scaling that suit it', (_what, targets, loss, output, scaling) => {
    const experiment = suggestFor([A, B, ...targets]);
    expect(experiment.training.loss).toBe(loss);
    expect(experiment.network.output.activation).toBe(output);
    expect(experiment.data.scaling).toEqual({ inputs: 'standard', targets: scaling });
    expect(() => {
      checkExperiment(experiment);
    }).not.toThrow();
  });

  it.each<[string, TableColumn[], string]>([
    ['a class', [A, boolean('y', 'target')], 'stratified'],
    ['a number', [A, number('y', 'target')], 'shuffled'],
    ['a group', [A, category('g', COLOURS, 'group'), boolean('y', 'target')], 'grouped'],
    ['a part', [A, category('p', ['train', 'test'], 'part'), boolean('y', 'target')], 'column'],
  ])('splits a table with %s in the order that suits it', (_what, columns, order) => {
    expect(suggestFor(columns).data.split.order).toBe(order);
  });

  it.each([1, 5, 9, 10, 20, 99, 100, 1_000, 9_999, 10_000, 1_000_000])(
    'can be trained on %i rows',
    (rows) => {
      for (const target of [number('y', 'target'), category('y', COLOURS, 'target')]) {
        const experiment = suggestFor([A, B, target], rows);
        expect(() => {
          checkExperiment(experiment);
        }).not.toThrow();
        expect(experiment.data.split.train).toBeGreaterThanOrEqual(0.6);
      }
    },
  );

  it('is whole: reading it as a file changes nothing, and twice the same is suggested', () => {
    const experiment = suggestFor([A, B, category('y', COLOURS, 'target')]);
    expect(parseExperiment(JSON.parse(JSON.stringify(experiment)))).toEqual(experiment);
    expect(suggestFor([A, B, category('y', COLOURS, 'target')])).toEqual(experiment);
  });

  it('fits into memory for the widest table there may be', () => {
    const columns = Array.from({ length: LIMITS.columns - 1 }, (_, k) => number(`x${String(k)}`));
    const experiment = suggestFor([...columns, number('y', 'target')], 20_000);
    expect(() => {
      checkExperiment(experiment);
    }).not.toThrow();
  });

  it('bends less, and is held tighter, where there are few rows for each input', () => {
    const inputs = Array.from({ length: 20 }, (_, k) => number(`x${String(k)}`));
    const few = suggestFor([...inputs, number('y', 'target')], 300).network;
    const many = suggestFor([...inputs, number('y', 'target')], 30_000).network;
    expect(few.layers.length).toBeLessThan(many.layers.length);
    expect(few.output.l2).toBeGreaterThan(many.output.l2);
  });

  it('has a place for tables whose target nobody has named yet', () => {
    expect(suggestFor([A, B]).training.loss).toBe('mse');
  });
});

describe('adapting an experiment to its columns', () => {
  it('keeps what a person wrote and the seeds, and suggests the rest anew', () => {
    const before = suggestFor([A, B, number('y', 'target')]);
    const changed = {
      ...before,
      description: 'Mine.',
      data: {
        ...before.data,
        columns: [A, B, boolean('y', 'target')],
        split: { ...before.data.split, seed: 7 },
      },
      network: { ...before.network, seed: 8 },
      training: { ...before.training, seed: 9, epochs: 3 },
    };
    const adapted = adaptExperiment(changed);
    const fresh = suggestFor([A, B, boolean('y', 'target')]);
    expect(adapted).toEqual({
      ...fresh,
      description: 'Mine.',
      data: { ...fresh.data, split: { ...fresh.data.split, seed: 7 } },
      network: { ...fresh.network, seed: 8 },
      training: { ...fresh.training, seed: 9 },
    });
  });
});
