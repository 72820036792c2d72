import { balancedWeights } from '@shared/data/class-weights.ts';
import { inputMatrix, prepareExperiment, targetMatrix } from '@shared/data/prepare.ts';
import { PARTS } from '@shared/model/data-catalog.ts';
import { describe, expect, it } from 'vitest';
import { trainingSetup } from '../../../../src-main/trainer/training-setup.ts';
import { type MixedChanges, mixedExperiment, mixedTable } from '../../../helpers/mixed-table.ts';

const table = mixedTable(120, 3);
const classes: MixedChanges = {
  columns: { price: { role: 'ignored' }, profit: { role: 'ignored' }, shop: { role: 'target' } },
  network: { output: { activation: 'softmax' } },
  training: { loss: 'softmax-cross-entropy', classWeights: 'balanced' },
};

describe('trainingSetup', () => {
  it('gives each part its rows, in the precision of the experiment', () => {
    const experiment = mixedExperiment();
    const data = prepareExperiment(experiment, table);
    const { parts } = trainingSetup(experiment, data);
    for (const part of PARTS) {
      const rows = data.rows[part];
      expect(parts[part]).toEqual({
        rows: rows.length,
        inputs: inputMatrix(data, rows, 'float64'),
        targets: targetMatrix(data, rows, 'float64'),
        weights: Float64Array.from(rows, (row) => data.weights![row]!),
      });
    }
  });

  it('multiplies what a row counts by what its class counts', () => {
    const experiment = mixedExperiment(classes);
    const data = prepareExperiment(experiment, table);
    const balanced = balancedWeights(data);
    const expected = Array.from(data.rows.train, (row) => data.weights![row]! * balanced[row]!);
    expect([...trainingSetup(experiment, data).parts.train.weights!]).toEqual(expected);
  });

  it('has no weights where all rows count the same', () => {
    const experiment = mixedExperiment({ columns: { importance: { role: 'ignored' } } });
    expect(trainingSetup(experiment, prepareExperiment(experiment, table)).parts.train.weights).toBeNull();
  });

  it('leaves a part without rows out', () => {
    const experiment = mixedExperiment({ split: { train: 1, validation: 0, test: 0 } });
    const { parts } = trainingSetup(experiment, prepareExperiment(experiment, table));
    expect([parts.validation, parts.test]).toEqual([null, null]);
  });

  it('says how each target is brought back to raw units: times a number, or along the curve of a logarithm', () => {
    const experiment = mixedExperiment();
    const data = prepareExperiment(experiment, table);
    const [price, profit] = trainingSetup(experiment, data).targetScales;
    const { shift, scale } = data.targets[0]!.fitted[0]!.transform;
    if (typeof price !== 'function') throw new Error('The price is scaled by logarithm.');
    const logarithm = 0.5 * scale + shift;
    expect(price(0.5)).toBeCloseTo(Math.sign(logarithm) * (Math.exp(Math.abs(logarithm)) - 1), 12);
    expect(profit).toBe(data.targets[1]!.fitted[0]!.transform.scale);
  });
});
