import { cellText } from '@shared/data/raw-table.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import type { RawValue } from '@shared/model/column-catalog.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { expect } from 'vitest';
import { smallExperimentJson } from './experiments.ts';
import { type MixedChanges, mixedExperiment, mixedTable } from './mixed-table.ts';
import { trainedModel } from './trained-model.ts';

/* Models and rows that every form of export is asked with. */

const ROWS = 1_000;
const table = mixedTable(ROWS, 4);

const classes: MixedChanges = {
  columns: { price: { role: 'ignored' }, profit: { role: 'ignored' }, shop: { role: 'target' } },
  network: { output: { activation: 'softmax' } },
  training: { loss: 'softmax-cross-entropy' },
};
const yesOrNo: MixedChanges = {
  columns: { price: { role: 'ignored' }, profit: { role: 'ignored' }, open: { role: 'target' } },
  network: { output: { activation: 'sigmoid' } },
  training: { loss: 'binary-cross-entropy' },
};
/** What is asked of a table with all types of columns. */
export const EXPORT_TASKS: [string, MixedChanges][] = [
  ['numbers', {}],
  ['one of several classes', classes],
  ['yes or no', yesOrNo],
];

/** A model of such a task, trained on 1,000 rows. */
export function mixedModel(changes: MixedChanges): ModelFile {
  return trainedModel(mixedExperiment({ rows: ROWS, ...changes }), table);
}

/** Rows of the table as a person would type them, that the model can take, and what the app answers. */
export function rawCases(model: ModelFile): { rows: RawValue[][]; expected: number[][] } {
  const columns = model.inputs.map(({ name }) => table.columns.find((own) => own.name === name)!);
  const predict = createPredictor(model);
  const rows: RawValue[][] = [];
  const expected: number[][] = [];
  for (let row = 0; row < ROWS; row++) {
    const cells = columns.map((column) => cellText(column, row));
    // One whose cell of a column that must be there is empty is refused, by all of them.
    if (model.inputs.some(({ missing }, k) => missing === undefined && cells[k] === null)) continue;
    rows.push(cells);
    expected.push(predict(cells));
  }
  expect(rows.length).toBeGreaterThan(ROWS / 2);
  return { rows, expected };
}

/** Every kind of layer, and every activation once. */
export function modelOfAllLayers(activations: readonly string[]): ModelFile {
  const dense = (activation: string) => ({ type: 'dense', units: 3, activation });
  const layers = [
    dense('tanh'),
    ...activations.map(dense),
    { type: 'batch-normalization', activation: 'relu' },
    { type: 'layer-normalization' },
    { type: 'residual', over: 2 },
    { type: 'dropout', rate: 0.2 },
  ];
  const network = { ...smallExperimentJson.network, layers };
  return trainedModel(parseExperiment({ ...smallExperimentJson, network }));
}

export const ACTIVATION_NAMES = [
  'relu',
  'leaky-relu',
  'elu',
  'selu',
  'gelu',
  'gelu-tanh',
  'silu',
  'mish',
  'softplus',
  'softsign',
  'sigmoid',
  'linear',
];

/** Far inside and far outside of what such a model was trained on. */
export function numberRows(): number[][] {
  return Array.from({ length: 100 }, (_, k) => [k - 50, 120 - 2 * k]);
}
