import { describe, expect, it } from 'vitest';
import { invokeContract } from '@shared/ipc/contract.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { readDrawnRows } from '../../../../src-main/service/drawn-rows.ts';
import { openExperiment } from '../../../../src-main/service/table-operations.ts';
import { prepareHeld } from '../../../../src-main/service/tables.ts';
import { smallExperimentJson } from '../../../helpers/experiments.ts';
import { rejectionOf } from '../../../helpers/thrown.ts';

const small = parseExperiment(smallExperimentJson);
const iris = () => openExperiment({ kind: 'source', source: { kind: 'bundled', id: 'iris', rows: 150 } }, {});

describe('rows to draw', () => {
  it('are those of the training and validation parts, never those of the test part', async () => {
    const drawn = await readDrawnRows({ experiment: small, columns: ['a', 'b'], most: 1_000 });
    expect(invokeContract['run:rows'].response.parse(drawn)).toEqual(drawn);
    const { rows } = await prepareHeld(small);
    expect(drawn.parts.map(({ part, of, rows: own }) => ({ part, of, rows: own }))).toEqual([
      { part: 'train', of: 36, rows: [...rows.train] },
      { part: 'validation', of: 12, rows: [...rows.validation] },
    ]);
  });

  it('have their inputs and what is true of them in raw units', async () => {
    const { parts, outputs } = await readDrawnRows({ experiment: small, columns: ['b', 'a'], most: 5 });
    expect(outputs.map(({ name, class: ofClass }) => [name, ofClass])).toEqual([
      ['sum', null],
      ['product', null],
    ]);
    for (const { rows, columns, truth } of parts) {
      rows.forEach((_, n) => {
        const [b, a] = [columns[0]![n]!, columns[1]![n]!];
        expect(truth[2 * n]).toBeCloseTo(a + b, 5);
        expect(truth[2 * n + 1]).toBeCloseTo(a * b, 5);
      });
    }
  });

  it('are spread over the part where there are more than wanted', async () => {
    const { parts } = await readDrawnRows({ experiment: small, columns: [], most: 4 });
    const { rows } = await prepareHeld(small);
    expect(parts[0]).toMatchObject({ of: 36, rows: [0, 9, 18, 27].map((k) => rows.train[k]) });
  });

  it('say which class each row is of', async () => {
    const { inputs, outputs, parts } = await readDrawnRows({
      experiment: await iris(),
      columns: ['petal_width'],
      most: 10,
    });
    expect(inputs.map(({ name, type }) => [name, type])).toContainEqual(['petal_width', 'number']);
    expect(outputs.map((output) => output.class?.level)).toEqual(['setosa', 'versicolor', 'virginica']);
    for (const { rows, truth } of parts) {
      rows.forEach((_, n) => {
        expect([...truth.subarray(3 * n, 3 * n + 3)].sort()).toEqual([0, 0, 1]);
      });
    }
  });

  it('refuses a column that is no input', async () => {
    const refused = await rejectionOf(readDrawnRows({ experiment: small, columns: ['sum'], most: 5 }));
    expect(refused).toMatchObject({ code: 'INVALID_VALUE', at: 'columns' });
  });
});
