import { createEncoder } from '../data/encode.ts';
import { OUTPUT_ACTIVATIONS } from '../model/activations.ts';
import type { ModelFile } from '../model/model-file.ts';
import { checkInput, checkOutput } from './check-columns.ts';
import {
  checkNumbers,
  fieldOf,
  type FileValue,
  listOf,
  numberOf,
  oneOf,
  refuseAt,
  textOf,
} from './file-value.ts';

/** What of a model file is needed to predict with it. */
export type PredictingModel = Pick<
  ModelFile,
  'name' | 'task' | 'inputs' | 'outputs' | 'layers' | 'goldenCases'
>;

/**
 * A JSON value whose format and version are known → a model whose every part is there and fits the others, so that
 * predicting cannot fail on it. Throws INVALID_VALUE or MISSING_FIELD with the place.
 */
export function checkModel(value: unknown): PredictingModel {
  const file: FileValue = { value, at: '' };
  textOf(fieldOf(file, 'name'));
  textOf(fieldOf(file, 'task'));
  const inputs = listOf(fieldOf(file, 'inputs'));
  const outputs = listOf(fieldOf(file, 'outputs'));
  inputs.forEach(checkInput);
  outputs.forEach(checkOutput);
  const model = value as PredictingModel;
  const widths = [model.inputs.reduce((sum, input) => sum + createEncoder(input).features, 0)];
  for (const layer of listOf(fieldOf(file, 'layers'))) widths.push(checkLayer(layer, widths));
  if (widths.at(-1) !== outputs.length) {
    refuseAt(
      'layers',
      `The last layer gives ${String(widths.at(-1))} values, but there are ${String(outputs.length)} outputs.`,
    );
  }
  const goldenCases = listOf(fieldOf(file, 'goldenCases'));
  if (goldenCases.length === 0)
    refuseAt('goldenCases', 'Must hold a case, to tell whether the model answers as it did.');
  for (const golden of goldenCases) {
    listOf(fieldOf(golden, 'inputs'), inputs.length);
    checkNumbers(fieldOf(golden, 'outputs'), outputs.length);
  }
  return model;
}

/** The values that a layer gives a row. `widths`: those that go into each layer so far, its own at the end. */
function checkLayer(layer: FileValue, widths: readonly number[]): number {
  const units = widths.at(-1)!;
  const type = oneOf(fieldOf(layer, 'type'), LAYER_TYPES);
  switch (type) {
    case 'dense':
      return checkDense(layer, units);
    case 'batch-normalization':
      checkNormalization(layer, ['gamma', 'beta', 'mean', 'variance'], units);
      return units;
    case 'layer-normalization':
      checkNormalization(layer, ['gamma', 'beta'], units);
      return units;
    case 'residual': {
      const over = fieldOf(layer, 'over');
      if (widths[widths.length - 1 - numberOf(over)] === units && numberOf(over) >= 1) return units;
      return refuseAt(over.at, 'Must lead around layers that take as many values as the last of them gives.');
    }
    case 'dropout':
      return units;
  }
}

const LAYER_TYPES: readonly ModelFile['layers'][number]['type'][] = [
  'dense',
  'batch-normalization',
  'layer-normalization',
  'residual',
  'dropout',
];

function checkDense(layer: FileValue, inputs: number): number {
  checkActivation(layer);
  const rows = listOf(fieldOf(layer, 'W'));
  for (const row of rows) checkNumbers(row, inputs);
  checkNumbers(fieldOf(layer, 'b'), rows.length);
  return rows.length;
}

function checkNormalization(layer: FileValue, lists: readonly string[], units: number): void {
  checkActivation(layer);
  numberOf(fieldOf(layer, 'epsilon'));
  for (const name of lists) checkNumbers(fieldOf(layer, name), units);
}

function checkActivation(layer: FileValue): void {
  oneOf(fieldOf(layer, 'activation'), Object.keys(OUTPUT_ACTIVATIONS));
}
